/** Where a call step begins: with what is recorded of it, and with the doubts that are to be settled before anything is sent. */
import type { DatabaseClock } from './database-clock.ts';
import type { FailureSettler } from './failure-settler.ts';
import type { PlannedCall } from './planned-call.ts';
import { KEY_LIFE_SHARE } from './retry-decision.ts';
import { initialProgress, type StepProgress } from './run.ts';
import type { RunFrame } from './run-frame.ts';
import type { Turn } from './step-end.ts';

/** A worker that died in the middle of this step leaves a doubt, which is settled before anything is sent. */
export async function beginCall(
  planned: PlannedCall,
  frame: RunFrame,
  { clock, failures }: { readonly clock: DatabaseClock; readonly failures: FailureSettler },
): Promise<Turn> {
  const { stepKey, itemKey } = planned.place;
  const nowMs = clock.nowMs();
  const recorded = frame.journal.step(stepKey, itemKey)?.progress ?? initialProgress(nowMs);
  const progress = withCrash(recorded, planned, frame.run.crashedAtMs);
  const context = { planned, frame, progress };
  if (progress.openIntent !== undefined) return failures.settleCrash(context, progress.openIntent);
  if (isKeyForgotten(planned, progress, nowMs)) return failures.settleForgottenKey(context);
  return { kind: 'again', progress };
}

/**
 * A keyed write needs no intent. But a doubt that is about as old as the key's life (a crash, a retry that waited while
 * Holdfast was down) must not be answered by sending again: the vendor would take it for a new write.
 */
function isKeyForgotten(planned: PlannedCall, progress: StepProgress, nowMs: number): boolean {
  const { idempotency } = planned.operation;
  const isUnprotected = planned.operation.class !== 'K' || idempotency === undefined || progress.phase !== 'call';
  if (isUnprotected || progress.doubtSinceMs === undefined) return false;
  return nowMs - progress.doubtSinceMs > idempotency.keyLifeMs * KEY_LIFE_SHARE;
}

/** A call that was in the air when its worker died began at most this long before; its deadline is shorter. */
const LONGEST_CALL_MS = 300_000;

/** A worker that died may have sent a keyed write of this step without a trace. */
function withCrash(progress: StepProgress, planned: PlannedCall, crashedAtMs: number | undefined): StepProgress {
  if (crashedAtMs === undefined || planned.operation.class !== 'K' || progress.phase !== 'call') return progress;
  return { ...progress, isInDoubt: true, doubtSinceMs: progress.doubtSinceMs ?? crashedAtMs - LONGEST_CALL_MS };
}
