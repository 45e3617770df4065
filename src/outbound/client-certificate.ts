import { createHash } from 'node:crypto';
import type { Secret } from '../foundation/index.ts';

/** A client certificate with its key (RFC 8446, 4.4.2). */
export interface ClientCertificate {
  /** Equal exactly for equal certificates, keys and passphrases: whoever has the same one shares connections. */
  readonly id: string;
  /** The certificate, and those between it and its authority, in PEM. */
  readonly certificate: string;
  readonly privateKey: Secret;
  readonly passphrase?: Secret;
}

/** Makes a client certificate from its parts, all in PEM. They are looked at when the first connection is opened. */
export function makeClientCertificate(parts: Omit<ClientCertificate, 'id'>): ClientCertificate {
  const { certificate, privateKey, passphrase } = parts;
  const texts = [certificate, privateKey.reveal(), ...(passphrase === undefined ? [] : [passphrase.reveal()])];
  const id = createHash('sha256').update(JSON.stringify(texts)).digest('base64url');
  return { ...parts, id };
}
