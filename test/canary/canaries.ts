/** Secrets that exist nowhere else, so that each place in which one turns up is a leak. */
import { createPrivateKey, randomInt } from 'node:crypto';

export interface Canary {
  /** Says in a failure which secret it was; it is no part of the secret. */
  readonly name: string;
  readonly text: string;
  /** Parts of it, any of which gives it away: a text that was cut in the middle of a secret holds some of them. */
  readonly pieces: readonly Buffer[];
}

/** As long as it must be to stand nowhere by chance. */
export const PIECE_BYTES = 8;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Signs whose URL, JSON, HTML, XML and base64 forms all differ from the plain one. */
const ODD = `+/=&"\\'<>%41 ;`;

/** A new secret with signs in its middle that every writer escapes in its own way; of 32 letters unless told otherwise. */
export function makeCanary(name: string, odd: string = ODD, letters = 4 * PIECE_BYTES): Canary {
  const head = randomLetters(letters - 2 * PIECE_BYTES);
  const tail = randomLetters(2 * PIECE_BYTES);
  return { name, text: `${head}${odd}${tail}`, pieces: piecesOf(Buffer.from(head + tail)) };
}

/** A secret that somebody else made; what stands before `from` is known to everybody, such as a prefix. */
export function readCanary(name: string, text: string, from = 0): Canary {
  const words = text.slice(from).match(/[A-Za-z0-9]+/g) ?? [];
  const pieces = words.flatMap((word) => piecesOf(Buffer.from(word)));
  if (pieces.length === 0) throw new Error(`${name} is too short to be told from other text`);
  return { name, text, pieces };
}

/** A secret of which the bytes count, however they are written, such as a key that is given in base64. */
export function byteCanary(name: string, text: string, bytes: Buffer): Canary {
  return { name, text, pieces: piecesOf(bytes) };
}

/** A private key in PEM: the numbers that only its owner knows. One sealed by a passphrase is known by its bytes. */
export function keyCanary(name: string, pem: string): Canary {
  if (pem.includes('ENCRYPTED')) {
    const der = Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    return byteCanary(name, pem, der.subarray(-8 * PIECE_BYTES));
  }
  const secret = createPrivateKey(pem).export({ format: 'jwk' }).d as string;
  return byteCanary(name, pem, Buffer.from(secret, 'base64url'));
}

function piecesOf(bytes: Buffer): Buffer[] {
  const count = Math.floor(bytes.length / PIECE_BYTES);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES));
}

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
