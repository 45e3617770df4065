/** Runs as a table, or as cards where the screen is narrow. */
import { Card, Group, Stack, Table, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, useRef } from 'react';
import { AppLink } from '../parts/app-link.tsx';
import { durationText, Moment } from '../parts/moment.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { runsWords } from '../words/runs.ts';
import type { RunSummary } from './run-queries.ts';
import './runs.css';
import { useListKeys } from './use-list-keys.ts';

const words = runsWords.columns;

interface RunListProps {
  readonly runs: readonly RunSummary[];
  readonly label: string;
  /** False on the page of one flow, where all are of that flow. */
  readonly hasFlow?: boolean;
}

/** A list of runs that keys go through; every run is a link. */
export function RunList({ runs, label, hasFlow = true }: RunListProps) {
  const isNarrow = useNarrow();
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  return (
    <div ref={list}>
      {isNarrow ? (
        <RunCards runs={runs} label={label} hasFlow={hasFlow} />
      ) : (
        <RunTable runs={runs} label={label} hasFlow={hasFlow} />
      )}
    </div>
  );
}

function RunTable({ runs, label, hasFlow }: Required<RunListProps>) {
  const navigate = useNavigate();
  const open = (event: MouseEvent, id: string): void => {
    // The link in the row does this by itself; a selection of text is not meant as a click.
    if ((event.target as HTMLElement).closest('a') !== null || getSelection()?.isCollapsed === false) return;
    void navigate({ to: '/runs/$id', params: { id } });
  };
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table className="hf-runs" aria-label={label} highlightOnHover tabularNums verticalSpacing={6} layout="fixed">
        <TableHead hasFlow={hasFlow} />
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.id} onClick={(event) => open(event, run.id)}>
              <Table.Td>
                <StateBadge state={run.state} />
              </Table.Td>
              {hasFlow && (
                <Table.Td>
                  <RunLink run={run} text={run.flowTitle} />
                </Table.Td>
              )}
              <Table.Td>
                {hasFlow ? (
                  <span className="hf-one-line">{run.orderKey}</span>
                ) : (
                  <RunLink run={run} text={run.orderKey ?? run.id} />
                )}
              </Table.Td>
              <Table.Td>
                <span className="hf-one-line" title={run.problem?.message}>
                  {run.problem?.message}
                </span>
              </Table.Td>
              <Table.Td>
                <Moment at={run.createdAt} />
              </Table.Td>
              <Table.Td ta="right" className="hf-no-wrap">
                {tookText(run)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function TableHead({ hasFlow }: Pick<Required<RunListProps>, 'hasFlow'>) {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th scope="col" w={162}>
          {words.state}
        </Table.Th>
        <Table.Th scope="col" w="26%">
          {hasFlow ? words.flow : words.orderKey}
        </Table.Th>
        {hasFlow && (
          <Table.Th scope="col" w={150}>
            {words.orderKey}
          </Table.Th>
        )}
        <Table.Th scope="col">{words.problem}</Table.Th>
        <Table.Th scope="col" w={120}>
          {words.made}
        </Table.Th>
        <Table.Th scope="col" w={80} ta="right">
          {words.took}
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
  );
}

function RunCards({ runs, label, hasFlow }: Required<RunListProps>) {
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={label}>
      {runs.map((run) => (
        <Card component="li" key={run.id} withBorder padding="sm" className="hf-run-card">
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <StateBadge state={run.state} />
            <Text size="xs">
              <Moment at={run.createdAt} />
            </Text>
          </Group>
          <RunLink run={run} text={hasFlow ? run.flowTitle : (run.orderKey ?? run.id)} />
          {hasFlow && run.orderKey !== null && (
            <Text size="sm" c="dimmed" className="hf-one-line">
              {run.orderKey}
            </Text>
          )}
          {run.problem !== null && (
            <Text size="sm" className="hf-two-lines">
              {run.problem.message}
            </Text>
          )}
        </Card>
      ))}
    </Stack>
  );
}

function RunLink({ run, text }: { readonly run: RunSummary; readonly text: string }) {
  return (
    <AppLink to="/runs/$id" params={{ id: run.id }} data-row inherit className="hf-one-line">
      {text}
    </AppLink>
  );
}

/** How long a run took, from being made to its end. */
export function tookText({ createdAt, endedAt }: Pick<RunSummary, 'createdAt' | 'endedAt'>): string {
  return endedAt === null ? '' : durationText(Math.max(Date.parse(endedAt) - Date.parse(createdAt), 0));
}
