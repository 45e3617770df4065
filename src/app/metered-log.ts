/** The log, with its events counted on the way: one place says that an attempt has ended, and it is told once. */
import type { ApiMetrics } from '../api/index.ts';
import type { Log, LogFields } from '../foundation/index.ts';

const ATTEMPT_ENDED = 'attempt.ended';

/** Passes everything on and counts the attempts. */
export function meteredLog(log: Log, metrics: ApiMetrics): Log {
  return {
    info(event, fields) {
      if (event === ATTEMPT_ENDED && fields !== undefined) noteAttempt(metrics, fields);
      log.info(event, fields);
    },
    warn: (event, fields) => log.warn(event, fields),
    error: (event, fields) => log.error(event, fields),
  };
}

function noteAttempt(metrics: ApiMetrics, fields: LogFields): void {
  metrics.noteAttempt({
    operationClass: String(fields.class),
    kind: String(fields.kind),
    outcome: String(fields.outcome),
    durationMs: Number(fields.durationMs ?? 0),
  });
}
