/** Opens the draft with what a run had: its event and outputs as samples, and the step at which it failed. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Answer, call } from '../api/call.ts';
import { stepsThatWrote } from '../runs/timeline.ts';
import type { FailedStep } from './builder-context.ts';
import { samplesQuery } from './samples-query.ts';

export interface RunOpened {
  readonly failed: FailedStep | undefined;
  readonly isTaken: boolean;
  readonly error: Error | null;
}

/** The run that the address names, once its samples are taken. */
export function useFailedRun(flowName: string, runId: string | undefined): RunOpened {
  const queries = useQueryClient();
  const run = useQuery({
    queryKey: ['opened-run', flowName, runId],
    async queryFn() {
      const path = { name: flowName };
      const shown = await call('getRun', { path: { id: runId as string } });
      const samples = await call('takeSample', { path, body: { runId: runId as string, withSteps: true } });
      await queries.cancelQueries({ queryKey: samplesQuery(flowName).queryKey });
      queries.setQueryData(samplesQuery(flowName).queryKey, samples);
      return shown;
    },
    enabled: runId !== undefined,
    // Taken once for each visit: taking it again would undo what the person pinned since.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const failed = useMemo(() => (run.data === undefined ? undefined : failedStep(run.data)), [run.data]);
  return { failed, isTaken: run.isSuccess, error: run.error };
}

function failedStep(run: Answer<'getRun'>): FailedStep | undefined {
  const { id, problem, state } = run;
  if (problem?.stepKey === undefined) return undefined;
  const { stepKey: key, message, fix } = problem;
  return { key, runId: id, message, fix, canRerun: state === 'dead_lettered', wrote: stepsThatWrote(run) };
}
