/**
 * Ids are UUIDv7 (RFC 9562, 5.7): unguessable enough for a reference, and ordered by time so that an index on them
 * grows at one end. Access is never granted by knowing an id; secrets come from `randomToken`.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type WorkspaceId = Branded<'WorkspaceId'>;
export type FlowId = Branded<'FlowId'>;
export type RunId = Branded<'RunId'>;
export type EventId = Branded<'EventId'>;
export type TriggerId = Branded<'TriggerId'>;
export type ConnectionId = Branded<'ConnectionId'>;
export type TokenId = Branded<'TokenId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Makes a new id: `makeId<RunId>()`. */
export function makeId<Id extends string>(nowMs: number = Date.now()): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(nowMs / 0x10000));
  view.setUint16(4, nowMs % 0x10000);
  bytes[6] = 0x70 | (view.getUint8(6) & 0x0f);
  bytes[8] = 0x80 | (view.getUint8(8) & 0x3f);
  return formatUuid(bytes) as Id;
}

/** The text as an id of the wanted kind, or undefined when it is not a UUID. */
export function parseId<Id extends string>(text: string): Id | undefined {
  const lower = text.toLowerCase();
  return UUID.test(lower) ? (lower as Id) : undefined;
}

/** A secret of `byteCount` random bytes as base64url: path tokens, API tokens. */
export function randomToken(byteCount: number): string {
  return crypto.getRandomValues(new Uint8Array(byteCount)).toBase64({ alphabet: 'base64url', omitPadding: true });
}

const HEX = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));

function formatUuid(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += HEX[bytes[index] as number];
  }
  return text;
}
