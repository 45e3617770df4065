/** Sees what happens to runs in this process, for those who look: rings the bell, and counts the ends. */
import type { FlowId, WorkspaceId } from '../foundation/index.ts';
import type { Acceptance } from './acceptance.store.ts';
import type { ChangeBell } from './change-bell.ts';
import type { RecordingAnswer, RescuedRun, RunRecording } from './ledger.store.ts';
import type { RunState } from './run.ts';
import type { RunTally } from './run-tally.ts';

export interface RunWatchDeps {
  readonly bell: Pick<ChangeBell, 'ring'>;
  readonly tally: Pick<RunTally, 'note'>;
}

interface OfFlow {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
}

export class RunWatch {
  readonly #deps: RunWatchDeps;

  constructor(deps: RunWatchDeps) {
    this.#deps = deps;
  }

  /** An event was stored with its run, or was known. */
  accepted(event: OfFlow, { isDuplicate, state }: Acceptance): void {
    if (!isDuplicate) this.#moved(event, state);
  }

  /** A worker has recorded something of a run. */
  recorded(recording: RunRecording, { isStored }: RecordingAnswer): void {
    if (!isStored) return;
    this.#moved(recording, recording.next?.state);
    // A run is held because its connection needs a person.
    if (recording.next?.state === 'held') this.#deps.bell.ring(recording.workspaceId, 'connections');
  }

  /** Runs were taken from workers that died. */
  rescued(runs: readonly RescuedRun[]): void {
    for (const run of runs) this.#moved(run, run.state);
  }

  /** Some run of the workspace is in another state now. */
  changed(workspaceId: WorkspaceId): void {
    this.#deps.bell.ring(workspaceId, 'runs');
  }

  #moved(run: OfFlow, state: RunState | undefined): void {
    this.changed(run.workspaceId);
    if (state === 'succeeded') this.#deps.tally.note(run, 'succeeded');
    if (state === 'dead_lettered') this.#deps.tally.note(run, 'failed');
  }
}
