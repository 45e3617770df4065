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
export type PersonId = Branded<'PersonId'>;
export type SessionId = Branded<'SessionId'>;
export type InvitationId = Branded<'InvitationId'>;
export type NoticeId = Branded<'NoticeId'>;
export type ChannelId = Branded<'ChannelId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Makes a new id: `makeId<RunId>()`. The random part is taken from a UUIDv4, whose maker draws its bytes in bulk; the
 * first 48 bits become the time and the version becomes 7.
 */
export function makeId<Id extends string>(nowMs: number = Date.now()): Id {
  const time = nowMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}` as Id;
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
