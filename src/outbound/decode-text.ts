import type { HttpAnswer } from './http-request.ts';

/**
 * The text of an answer, or undefined when its body is not complete, its charset is unknown or its bytes do not fit
 * the charset. A byte order mark decides over the header (WHATWG Encoding, 6) and is dropped; without both it is UTF-8.
 */
export function decodeText(answer: HttpAnswer): string | undefined {
  if (answer.bodyState !== 'complete') return undefined;
  const charset = sniffMark(answer.body) ?? charsetOf(answer.headers['content-type']) ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(answer.body);
  } catch {
    return undefined;
  }
}

const CHARSET = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i;

function charsetOf(contentType: string | undefined): string | undefined {
  const match = CHARSET.exec(contentType ?? '');
  return match?.[1] ?? match?.[2];
}

function sniffMark(body: Uint8Array): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return undefined;
}
