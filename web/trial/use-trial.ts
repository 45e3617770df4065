/** Runs the trial of a draft and keeps what came of it, the choices of the person included. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { samplesQuery } from '../builder/samples-query.ts';
import type { Samples, TrialBarProps } from '../builder/step-seam.ts';
import { type Choices, stepToChoose, type TrialAnswer } from './trial-plan.ts';

/** Takes samples over wherever they are shown. */
export function useSamplesTaken({ flowName, onSamples }: Pick<TrialBarProps, 'flowName' | 'onSamples'>) {
  const queries = useQueryClient();
  return (samples: Samples): void => {
    queries.setQueryData(samplesQuery(flowName).queryKey, samples);
    onSamples(samples);
  };
}

export interface Trial {
  readonly isRunning: boolean;
  readonly error: Error | null;
  readonly answer: TrialAnswer | undefined;
  /** The write that waits for a choice, unless the person left it. */
  readonly toChoose: ReturnType<typeof stepToChoose>;
  readonly start: () => void;
  readonly choose: (choice: Choices[string]) => void;
  readonly leave: () => void;
  /** Asks again about the write that the person left. */
  readonly ask: () => void;
}

/** The trial of a flow's draft up to one step. */
export function useTrial(props: TrialBarProps): Trial {
  const { flowName, saveNow, stepKey } = props;
  const [choices, setChoices] = useState<Choices>({});
  const [isLeft, setIsLeft] = useState(false);
  const taken = useSamplesTaken(props);
  const trial = useMutation({
    async mutationFn(chosen: Choices) {
      const revision = await saveNow();
      const body = { revision, upTo: stepKey ?? '', choices: chosen };
      return call('runTrial', { path: { name: flowName }, body });
    },
    onSuccess: (answer) => taken(answer.samples),
  });
  const run = (chosen: Choices): void => {
    setChoices(chosen);
    setIsLeft(false);
    trial.mutate(chosen);
  };
  const waiting = stepToChoose(trial.data);
  return {
    isRunning: trial.isPending,
    error: trial.error,
    answer: trial.data,
    toChoose: isLeft || trial.isPending ? undefined : waiting,
    // What was said about an earlier trial holds for that one alone.
    start: () => run({}),
    choose(choice) {
      if (waiting !== undefined) run({ ...choices, [waiting.key]: choice });
    },
    leave: () => setIsLeft(true),
    ask: () => setIsLeft(false),
  };
}
