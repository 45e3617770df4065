/** Calls that wait for a scope: before they are sent, and when the vendor says so. */
import { missingScopes, type OpenConnection } from '../connections/index.ts';
import type { CallResult } from '../outbound/index.ts';
import type { PlannedCall } from './planned-call.ts';
import { problemOf, type StepEnd, stopped } from './step-end.ts';

/** RFC 6750, 3 and 3.1: the error of a token that was not granted enough, and the scopes that would be. */
const INSUFFICIENT = /\berror="?insufficient_scope\b/i;
const NAMED = /\bscope="([^"]*)"/i;
const MAX_NAMED = 50;

/** The run is held until the connection is granted all of the scopes; the problem names those that it lacks. */
export function holdForScopes({ place, operation, connection }: PlannedCall, needed: readonly string[]): StepEnd {
  const missing = missingScopes(connection, needed);
  const scopes = `${missing.length === 1 ? 'the scope' : 'the scopes'} ${missing.join(', ')}`;
  const context = { operation: operation.name, connection: connection.name, scopes };
  const problem = problemOf('runs.connection.scope_missing', place, context);
  return stopped('held', problem, { heldConnectionId: connection.id, heldScopes: needed });
}

/**
 * The scopes that the vendor refused the call for, if the connection was not granted them. One that it was granted by what
 * is known here is no reason to hold: the run would be released at once, and refused again.
 */
export function refusedScopes(result: CallResult, connection: OpenConnection): readonly string[] {
  if (result.kind !== 'answered' || (result.answer.status !== 403 && result.answer.status !== 401)) return [];
  const challenge = result.answer.headers['www-authenticate'] ?? '';
  if (!INSUFFICIENT.test(challenge)) return [];
  const named = (NAMED.exec(challenge)?.[1] ?? '').split(' ').filter((scope) => scope !== '');
  return named.length > MAX_NAMED ? [] : missingScopes(connection, named);
}
