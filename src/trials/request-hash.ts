/**
 * The name of one shown request. It holds the trial's id and a hash of everything that decides what happens at the vendor:
 * a choice to send can be obeyed for exactly the request that the person saw, idempotency key included.
 */
import { hash } from 'node:crypto';
import type { OpenConnection } from '../connections/index.ts';
import { parseId } from '../foundation/index.ts';
import type { EncodedRequest } from '../outbound/index.ts';

/** How long a shown request may be sent. Later the person is asked again: the data may have gone its way. */
const SHOWN_FOR_MS = 15 * 60_000;
/** Clocks of two processes differ by less. */
const MAX_SKEW_MS = 60_000;

/** A trial as runs see a run: keys, references and `now()` come from it. */
export interface TrialIdentity {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** The name of a request that would go out now. */
export function hashRequest(
  trialId: string,
  call: { connection: OpenConnection; operation: string; request: EncodedRequest },
): string {
  const { connection, operation, request } = call;
  const { method, url, headers, body } = request;
  const parts = [
    [connection.id, connection.credentialMark, operation, method, url],
    Object.entries(headers).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    body === undefined ? null : Buffer.from(body).toString('base64'),
  ];
  return `${trialId}.${hash('sha256', JSON.stringify(parts), 'base64url')}`;
}

/** The trial whose request a hash names; undefined when it is no such hash or was shown too long ago. */
export function trialOfHash(requestHash: string, nowMs: number): TrialIdentity | undefined {
  const id = parseId<string>(requestHash.split('.', 1)[0] ?? '');
  if (id === undefined) return undefined;
  const startedAtMs = startOf(id);
  const ageMs = nowMs - startedAtMs;
  if (ageMs > SHOWN_FOR_MS || ageMs < -MAX_SKEW_MS) return undefined;
  return identityOf(id);
}

/** The trial of an id; its start is the time in the id, so that it is the same whenever it is asked for. */
export function identityOf(id: string): TrialIdentity {
  return { id, startedAt: new Date(startOf(id)).toISOString() };
}

/** The first 48 bits of a UUIDv7 are milliseconds since the epoch (RFC 9562, 5.7). */
function startOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
