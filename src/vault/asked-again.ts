/** Calls to a key or secret store, which change nothing there and so may be made again. */
import { setTimeout as pause } from 'node:timers/promises';
import { type AppError, isAppError, isObject, type JsonObject, parseJson } from '../foundation/index.ts';
import type { CallResult, HttpSender } from '../outbound/index.ts';

/** The part of a sender that is used here. */
export type Sender = Pick<HttpSender, 'send'>;

/** Seconds that nobody notices, and a leader election is over. */
const PAUSES_MS = [150, 600];
const MAX_REASON_LENGTH = 300;

/** Makes a call and reads its answer, up to three times while `read` throws an error with `isPassing`. */
export async function askedAgain<T>(call: () => Promise<T>, isPassing: (error: AppError) => boolean): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await call();
    } catch (error) {
      if (!isAppError(error) || !isPassing(error)) throw error;
      await pause(pauseMs);
    }
  }
  return call();
}

/** The answer's body as an object; empty when it is none, whatever the status. */
export function bodyObject(result: CallResult): JsonObject {
  if (result.kind !== 'answered' || result.problem !== undefined) return {};
  try {
    const value = parseJson(result.answer.body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** One line of somebody else's words, for a sentence of ours. */
export function shortReason(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.slice(0, MAX_REASON_LENGTH);
}
