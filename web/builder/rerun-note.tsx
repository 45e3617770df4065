/** After a mended flow was published: its event once more, for the person who came from the run that failed. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { runActionWords as words } from '../words/runs.ts';
import { useBuilder } from './builder-context.ts';

export function RerunNote({ version }: { readonly version: number }) {
  const { failed } = useBuilder();
  if (failed?.canRerun !== true) return null;
  return <Rerun version={version} runId={failed.runId} wrote={failed.wrote} />;
}

interface RerunProps {
  readonly version: number;
  readonly runId: string;
  readonly wrote: readonly string[];
}

/** Says what will happen beside the button, so that one click is enough. */
function Rerun({ version, runId, wrote }: RerunProps) {
  const navigate = useNavigate();
  const rerun = useAction(() => call('rerunRun', { path: { id: runId } }), {
    topics: ['runs'],
    told: () => words.rerunDone,
    onDone: ({ id }) => void navigate({ to: '/runs/$id', params: { id } }),
  });
  return (
    <Stack gap="xs">
      <Text size="sm">{words.rerunQuestion(version)}</Text>
      {wrote.length > 0 && (
        <Alert color="yellow" variant="light">
          {words.wrote(wrote)}
        </Alert>
      )}
      {rerun.error !== null && <ProblemNote error={rerun.error} />}
      <Group>
        <Button loading={rerun.isPending} onClick={() => rerun.mutate(undefined)}>
          {words.rerunFixed(version)}
        </Button>
      </Group>
    </Stack>
  );
}
