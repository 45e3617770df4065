/** Past runs of the flow, dead letters first: their event, and what their steps gave. */
import { Checkbox, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment, momentText } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { useAction } from '../parts/use-action.ts';
import { trialWords } from '../words/trial.ts';
import { ChoiceLine } from './choice-line.tsx';
import type { ChoiceProps } from './event-choice.tsx';

const words = trialWords.chooser;
const LIMIT = 20;

export function RunChoice({ flowName, onTaken }: ChoiceProps) {
  const [withSteps, setWithSteps] = useState(true);
  const runs = useQuery({ queryKey: ['runs', 'samples', flowName], queryFn: () => runsOf(flowName) });
  const take = useAction(
    (runId: string) => call('takeSample', { path: { name: flowName }, body: { runId, withSteps } }),
    { topics: [], onDone: onTaken },
  );
  return (
    <AnswerView answer={runs}>
      {(found) =>
        found.length === 0 ? (
          <EmptyNote title={words.noRuns}>{words.noRunsFix}</EmptyNote>
        ) : (
          <Stack gap="sm">
            <Text size="sm">{`${words.runsNote} ${words.deadLettersFirst}`}</Text>
            <Checkbox
              label={words.withSteps}
              checked={withSteps}
              onChange={(event) => setWithSteps(event.currentTarget.checked)}
            />
            {take.error !== null && <ProblemNote error={take.error} />}
            <ul className="hf-choices">
              {found.map((run) => (
                <ChoiceLine
                  key={run.id}
                  label={`${words.run(run.id)}, ${momentText(run.createdAt)}`}
                  isBusy={take.isPending && take.variables === run.id}
                  onUse={() => take.mutate(run.id)}
                >
                  <Moment at={run.createdAt} /> <StateBadge state={run.state} />
                  <Text size="xs" c="dimmed" lineClamp={2}>
                    {run.problem?.message ?? run.orderKey ?? run.id}
                  </Text>
                </ChoiceLine>
              ))}
            </ul>
          </Stack>
        )
      }
    </AnswerView>
  );
}

async function runsOf(flow: string) {
  const [dead, all] = await Promise.all([
    call('listRuns', { query: { flow, state: 'dead_lettered', limit: LIMIT } }),
    call('listRuns', { query: { flow, limit: LIMIT } }),
  ]);
  const isDead = new Set(dead.runs.map(({ id }) => id));
  return [...dead.runs, ...all.runs.filter(({ id }) => !isDead.has(id))];
}
