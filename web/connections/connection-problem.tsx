/** What is wrong with a connection, whose move it is, and what waits for it; nothing when it works. */
import { Group, Paper, Stack, Text } from '@mantine/core';
import { AppLink } from '../parts/app-link.tsx';
import { Moment } from '../parts/moment.tsx';
import { connectionWords } from '../words/connections.ts';
import type { ConnectionShown } from './connection-queries.ts';
import { needsPerson, StateWord } from './connection-state.tsx';

const words = connectionWords.page;

export function ConnectionProblem({ connection }: { readonly connection: ConnectionShown }) {
  const { state, problem, problemSide, problemSince, fix, heldCount } = connection;
  if (!needsPerson(connection) && fix === null && heldCount === 0) return null;
  return (
    <Paper
      withBorder
      p="sm"
      mt={4}
      className="hf-problem"
      data-color={state === 'active' ? 'yellow' : 'red'}
      role={state === 'active' ? 'status' : 'alert'}
    >
      <Stack gap={4}>
        <StateWord connection={connection} />
        {problem !== null && (
          <Text size="sm" className="hf-text">
            {problem}
          </Text>
        )}
        {fix !== null && (
          <Text size="sm" fw={500} className="hf-text">
            {fix}
          </Text>
        )}
        {state === 'needs_reconnect' && problemSide !== null && <Text size="sm">{words.yourMove[problemSide]}</Text>}
        <Group gap="md">
          {problemSince !== null && (
            <Text size="sm">
              {words.since} <Moment at={problemSince} />
            </Text>
          )}
          {heldCount > 0 && (
            <Text size="sm">
              {`${words.held(heldCount)} `}
              <AppLink to="/held" inherit c="inherit" underline="always">
                {words.heldLink}
              </AppLink>
            </Text>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
