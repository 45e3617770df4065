/**
 * What has happened to one run since its last record. Results of pure steps wait here until the next call is about to be
 * made or the run stops; then all of it is stored in one go, fenced by the lease.
 */

import type { RecordingAnswer, RunRecording } from './ledger.store.ts';
import type { AttemptRecord, LeasedRun, LinkRecord, NextState, StepRecord } from './run.ts';
import { stepRecordKey } from './run.ts';

export type FlushResult = 'stored' | 'lost' | 'cancel_requested';

export class RunJournal {
  readonly #run: LeasedRun;
  readonly #leaseMs: number;
  readonly #commit: (recording: RunRecording) => Promise<RecordingAnswer>;
  readonly #steps = new Map<string, StepRecord>();
  #attempts: AttemptRecord[] = [];
  #links: LinkRecord[] = [];
  #forgotten: { stepKey: string; itemKey: string }[] = [];

  constructor(
    run: LeasedRun,
    options: { leaseMs: number; commit: (recording: RunRecording) => Promise<RecordingAnswer> },
  ) {
    this.#run = run;
    this.#leaseMs = options.leaseMs;
    this.#commit = options.commit;
  }

  /** True when something waits to be stored. */
  get hasPending(): boolean {
    return this.#steps.size + this.#attempts.length + this.#links.length + this.#forgotten.length > 0;
  }

  /** The record of a step, as stored or as waiting to be. */
  step(stepKey: string, itemKey: string): StepRecord | undefined {
    return this.#run.steps.get(stepRecordKey(stepKey, itemKey));
  }

  /** Notes a step's record; it replaces what was noted for the same step and item before. */
  noteStep(record: StepRecord): void {
    const key = stepRecordKey(record.stepKey, record.itemKey);
    this.#steps.set(key, record);
    this.#run.steps.set(key, record);
  }

  /** Notes an attempt, or the intent of one. */
  noteAttempt(record: AttemptRecord): void {
    this.#attempts.push(record);
  }

  /** Notes which destination record belongs to which source record. */
  noteLink(record: LinkRecord): void {
    this.#links.push(record);
  }

  /** Forgets the recorded reads of this item and of the run itself: one of them was stale, so they are made anew. */
  forgetReads(itemKey: string): void {
    for (const [key, record] of this.#run.steps) {
      const isRead = record.operationClass === 'R' && record.state === 'succeeded';
      if (!isRead || (record.itemKey !== itemKey && record.itemKey !== '')) continue;
      this.#forgotten.push({ stepKey: record.stepKey, itemKey: record.itemKey });
      this.#run.steps.delete(key);
    }
  }

  /** Stores everything noted; with `next` the run leaves this worker. Nothing is stored when the lease is lost. */
  async flush(next?: NextState): Promise<FlushResult> {
    const { workspaceId, id, leaseEpoch, flowId, orderKey } = this.#run;
    const answer = await this.#commit({
      workspaceId,
      id,
      leaseEpoch,
      flowId,
      orderKey,
      leaseMs: this.#leaseMs,
      steps: [...this.#steps.values()],
      attempts: this.#attempts,
      links: this.#links,
      forgottenSteps: this.#forgotten,
      ...(next === undefined ? {} : { next }),
    });
    this.#steps.clear();
    this.#attempts = [];
    this.#links = [];
    this.#forgotten = [];
    if (!answer.isStored) return 'lost';
    return answer.isCancelRequested ? 'cancel_requested' : 'stored';
  }
}
