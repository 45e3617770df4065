/** Where a consent at a provider stands: under way in another window, or ended without a connection. */
import { Alert, Anchor, Button, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { ProblemNote } from '../parts/problem-note.tsx';
import { connectWords } from '../words/connect.ts';
import type { Authorization } from './use-authorization.ts';

const words = connectWords.waiting;

interface AuthorizationNoteProps {
  readonly authorization: Authorization;
  readonly providerTitle: string;
}

export function AuthorizationNote({ authorization, providerTitle }: AuthorizationNoteProps) {
  const { waiting, error, problem, stop } = authorization;
  if (error !== null) return <ProblemNote error={error} />;
  if (problem !== undefined) return <FailedNote problem={problem} />;
  if (waiting === undefined) return null;
  return (
    <Paper withBorder p="md" role="status">
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap">
          <Loader size="xs" aria-hidden="true" />
          <Text fw={600}>{words.title(providerTitle)}</Text>
        </Group>
        <Text size="sm">{waiting.isBlocked ? words.blocked : words.text}</Text>
        <Group gap="sm">
          <Anchor href={waiting.url} target="_blank" rel="noreferrer" size="sm" underline="always">
            {waiting.isBlocked ? words.open : words.again}
          </Anchor>
          <Button size="xs" variant="default" onClick={stop}>
            {words.stop}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** The words are the provider's or the vendor's own where they said any. */
function FailedNote({ problem }: { readonly problem: string }) {
  return (
    <Alert color="red" variant="light" role="alert" title={words.failed}>
      <Text size="sm" className="hf-text">
        {problem}
      </Text>
      <Text size="sm" mt={4}>
        {words.failedFix}
      </Text>
    </Alert>
  );
}
