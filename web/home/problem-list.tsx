/** What needs a person, each with the way to where it is mended. */
import { Badge, Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { ButtonLink } from '../parts/app-link.tsx';
import { Moment } from '../parts/moment.tsx';
import { Icon, type IconName } from '../shell/icons.tsx';
import { homeWords } from '../words/home.ts';
import { countText } from './count-text.ts';
import type { Overview } from './flow-order.ts';

type Problem = Overview['problems'][number];

interface ProblemListProps {
  readonly problems: readonly Problem[];
  readonly countCap: number;
}

export function ProblemList({ problems, countCap }: ProblemListProps) {
  if (problems.length === 0) return <AllWell />;
  return (
    <section aria-labelledby="home-problems">
      <Title order={2} id="home-problems" mb="sm">
        {homeWords.problems}
      </Title>
      <Stack gap="xs" component="ul" className="hf-bare-list">
        {problems.map((problem) => (
          <ProblemRow
            key={[problem.kind, problem.flow, problem.connection, problem.text].join(' ')}
            problem={problem}
            countCap={countCap}
          />
        ))}
      </Stack>
    </section>
  );
}

function AllWell() {
  return (
    <Paper withBorder p="md">
      <Group gap="sm" wrap="nowrap">
        <Text span size="xl" c="var(--hf-good)" aria-hidden="true">
          ✓
        </Text>
        <div>
          <Text fw={600}>{homeWords.noProblems}</Text>
          <Text size="sm">{homeWords.noProblemsWhy}</Text>
        </div>
      </Group>
    </Paper>
  );
}

const ICONS: Readonly<Record<Problem['kind'], IconName>> = {
  dead_letters: 'letters',
  unknown: 'unknown',
  held: 'held',
  connection: 'plug',
  subscription: 'plug',
};
const COLORS: Readonly<Record<Problem['kind'], string>> = {
  dead_letters: 'red',
  unknown: 'orange',
  held: 'yellow',
  connection: 'red',
  subscription: 'red',
};

const LISTS = { dead_letters: '/dead-letters', unknown: '/unknown', held: '/held' } as const;

function ProblemRow({ problem, countCap }: { readonly problem: Problem; readonly countCap: number }) {
  const { kind, count, since, text } = problem;
  return (
    <Paper component="li" withBorder p="sm" className="hf-problem" data-color={COLORS[kind]}>
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap" align="flex-start" flex={1} miw={240}>
          <ThemeIcon variant="transparent" color="var(--mantine-color-text)" size={24}>
            <Icon name={ICONS[kind]} />
          </ThemeIcon>
          <div>
            <Group gap="xs">
              <Text fw={600}>{homeWords.kinds[kind]}</Text>
              {kind !== 'connection' && kind !== 'subscription' && (
                <Badge variant="default" radius="sm">
                  {countText(count, countCap)}
                </Badge>
              )}
            </Group>
            <Text size="sm" className="hf-text">
              {text}
            </Text>
            {since !== null && (
              <Text size="xs">
                {homeWords.since} <Moment at={since} />
              </Text>
            )}
          </div>
        </Group>
        <MendLinks problem={problem} />
      </Group>
    </Paper>
  );
}

/** Runs held for a connection are mended at the connection; the list of them is the second way. */
function MendLinks({ problem: { kind, flow, connection } }: { readonly problem: Problem }) {
  const to = kind === 'connection' || kind === 'subscription' ? undefined : LISTS[kind];
  return (
    <Group gap="xs">
      {kind === 'subscription' && flow !== undefined && (
        <ButtonLink variant="default" size="sm" to="/flows/$name" params={{ name: flow }}>
          {homeWords.mend.subscription}
        </ButtonLink>
      )}
      {connection !== undefined && (
        <ButtonLink variant="default" size="sm" to="/connections/$name" params={{ name: connection }}>
          {homeWords.mend.connection}
        </ButtonLink>
      )}
      {to !== undefined && (
        <ButtonLink variant="default" size="sm" to={to} search={flow === undefined ? {} : { flow }}>
          {homeWords.mend[kind]}
        </ButtonLink>
      )}
    </Group>
  );
}
