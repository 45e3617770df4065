/** What stands at the head of a run's page: its state, its times, what it belongs to, and what is wrong with it. */
import { Alert, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { AppLink } from '../parts/app-link.tsx';
import { CopyText } from '../parts/copy-text.tsx';
import { Moment } from '../parts/moment.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { runWords as words } from '../words/runs.ts';
import { tookText } from './run-list.tsx';
import type { RunShown } from './run-queries.ts';

const DUE_STATES = ['queued', 'waiting'];

export function RunFacts({ run }: { readonly run: RunShown }) {
  return (
    <Paper withBorder p="md">
      <Group style={{ gap: '6px 18px' }}>
        <StateBadge state={run.state} />
        <Fact label={words.made}>
          <Moment at={run.createdAt} />
        </Fact>
        {run.endedAt !== null && (
          <>
            <Fact label={words.ended}>
              <Moment at={run.endedAt} />
            </Fact>
            <Fact label={words.took}>{tookText(run)}</Fact>
          </>
        )}
        <Due run={run} />
        <Text size="sm">{words.version(run.flowVersion)}</Text>
        {run.orderKey !== null && (
          <Fact label={words.orderKey}>
            <AppLink to="/runs" search={{ flow: run.flow, orderKey: run.orderKey }} inherit title={words.sameOrderKey}>
              {run.orderKey}
            </AppLink>
          </Fact>
        )}
        {run.rerunOf !== null && (
          <Fact label={words.rerunOf}>
            <AppLink to="/runs/$id" params={{ id: run.rerunOf }} inherit>
              {run.rerunOf}
            </AppLink>
          </Fact>
        )}
        <Fact label={words.id}>
          <Text span inherit ff="monospace" fz="xs">
            {run.id}
          </Text>{' '}
          <CopyText text={run.id} label={words.copyId} />
        </Fact>
      </Group>
      <Notes run={run} />
    </Paper>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Text size="sm" component="div" className="hf-text">
      <Text span inherit c="dimmed">{`${label} `}</Text>
      {children}
    </Text>
  );
}

function Due({ run }: { readonly run: RunShown }) {
  if (!DUE_STATES.includes(run.state) || run.isBlocked) return null;
  if (Date.parse(run.dueAt) <= Date.now()) return <Text size="sm">{words.dueSoon}</Text>;
  return (
    <Fact label={words.due}>
      <Moment at={run.dueAt} />
    </Fact>
  );
}

function Notes({ run }: { readonly run: RunShown }) {
  const notes = [
    ...(run.isBlocked ? [words.blocked] : []),
    ...(run.isCancelRequested ? [words.cancelRequested] : []),
    ...(run.crashCount > 0 ? [words.crashes(run.crashCount)] : []),
  ];
  if (notes.length === 0) return null;
  return (
    <Stack gap={2} mt="xs">
      {notes.map((note) => (
        <Text key={note} size="sm">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

const COLORS: ReadonlyMap<string, string> = new Map([
  ['dead_lettered', 'red'],
  ['unknown', 'orange'],
  ['held', 'yellow'],
]);

/** Loud only where a person has to do something. */
function look(state: string): { readonly color?: string; readonly variant: string } {
  const color = COLORS.get(state);
  return color === undefined ? { variant: 'default' } : { color, variant: 'light' };
}

/** Their fix is told for the command line; here the page to go to is one click away. */
const NEEDS_CONNECTION: ReadonlyMap<string, string> = new Map([
  ['runs.connection.held', words.heldFix],
  ['runs.connection.scope_missing', words.scopeFix],
]);

/** Why the run is where it is, and what to do about it. */
export function RunProblem({ run }: { readonly run: RunShown }) {
  const { problem } = run;
  if (problem === null) return null;
  return (
    <Alert
      {...look(run.state)}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
      title={<span className="hf-text">{problem.message}</span>}
    >
      <Text size="sm" className="hf-text">
        {NEEDS_CONNECTION.has(problem.code) ? (
          <>
            {`${NEEDS_CONNECTION.get(problem.code)} `}
            <AppLink to="/connections" inherit c="inherit" underline="always">
              {words.toConnections}
            </AppLink>
          </>
        ) : (
          problem.fix
        )}
      </Text>
      <Text size="sm" mt={4} className="hf-text">
        {problem.stepKey !== undefined && `${words.atStep} ${problem.stepKey}`}
        {problem.itemKey !== undefined && problem.itemKey !== '' && `, ${words.item(problem.itemKey)}`}
        {problem.stepKey !== undefined && ' · '}
        {`${words.code} `}
        <AppLink
          to="/runs"
          search={{ code: problem.code }}
          inherit
          c="inherit"
          title={words.sameCode}
          underline="always"
        >
          {problem.code}
        </AppLink>
      </Text>
    </Alert>
  );
}
