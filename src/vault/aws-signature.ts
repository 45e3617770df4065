/** Signature Version 4 of AWS over one request, by its own library; hashing by Node. */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Secret } from '../foundation/index.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret<string>;
  readonly sessionToken?: Secret<string>;
}

export interface AwsSigning {
  readonly credentials: AwsCredentials;
  readonly region: string;
  readonly service: string;
  /** Milliseconds since the Unix epoch; AWS refuses a signature that is 5 minutes off. */
  readonly nowMs: number;
}

interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** The service whose paths are signed as they are sent; all others have them encoded once more. */
const ENCODED_ONCE = 's3';

/** The headers that a request to AWS needs beside its own: `authorization`, `x-amz-date` and so on. */
export async function signAwsRequest(request: SignedRequest, signing: AwsSigning): Promise<Record<string, string>> {
  const { method, url, headers, body } = request;
  const { region, service } = signing;
  const signer = new SignatureV4({
    credentials: identityOf(signing.credentials),
    region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== ENCODED_ONCE,
  });
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: { ...headers, host: url.host },
      ...(body === undefined ? {} : { body }),
    },
    { signingDate: new Date(signing.nowMs) },
  );
  const own = new Set(['host', ...Object.keys(headers)]);
  return Object.fromEntries(Object.entries(signed.headers).filter(([name]) => !own.has(name)));
}

function identityOf({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) {
  const session = sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() };
  return { accessKeyId, secretAccessKey: secretAccessKey.reveal(), ...session };
}

function queryOf(url: URL): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
  return query;
}

/** SHA-256, with a key HMAC-SHA-256, in the form that the library asks for. */
class Sha256 {
  readonly #key: string | ArrayBuffer | ArrayBufferView | undefined;
  #hash: Hash | Hmac;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#key = key;
    this.#hash = this.#begin();
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#key === undefined ? createHash('sha256') : createHmac('sha256', keyBytes(this.#key));
  }
}

function keyBytes(key: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof key === 'string') return Buffer.from(key, 'utf8');
  return ArrayBuffer.isView(key) ? Buffer.from(key.buffer, key.byteOffset, key.byteLength) : Buffer.from(key);
}
