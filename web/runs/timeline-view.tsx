/** The timeline of a run: its steps in the order they began, however many they are. */
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { runWords as words } from '../words/runs.ts';
import { type RunShown, versionDocument } from './run-queries.ts';
import { StepView } from './step-view.tsx';
import { type StepEntry, stepInfo, timelineOf } from './timeline.ts';

/** Steps shown at first: the newest, where a loop has made many. */
const SHOWN_STEPS = 40;

export function TimelineView({ run }: { readonly run: RunShown }) {
  const [shown, setShown] = useState(SHOWN_STEPS);
  const document = useQuery(versionDocument(run.flow, run.flowVersion)).data?.document;
  const entries = useMemo(() => timelineOf(run), [run]);
  const current = currentEntry(run, entries);
  const hidden = Math.max(entries.length - shown, 0);
  return (
    <section aria-label={words.steps}>
      <Title order={2} size="h3" mb="sm">
        {words.steps}
      </Title>
      {entries.length === 0 && <Text size="sm">{words.noSteps}</Text>}
      {run.stepsLeftOut > 0 && <Text size="sm">{words.stepsLeftOut(run.stepsLeftOut)}</Text>}
      {run.attemptsLeftOut > 0 && <Text size="sm">{words.attemptsLeftOut(run.attemptsLeftOut)}</Text>}
      {hidden > 0 && (
        <Group mb="sm">
          <Button size="xs" variant="default" onClick={() => setShown(shown + 5 * SHOWN_STEPS)}>
            {words.moreSteps(Math.min(hidden, 5 * SHOWN_STEPS))}
          </Button>
        </Group>
      )}
      <Stack component="ol" gap="lg" p={0} m={0} style={{ listStyle: 'none' }}>
        {entries.slice(hidden).map((entry) => (
          <StepView
            // What lies open follows the step that the run stands at, as it moves on.
            key={`${entry.id} ${entry === current}`}
            entry={entry}
            info={stepInfo(document, entry.stepKey)}
            isCurrent={entry === current}
          />
        ))}
      </Stack>
    </section>
  );
}

/** Where the run stands: at the step of its problem. What a person is to settle lies open above already. */
function currentEntry({ problem, state }: RunShown, entries: readonly StepEntry[]): StepEntry | undefined {
  if (problem?.stepKey === undefined || state === 'unknown') return undefined;
  const { stepKey, itemKey = '' } = problem;
  return (
    entries.findLast((entry) => entry.stepKey === stepKey && entry.itemKey === itemKey) ??
    entries.findLast((entry) => entry.stepKey === stepKey)
  );
}
