import type { CompiledFlow } from '../language/index.ts';
import type { LeaseGuard } from './lease.ts';
import type { LeasedRun } from './run.ts';
import type { RunJournal } from './run-journal.ts';
import type { RunScope } from './run-scope.ts';

/** Everything a step of this run needs to know about where it is. */
export interface RunFrame {
  readonly run: LeasedRun;
  readonly journal: RunJournal;
  readonly guard: LeaseGuard;
  readonly flow: CompiledFlow;
  readonly scope: RunScope;
  /** Empty outside `each`. */
  readonly itemKey: string;
  readonly budget: { stepsLeft: number; outputBytesLeft: number };
}
