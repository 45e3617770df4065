/** After a mended flow was published: its event once more, for the person who came from the run that failed. */
import { Button, Group, Stack } from '@mantine/core';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RerunQuestion, useRerun } from '../runs/rerun.tsx';
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
  const rerun = useRerun(runId);
  return (
    <Stack gap="xs">
      <RerunQuestion version={version} wrote={wrote} />
      {rerun.error !== null && <ProblemNote error={rerun.error} />}
      <Group>
        <Button loading={rerun.isPending} onClick={() => rerun.mutate(undefined)}>
          {words.rerunFixed(version)}
        </Button>
      </Group>
    </Stack>
  );
}
