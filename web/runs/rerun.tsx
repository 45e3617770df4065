/** A rerun: what it does, and what a person is told before it. */
import { Alert, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { useAction } from '../parts/use-action.ts';
import { runActionWords as words } from '../words/runs.ts';

/** Starts a new run of the same event, and goes to its page. */
export function useRerun(runId: string) {
  const navigate = useNavigate();
  return useAction(() => call('rerunRun', { path: { id: runId } }), {
    topics: ['runs'],
    told: () => words.rerunDone,
    onDone: ({ id }) => void navigate({ to: '/runs/$id', params: { id } }),
  });
}

interface RerunQuestionProps {
  readonly version: number | null;
  /** Steps that have written at a vendor already. */
  readonly wrote: readonly string[];
}

/** With which version it goes, and what it may write once more. */
export function RerunQuestion({ version, wrote }: RerunQuestionProps) {
  return (
    <Stack gap="sm">
      <Text size="sm">{words.rerunQuestion(version)}</Text>
      {wrote.length > 0 && (
        <Alert color="yellow" variant="light">
          {words.wrote(wrote)}
        </Alert>
      )}
    </Stack>
  );
}
