/** Private keys in PEM, in whatever form the vendor's page gives them out. */
import { createPrivateKey } from 'node:crypto';
import type { JwtAlgorithm } from './credential.ts';

type Key = ReturnType<typeof createPrivateKey>;

const PEM = /^\s*-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----[\s\S]+-----END \1-----\s*$/;

const BY_CURVE: Readonly<Record<string, JwtAlgorithm>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/** True for what has the form of a private key in PEM; one with a passphrase can be read only together with it. */
export function isPrivateKey(pem: string): boolean {
  return PEM.test(pem);
}

/** The key, or undefined when it cannot be read, or not with this passphrase. */
export function readPrivateKey(pem: string, passphrase?: string): Key | undefined {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    return undefined;
  }
}

/** The key as PKCS#8 in PEM, whichever form it came in (PKCS#1 and SEC 1 among them). */
export function toPkcs8(pem: string): string {
  return createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** What a client signs with when nothing else is said: the one algorithm of the key's kind and curve; RS256 for RSA. */
export function signingAlgorithmOf(pem: string): JwtAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = readPrivateKey(pem) ?? {};
  if (type === 'ed25519') return 'EdDSA';
  return (type === 'ec' ? BY_CURVE[details?.namedCurve ?? ''] : undefined) ?? 'RS256';
}
