/** Signs a request over the bytes that go out, with a secret that both sides know (HMAC, RFC 2104). */
import { createHash, createHmac } from 'node:crypto';
import { Secret } from '../foundation/index.ts';
import type { SignedHeaders, SigningHop } from '../outbound/index.ts';
import type { HmacCredential, SignedPart } from './credential.ts';

const NO_BODY = new Uint8Array();
const SEPARATOR = '\n';

/** What signs each hop of a call as the credential says. */
export function hmacSigner(credential: HmacCredential<string>): (hop: SigningHop) => SignedHeaders {
  return (hop) => {
    const timestamp = timestampOf(credential, hop.nowMs);
    const { header, prefix = '', keyId, keyIdHeader, timestampHeader, algorithm, encoding } = credential;
    const mac = createHmac(algorithm, credential.secret);
    for (const part of parts(credential, hop, timestamp)) mac.update(part);
    const signed = [[header, `${prefix}${mac.digest(encoding)}`]];
    if (timestampHeader !== undefined) signed.push([timestampHeader, timestamp]);
    if (keyIdHeader !== undefined && keyId !== undefined) signed.push([keyIdHeader, keyId]);
    return Object.fromEntries(signed.map(([name, value]) => [name, new Secret(value as string)]));
  };
}

/** Whole units since the epoch, as every scheme of this kind has it. */
function timestampOf({ timestampUnit }: HmacCredential<string>, nowMs: number): string {
  return String(Math.floor(timestampUnit === 'ms' ? nowMs : nowMs / 1_000));
}

/** The parts with the separator between them, fed one by one so that a large body is not copied. */
function* parts(
  credential: HmacCredential<string>,
  hop: SigningHop,
  timestamp: string,
): Generator<string | Uint8Array> {
  const { separator = SEPARATOR, keyId = '' } = credential;
  for (const [index, part] of credential.signed.entries()) {
    if (index > 0) yield separator;
    yield partOf(part, hop, { timestamp, keyId });
  }
}

function partOf(
  part: SignedPart,
  { method, url, body = NO_BODY }: SigningHop,
  told: { readonly timestamp: string; readonly keyId: string },
): string | Uint8Array {
  switch (part) {
    case 'method':
      return method;
    case 'path':
      return url.pathname;
    case 'query':
      return url.search.slice(1);
    case 'timestamp':
      return told.timestamp;
    case 'key_id':
      return told.keyId;
    case 'body':
      return body;
    case 'body_sha256':
      return createHash('sha256').update(body).digest('hex');
  }
}
