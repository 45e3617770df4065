/**
 * The HTTP status of what went wrong at a webhook's door. Senders act on it: most give up on 4xx and try again on 5xx,
 * so a 4xx is only ever the sender's mistake.
 */
import { isAppError, STATUS_BY_KIND } from '../foundation/index.ts';

/** A sender has no rights to lack: what is denied here is a signature that does not prove who sent. */
const BY_KIND = { ...STATUS_BY_KIND, denied: 401 } as const;

/** Where the kind alone would say too little (RFC 9110, 15.5). */
const BY_CODE: Readonly<Record<string, number>> = {
  'foundation.json.syntax': 400,
  'foundation.json.encoding': 400,
  'foundation.json.too_deep': 400,
  'foundation.json.duplicate_key': 400,
  'foundation.json.too_many': 413,
  'foundation.json.too_long': 413,
  'runs.event.form_malformed': 400,
  'triggers.body.too_large': 413,
  'triggers.body.type_refused': 415,
  'triggers.body.compressed': 415,
  'triggers.dedupe.header_missing': 400,
  // Switched off for a while, by us: a sender that comes again will be heard.
  'triggers.hook.disabled': 503,
};

/** The status that an error of `HookReceiver.receive` is answered with; 500 for what nobody threw on purpose. */
export function statusOf(error: unknown): number {
  if (!isAppError(error)) return 500;
  // Whatever the database says, the event is not stored, and the sender shall come again.
  if (error.code.startsWith('db.')) return BY_KIND.unavailable;
  return Object.hasOwn(BY_CODE, error.code) ? (BY_CODE[error.code] as number) : BY_KIND[error.kind];
}
