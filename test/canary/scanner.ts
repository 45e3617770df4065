/**
 * Finds secrets in bytes: as they are and in every encoding, also one inside another, wherever they begin and however much
 * of them is left. All needles are looked for in one pass.
 */
import type { Canary } from './canaries.ts';

export interface Finding {
  readonly canary: string;
  /** Such as `base64 at 1`. */
  readonly form: string;
  readonly at: number;
  /** What stands around it. */
  readonly excerpt: string;
}

interface Needle {
  readonly canary: string;
  readonly form: string;
  readonly bytes: Buffer;
}

interface Form {
  readonly form: string;
  readonly bytes: Buffer;
}

/** Every needle begins with so many bytes, by which it is looked up. */
const HEAD_BYTES = 4;
const TABLE_BITS = 20;
const MAX_FINDINGS = 5;
const AROUND = 100;

export class Scanner {
  readonly #needles = new Map<number, Needle[]>();
  readonly #table = new Uint8Array(1 << TABLE_BITS);
  readonly #known = new Set<string>();

  constructor(canaries: readonly Canary[] = []) {
    for (const canary of canaries) this.add(canary);
  }

  /** Looks for this one, too, from now on. */
  add({ name, pieces }: Canary): void {
    for (const piece of pieces) {
      for (const { form, bytes } of formsOf(piece)) {
        const key = bytes.toString('latin1');
        if (this.#known.has(key)) continue;
        this.#known.add(key);
        const head = bytes.readUInt32LE(0);
        this.#table[slotOf(head)] = 1;
        const same = this.#needles.get(head) ?? [];
        this.#needles.set(head, [...same, { canary: name, form, bytes }]);
      }
    }
  }

  /** What is found, the first few; `allowed` are names of canaries that may stand there. */
  scan(bytes: Uint8Array, allowed: readonly string[] = []): Finding[] {
    const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const findings: Finding[] = [];
    let head = 0;
    for (let at = 0; at < hay.length && findings.length < MAX_FINDINGS; at += 1) {
      head = (head >>> 8) | ((hay[at] as number) << 24);
      if (this.#table[slotOf(head)] === 0) continue;
      const start = at - HEAD_BYTES + 1;
      const found = start < 0 ? undefined : this.#needleAt(hay, start, head >>> 0);
      if (found === undefined || allowed.includes(found.canary)) continue;
      const { canary, form } = found;
      findings.push({ canary, form, at: start, excerpt: excerptOf(hay, start) });
    }
    return findings;
  }

  #needleAt(hay: Buffer, start: number, head: number): Needle | undefined {
    return this.#needles.get(head)?.find(({ bytes }) => hay.subarray(start, start + bytes.length).equals(bytes));
  }
}

/** Every way in which a part of a secret may be written; two of them may be done one after the other. */
export function formsOf(piece: Buffer): Form[] {
  const once = [...base64Forms(piece), ...hexForms(piece)];
  const twice = once.flatMap((inner) =>
    [...base64Forms(inner.bytes), ...hexForms(inner.bytes)].map(({ form, bytes }) => ({
      form: `${form} of ${inner.form}`,
      bytes,
    })),
  );
  const text = piece.toString('latin1');
  return [
    { form: 'plain', bytes: piece },
    { form: 'capitals', bytes: Buffer.from(text.toUpperCase(), 'latin1') },
    { form: 'UTF-16', bytes: Buffer.from(text, 'utf16le') },
    { form: 'percent', bytes: writeEach(piece, (hex) => `%${hex}`) },
    { form: 'percent in capitals', bytes: writeEach(piece, (hex) => `%${hex.toUpperCase()}`) },
    { form: 'JSON escapes', bytes: writeEach(piece, (hex) => `\\u00${hex}`) },
    ...once,
    ...twice,
  ];
}

/**
 * Inside of longer data the base64 of a part depends on where it begins, modulo 3; the characters at its edges, which also
 * carry bits of the neighbours, are left out. With `+` or `/` in it, the alphabet for URLs differs.
 */
function base64Forms(bytes: Buffer): Form[] {
  return [0, 1, 2].flatMap((offset) => {
    const all = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const wholeCharacters = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = all.slice([0, 2, 3][offset], wholeCharacters);
    const url = core.replaceAll('+', '-').replaceAll('/', '_');
    const plain = { form: `base64 at ${offset}`, bytes: Buffer.from(core) };
    return url === core ? [plain] : [plain, { form: `base64url at ${offset}`, bytes: Buffer.from(url) }];
  });
}

function hexForms(bytes: Buffer): Form[] {
  const hex = bytes.toString('hex');
  return [
    { form: 'hex', bytes: Buffer.from(hex) },
    { form: 'hex in capitals', bytes: Buffer.from(hex.toUpperCase()) },
  ];
}

function writeEach(bytes: Buffer, write: (hex: string) => string): Buffer {
  return Buffer.from([...bytes].map((byte) => write(byte.toString(16).padStart(2, '0'))).join(''));
}

function slotOf(head: number): number {
  return Math.imul(head, 0x9e3779b1) >>> (32 - TABLE_BITS);
}

function excerptOf(hay: Buffer, at: number): string {
  const text = hay.subarray(Math.max(0, at - AROUND), at + AROUND).toString('latin1');
  return text.replaceAll(/[^\x20-\x7e]+/g, '·');
}
