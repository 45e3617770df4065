/** Reads client certificates, as far as they can be judged before they are used. */
import { X509Certificate } from 'node:crypto';
import { readPrivateKey } from './private-key.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** True for one certificate or more in PEM. */
export function isCertificate(pem: string): boolean {
  const all = readCertificates(pem);
  return all !== undefined && all.length > 0;
}

/** When the first of the certificates ends, in milliseconds since the Unix epoch; undefined when none can be read. */
export function certificateEndMs(pem: string): number | undefined {
  const ends = (readCertificates(pem) ?? []).map((certificate) => certificate.validToDate.getTime());
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Why key and certificate cannot be used together, in words, or undefined when they can. */
export function findPairProblem(pair: {
  readonly certificate: string;
  readonly privateKey: string;
  readonly passphrase?: string;
}): 'unreadable_key' | 'other_key' | undefined {
  const key = readPrivateKey(pair.privateKey, pair.passphrase);
  if (key === undefined) return 'unreadable_key';
  // The first is the client's own; those after it lead to the authority.
  const [own] = readCertificates(pair.certificate) ?? [];
  return own?.checkPrivateKey(key) === true ? undefined : 'other_key';
}

function readCertificates(pem: string): readonly X509Certificate[] | undefined {
  try {
    return (pem.match(CERTIFICATE) ?? []).map((text) => new X509Certificate(text));
  } catch {
    return undefined;
  }
}
