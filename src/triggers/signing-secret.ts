/** Secrets that deliveries are signed with: made here, or given by the sender. */
import { randomBytes } from 'node:crypto';
import { Secret } from '../foundation/index.ts';
import type { TriggerSignature } from '../language/index.ts';

export type SignedKind = Exclude<TriggerSignature['kind'], 'unsigned'>;

const PREFIX = 'whsec_';
/** Standard Webhooks 1.0.0 asks senders for 24 to 64 bytes. */
const MADE_BYTES = 24;
/** A shorter key can be guessed; with an empty one everybody can sign. */
const MIN_KEY_BYTES = 16;
const MAX_KEY_BYTES = 512;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

type SigningKey = { readonly key: Buffer } | { readonly problem: string };

/** A new random secret in the form of Standard Webhooks; for `hmac_sha256` the whole text is the key. */
export function makeSigningSecret(): Secret<string> {
  return new Secret(`${PREFIX}${randomBytes(MADE_BYTES).toString('base64')}`);
}

/** The bytes that the HMAC takes, or what is wrong with the secret, as the end of a sentence. */
export function signingKeyOf(kind: SignedKind, secret: Secret<string>): SigningKey {
  const text = secret.reveal();
  if (kind === 'hmac_sha256') return checkLength(Buffer.from(text, 'utf8'));
  const encoded = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  if (!BASE64.test(encoded)) return { problem: `it is not base64 after "${PREFIX}"` };
  return checkLength(Buffer.from(encoded, 'base64'));
}

function checkLength(key: Buffer): SigningKey {
  if (key.length < MIN_KEY_BYTES) return { problem: `it has fewer than ${MIN_KEY_BYTES} bytes` };
  if (key.length > MAX_KEY_BYTES) return { problem: `it has more than ${MAX_KEY_BYTES} bytes` };
  return { key };
}
