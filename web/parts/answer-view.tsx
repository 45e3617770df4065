/** One asked answer in its four states: waiting, failed, there, and asked again behind what is there. */
import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { shellWords } from '../words/shell.ts';
import { ProblemNote } from './problem-note.tsx';

interface AnswerViewProps<T> {
  readonly answer: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
  /** Lines of the skeleton. */
  readonly lines?: number;
}

/** Shows the children once there is an answer; an old answer stays in view while a new one is fetched. */
export function AnswerView<T>({ answer, children, lines = 5 }: AnswerViewProps<T>) {
  if (answer.data !== undefined) return <>{children(answer.data)}</>;
  if (answer.error !== null) return <ProblemNote error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <Stack gap="xs" role="status">
      <VisuallyHidden>{shellWords.loading}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={`line ${String(line)}`} height={28} />
      ))}
    </Stack>
  );
}
