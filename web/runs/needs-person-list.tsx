/** A list of runs that wait for a person: what is wrong, since when, and one thing to do with each. */
import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink, ButtonLink } from '../parts/app-link.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment } from '../parts/moment.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { needsPersonWords as words } from '../words/runs.ts';
import { type RunSummary, runsOf } from './run-queries.ts';
import './runs.css';
import { useListKeys } from './use-list-keys.ts';

interface NeedsPersonListProps {
  readonly state: 'unknown' | 'held';
  readonly flow?: string;
  readonly label: string;
  readonly empty: { readonly title: string; readonly hint: string };
  /** The word on the button of each run. */
  readonly action: string;
  /** False where the page itself says what to do, once for all of them. */
  readonly hasFix?: boolean;
}

export function NeedsPersonList({ state, flow, label, empty, action, hasFix = true }: NeedsPersonListProps) {
  const answer = useInfiniteQuery(runsOf({ state, ...(flow === undefined ? {} : { flow }) }));
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  return (
    <div ref={list}>
      <AnswerView answer={answer}>
        {({ pages }) => {
          const runs = pages.flatMap((page) => page.runs);
          if (runs.length === 0) return <EmptyNote title={empty.title}>{empty.hint}</EmptyNote>;
          return (
            <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={label}>
              {runs.map((run) => (
                <RunCard key={run.id} run={run} action={action} hasFix={hasFix} />
              ))}
            </Stack>
          );
        }}
      </AnswerView>
      {answer.hasNextPage && (
        <Button mt="md" variant="default" size="xs" onClick={() => void answer.fetchNextPage()}>
          {words.older}
        </Button>
      )}
    </div>
  );
}

interface RunCardProps {
  readonly run: RunSummary;
  readonly action: string;
  readonly hasFix: boolean;
}

function RunCard({ run, action, hasFix }: RunCardProps) {
  const { problem } = run;
  return (
    <Card component="li" withBorder padding="sm" className="hf-run-card">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex={1} miw={240}>
          <Group gap="xs">
            <StateBadge state={run.state} />
            <AppLink to="/runs/$id" params={{ id: run.id }} data-row fw={600}>
              {run.flowTitle}
            </AppLink>
            {run.orderKey !== null && (
              <Text size="sm" className="hf-text">
                {run.orderKey}
              </Text>
            )}
          </Group>
          <Text size="sm" className="hf-two-lines">
            {problem?.message}
          </Text>
          {hasFix && (
            <Text size="sm" c="dimmed" className="hf-text">
              {problem?.fix}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {problem?.stepKey !== undefined && `${words.step} ${problem.stepKey} · `}
            {`${words.since} `}
            <Moment at={run.createdAt} />
          </Text>
        </Stack>
        <ButtonLink to="/runs/$id" params={{ id: run.id }} size="xs" variant="default">
          {action}
        </ButtonLink>
      </Group>
    </Card>
  );
}
