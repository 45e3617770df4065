/** Runs that wait for a connection, and the connections that they wait for. */
import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type Answer, call } from '../api/call.ts';
import { ButtonLink } from '../parts/app-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { runWords, heldWords as words } from '../words/runs.ts';
import { NeedsPersonList } from './needs-person-list.tsx';

const route = getRouteApi('/inside/held');

export function HeldPage() {
  const { flow } = route.useSearch();
  return (
    <>
      <PageTitle title={words.title} />
      <Text size="sm" mb="md" maw={760}>
        {words.lead}
      </Text>
      <BadConnections />
      <NeedsPersonList
        state="held"
        label={words.runs}
        empty={{ title: words.empty, hint: words.emptyHint }}
        action={runWords.open}
        hasFix={false}
        {...(flow === undefined ? {} : { flow })}
      />
    </>
  );
}

type Connection = Answer<'listConnections'>['connections'][number];

function BadConnections() {
  const answer = useQuery({ queryKey: ['connections', 'list'], queryFn: () => call('listConnections') });
  const bad = answer.data?.connections.filter(({ state }) => state !== 'active') ?? [];
  if (bad.length === 0) return null;
  return (
    <Stack component="section" gap="xs" mb="lg" aria-label={words.connections}>
      <Title order={2} size="h3">
        {words.connections}
      </Title>
      {bad.map((connection) => (
        <BadConnection key={connection.name} connection={connection} />
      ))}
      <Title order={2} size="h3" mt="md">
        {words.runs}
      </Title>
    </Stack>
  );
}

function BadConnection({ connection }: { readonly connection: Connection }) {
  const { name, problem } = connection;
  const verify = useAction(() => call('verifyConnection', { path: { name } }), {
    topics: ['connections', 'runs'],
    told: ({ state }) => words.verified(name, state),
  });
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" gap="sm">
        <Stack gap={2} flex={1} miw={220}>
          <Text fw={600}>{name}</Text>
          <Text size="sm" className="hf-text">
            {problem}
          </Text>
        </Stack>
        <Group gap="xs">
          <RoleButton
            needs="operator"
            size="xs"
            variant="default"
            loading={verify.isPending}
            onClick={() => verify.mutate(undefined)}
          >
            {words.verify}
          </RoleButton>
          <ButtonLink to="/connections/$name" params={{ name }} size="xs">
            {words.reconnect}
          </ButtonLink>
        </Group>
      </Group>
      {verify.error !== null && <ProblemNote error={verify.error} />}
    </Card>
  );
}
