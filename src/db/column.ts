/**
 * Columns of a batch as PostgreSQL arrays in the binary format, for `unnest($1::uuid[], $2::text[], …)`. Nothing is
 * escaped, quoted or parsed on either side, bytes go as bytes, and a batch of any size is one prepared statement.
 * The format is that of `array_send` (PostgreSQL, src/backend/utils/adt/arrayfuncs.c).
 */
import { assert } from '../foundation/index.ts';

type Given<T> = T | null | undefined;

const OIDS = { boolean: 16, bytes: 17, bigint: 20, integer: 23, text: 25, double: 701, uuid: 2950 } as const;
const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;
const LENGTH_BYTES = 4;
const UUID_BYTES = 16;
/** Most bytes that one UTF-16 unit becomes. */
const UTF8_BYTES = 3;
const HYPHEN = 45;

/** How values of one type are written: the room they need at most, and themselves; `write` gives the bytes written. */
interface Encoding<T> {
  readonly oid: number;
  readonly room: (value: T) => number;
  readonly write: (target: Buffer, value: T, offset: number) => number;
}

const TEXT: Encoding<string> = {
  oid: OIDS.text,
  room: (value) => value.length * UTF8_BYTES,
  write: (target, value, offset) => target.write(value, offset),
};
const UUID: Encoding<string> = { oid: OIDS.uuid, room: () => UUID_BYTES, write: writeUuid };
const BYTES: Encoding<Uint8Array> = {
  oid: OIDS.bytes,
  room: (value) => value.byteLength,
  write: (target, value, offset) => {
    target.set(value, offset);
    return value.byteLength;
  },
};
const INTEGER: Encoding<number> = {
  oid: OIDS.integer,
  room: () => 4,
  write: (target, value, offset) => target.writeInt32BE(value, offset) - offset,
};
const BIGINT: Encoding<number> = {
  oid: OIDS.bigint,
  room: () => 8,
  write: (target, value, offset) => target.writeBigInt64BE(BigInt(value), offset) - offset,
};
const DOUBLE: Encoding<number> = {
  oid: OIDS.double,
  room: () => 8,
  write: (target, value, offset) => target.writeDoubleBE(value, offset) - offset,
};
const BOOLEAN: Encoding<boolean> = {
  oid: OIDS.boolean,
  room: () => 1,
  write: (target, value, offset) => target.writeUInt8(value ? 1 : 0, offset) - offset,
};

/** Makes one column; undefined counts as null. */
export const column = {
  /** `text[]`. The server refuses a text with NUL. */
  text: (values: readonly Given<string>[]): Buffer => encode(TEXT, values),
  /** `uuid[]`, from ids with hyphens. */
  uuid: (values: readonly Given<string>[]): Buffer => encode(UUID, values),
  /** `bytea[]`. */
  bytes: (values: readonly Given<Uint8Array>[]): Buffer => encode(BYTES, values),
  /** `int4[]`; throws for what is no 32-bit integer. */
  integer: (values: readonly Given<number>[]): Buffer => encode(INTEGER, values),
  /** `int8[]`; throws for what is no integer. */
  bigint: (values: readonly Given<number>[]): Buffer => encode(BIGINT, values),
  /** `float8[]`. */
  double: (values: readonly Given<number>[]): Buffer => encode(DOUBLE, values),
  /** `boolean[]`. */
  boolean: (values: readonly Given<boolean>[]): Buffer => encode(BOOLEAN, values),
};

function encode<T>(encoding: Encoding<T>, values: readonly Given<T>[]): Buffer {
  if (values.length === 0) return emptyArray(encoding.oid);
  let room = HEADER_BYTES;
  for (const value of values) room += LENGTH_BYTES + (isNull(value) ? 0 : encoding.room(value));
  const target = Buffer.allocUnsafe(room);
  let offset = HEADER_BYTES;
  let nulls = 0;
  for (const value of values) {
    const start = offset + LENGTH_BYTES;
    const bytes = isNull(value) ? -1 : encoding.write(target, value, start);
    target.writeInt32BE(bytes, offset);
    offset = start + Math.max(bytes, 0);
    if (bytes < 0) nulls = 1;
  }
  writeHead(target, { dimensions: 1, nulls, oid: encoding.oid });
  target.writeInt32BE(values.length, EMPTY_HEADER_BYTES);
  target.writeInt32BE(1, EMPTY_HEADER_BYTES + LENGTH_BYTES);
  return target.subarray(0, offset);
}

function emptyArray(oid: number): Buffer {
  const target = Buffer.allocUnsafe(EMPTY_HEADER_BYTES);
  writeHead(target, { dimensions: 0, nulls: 0, oid });
  return target;
}

function writeHead(target: Buffer, head: { dimensions: number; nulls: number; oid: number }): void {
  target.writeInt32BE(head.dimensions, 0);
  target.writeInt32BE(head.nulls, 4);
  target.writeInt32BE(head.oid, 8);
}

function isNull<T>(value: Given<T>): value is null | undefined {
  return value === null || value === undefined;
}

/** By hand, because this is done a dozen times for every event; ids are made or checked by `foundation`. */
function writeUuid(target: Buffer, id: string, offset: number): number {
  let nibbles = 0;
  for (let index = 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index);
    if (code === HYPHEN) continue;
    // The low half of "0" to "9" is the digit; of "a" to "f" it is 1 to 6, and bit 6 is set.
    const nibble = (code & 15) + (code >> 6) * 9;
    const at = offset + (nibbles >> 1);
    target[at] = (nibbles & 1) === 0 ? nibble << 4 : (target[at] as number) | nibble;
    nibbles += 1;
  }
  assert(nibbles === UUID_BYTES * 2, 'an id is a UUID');
  return UUID_BYTES;
}
