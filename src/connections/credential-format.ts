/** What the texts of a credential must look like. A wrong one is described, never repeated. */
import { findHeaderProblem } from '../outbound/index.ts';
import { isCertificate } from './client-certificate.ts';
import type { CredentialField, FieldFormat } from './credential-field.ts';
import { isPrivateKey } from './private-key.ts';

interface Format {
  /** In words that follow "must be". */
  readonly allowed: string;
  isRight(text: string): boolean;
}

const MAX_CHARACTERS = 10_000;
const MAX_LONG_CHARACTERS = 60_000;
/** As the setting `baseUrl` has it: in the clear on this machine only. The egress policy judges the target itself. */
const WEB_ADDRESS = /^(https:\/\/[^/?#@\s]+|http:\/\/(localhost|127[.][0-9.]+|\[::1\])(:[0-9]+)?)([/?][^#\s]*)?$/;

const FORMATS: Readonly<Record<FieldFormat, Format>> = {
  any_text: { allowed: 'a text', isRight: () => true },
  separator: { allowed: 'a short text', isRight: (text) => text.length <= 20 },
  header_name: {
    allowed: 'the name of a header that Holdfast does not write itself, such as X-Signature',
    isRight: (text) => findHeaderProblem(text.toLowerCase(), '') === undefined,
  },
  header_text: {
    allowed: 'one line of printable ASCII; a line break copied along with it is the usual cause',
    isRight: (text) => /^[\x20-\x7e]*$/.test(text),
  },
  // RFC 7617, 2: the colon ends the user name.
  user_name: { allowed: 'a text without ":"', isRight: (text) => !/[:\0\r\n]/.test(text) },
  web_address: {
    allowed: 'an https address without "#", or http on this machine',
    isRight: (text) => WEB_ADDRESS.test(text) && URL.canParse(text),
  },
  identifier: { allowed: 'letters and digits', isRight: (text) => /^\w{1,200}$/.test(text) },
  // RFC 6749, 3.3.
  scope: {
    allowed: 'a scope: printable ASCII without spaces and quotes',
    isRight: (text) => /^[!#-[\]-~]+$/.test(text),
  },
  word: { allowed: 'small letters, digits and "-"', isRight: (text) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(text) },
  provider: {
    allowed: 'the name of a provider, or custom',
    isRight: (text) => /^[a-z0-9]+(_[a-z0-9]+)*$/.test(text),
  },
  certificate: { allowed: 'a certificate in PEM, from BEGIN CERTIFICATE to END CERTIFICATE', isRight: isCertificate },
  private_key: { allowed: 'a private key in PEM, from BEGIN to END', isRight: isPrivateKey },
};

/** What the text must be, in words, or undefined when it is that. */
export function findTextProblem(field: CredentialField, text: string): string | undefined {
  if (text === '' && field.format !== 'separator') return 'a text that is not empty';
  const most = field.isLong === true ? MAX_LONG_CHARACTERS : MAX_CHARACTERS;
  if (text.length > most) return `a text of at most ${most} characters`;
  if (!text.isWellFormed()) return 'whole characters; one of them is cut in half';
  if (field.choices !== undefined && !field.choices.includes(text)) return `one of ${field.choices.join(', ')}`;
  const format = field.format === undefined ? undefined : FORMATS[field.format];
  return format === undefined || format.isRight(text) ? undefined : format.allowed;
}
