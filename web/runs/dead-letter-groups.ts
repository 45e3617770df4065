/** Dead letters that look alike: of one flow, with one error code. */
import type { RunSummary } from './run-queries.ts';

export interface DeadLetterGroup {
  readonly id: string;
  readonly flow: string;
  readonly flowTitle: string;
  /** Empty where the problem has none. */
  readonly code: string;
  /** The newest first; never empty. */
  readonly runs: readonly RunSummary[];
}

/** Groups runs by flow and error code; the largest group stands first. */
export function groupDeadLetters(runs: readonly RunSummary[]): readonly DeadLetterGroup[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const id = JSON.stringify([run.flow, run.problem?.code ?? '']);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, [run]);
    else known.push(run);
  }
  return [...groups]
    .map(([id, members]) => describe(id, members))
    .sort((one, other) => other.runs.length - one.runs.length);
}

function describe(id: string, runs: readonly RunSummary[]): DeadLetterGroup {
  const { flow, flowTitle, problem } = runs[0] as RunSummary;
  return { id, flow, flowTitle, code: problem?.code ?? '', runs };
}

/** A run whose order key failed has no place in an order to go on from: it is rerun, not replayed. */
export function canReplay({ problem }: Pick<RunSummary, 'problem'>): boolean {
  return problem?.code !== 'runs.order_key.failed';
}
