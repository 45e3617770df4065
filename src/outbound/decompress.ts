/**
 * Undoes `Content-Encoding` with bounds. One layer only: nobody needs two, and chains of them are an attack. The
 * output is bounded while it grows, so a bomb costs no more than the bound.
 */
import {
  brotliDecompress,
  constants,
  gunzip,
  type InputType,
  inflate,
  inflateRaw,
  type ZlibOptions,
  zstdDecompress,
} from 'node:zlib';
import { codeOf } from './connect-failure.ts';
import type { OutboundLimits } from './outbound-limits.ts';

type Decompressed =
  | { readonly kind: 'ok'; readonly body: Uint8Array }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'undecodable'; readonly reason: string };

/** What the sender tells vendors that it understands. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

/** Output that small is fine at any ratio: a page of blanks is no attack. */
const RATIO_FREE_BYTES = 1_048_576;
/** 8 MiB, the largest window a decoder must take (RFC 9659); zstd's own default lets a small frame claim 128 MiB. */
const ZSTD_WINDOW_LOG = 23;

/** The unpacked body, for `header` being the answer's `Content-Encoding`. */
export async function decompress(
  body: Uint8Array,
  header: string | undefined,
  limits: Pick<OutboundLimits, 'maxAnswerBytes' | 'maxInflationRatio'>,
): Promise<Decompressed> {
  const encodings = readEncodings(header);
  const [encoding] = encodings;
  if (encoding === undefined || body.length === 0) return { kind: 'ok', body };
  if (encodings.length > 1) return { kind: 'undecodable', reason: 'encoded more than once' };
  const unpack = chooseDecoder(encoding, body);
  if (unpack === undefined) return { kind: 'undecodable', reason: 'unknown encoding' };
  const allowed = Math.max(RATIO_FREE_BYTES, body.length * limits.maxInflationRatio);
  return runDecoder(unpack, body, Math.min(limits.maxAnswerBytes, allowed));
}

function readEncodings(header: string | undefined): readonly string[] {
  if (header === undefined) return [];
  return header
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
}

type Decoder = (body: InputType, options: ZlibOptions, done: (error: Error | null, result: Buffer) => void) => void;

function chooseDecoder(encoding: string, body: Uint8Array): Decoder | undefined {
  if (encoding === 'gzip' || encoding === 'x-gzip') return gunzip;
  if (encoding === 'br') return brotliDecompress as Decoder;
  if (encoding === 'zstd') return unpackZstd;
  if (encoding === 'deflate') return hasZlibHeader(body) ? inflate : inflateRaw;
  return undefined;
}

/** "deflate" means the zlib format (RFC 9110, 8.4.1.2), but some servers send the bare stream. */
function hasZlibHeader(body: Uint8Array): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0;
}

const unpackZstd: Decoder = (body, options, done) => {
  const params = { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG };
  zstdDecompress(body, { maxOutputLength: options.maxOutputLength ?? 0, params }, done);
};

function runDecoder(unpack: Decoder, body: Uint8Array, maxOutputLength: number): Promise<Decompressed> {
  return new Promise((resolve) => {
    unpack(body, { maxOutputLength }, (error, result) => {
      if (error === null) return resolve({ kind: 'ok', body: result });
      const reason = codeOf(error);
      resolve(reason === 'ERR_BUFFER_TOO_LARGE' ? { kind: 'too_large' } : { kind: 'undecodable', reason });
    });
  });
}
