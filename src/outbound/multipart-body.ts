/**
 * `multipart/form-data` (RFC 7578). The boundary is a hash of the parts: a retried request must be equal to the first
 * byte for byte, so nothing in it may be random.
 */
import { createHash } from 'node:crypto';
import type { MultipartPart } from './http-request.ts';
import { failBody } from './request-body-failure.ts';
import { findHeaderProblem } from './request-headers.ts';

/** The body with the content type that names its boundary. */
interface EncodedMultipart {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The parts in order; throws `outbound.request.body_invalid` for a name or type that cannot be written. */
export function encodeMultipart(parts: readonly MultipartPart[]): EncodedMultipart {
  if (parts.length === 0) throw failPart(0, 'there are no parts');
  const heads = parts.map((part, index) => Buffer.from(partHead(part, index)));
  const contents = parts.map((part, index) => partContent(part, index));
  const boundary = chooseBoundary(heads, contents);
  const chunks: Uint8Array[] = [];
  for (const [index, head] of heads.entries()) {
    chunks.push(Buffer.from(`--${boundary}\r\n`), head, contents[index] as Uint8Array, Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(chunks) };
}

function partHead(part: MultipartPart, index: number): string {
  const fileName = part.fileName === undefined ? '' : `; filename="${escapeParameter(part.fileName, index)}"`;
  const disposition = `Content-Disposition: form-data; name="${escapeParameter(part.name, index)}"${fileName}\r\n`;
  const contentType = part.contentType ?? (isFile(part) ? 'application/octet-stream' : undefined);
  if (contentType === undefined) return `${disposition}\r\n`;
  if (findHeaderProblem('content-type', contentType) !== undefined)
    throw failPart(index, 'its content type is malformed');
  return `${disposition}Content-Type: ${contentType}\r\n\r\n`;
}

function isFile(part: MultipartPart): boolean {
  return part.fileName !== undefined || typeof part.content !== 'string';
}

/** The three characters that would end the parameter or the line, escaped as browsers do (WHATWG HTML, 4.10.22.7). */
function escapeParameter(text: string, index: number): string {
  if (!text.isWellFormed() || text.includes('\0')) throw failPart(index, 'its name holds what is not text');
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function partContent(part: MultipartPart, index: number): Uint8Array {
  if (typeof part.content !== 'string') return part.content;
  if (!part.content.isWellFormed()) throw failPart(index, 'it holds half of a character (a lone surrogate)');
  return Buffer.from(part.content);
}

/** A content that holds its own hash cannot be made on purpose; the loop covers it all the same. */
function chooseBoundary(heads: readonly Uint8Array[], contents: readonly Uint8Array[]): string {
  for (let round = 0; ; round += 1) {
    const hash = createHash('sha256').update(`holdfast multipart ${round}`);
    for (const chunk of [...heads, ...contents]) hash.update(`${chunk.length}:`).update(chunk);
    const boundary = `holdfast-${hash.digest('hex').slice(0, 40)}`;
    if (
      !contents.some((content) => Buffer.from(content.buffer, content.byteOffset, content.length).includes(boundary))
    ) {
      return boundary;
    }
  }
}

function failPart(index: number, problem: string): Error {
  return failBody({ format: 'multipart/form-data', place: `part ${index + 1}`, problem });
}
