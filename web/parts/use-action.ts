/** What a button does at the server: while it lasts, when it fails, and what it makes stale. */
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from './tell.ts';

interface ActionOptions<Output> {
  /** Answers whose key begins with one of these are asked again. */
  readonly topics: readonly string[];
  /** Said when it is done. */
  readonly told?: (output: Output) => string;
  readonly onDone?: (output: Output) => void;
}

/** A change at the server; after it, everything of its topics that somebody looks at is asked again. */
export function useAction<Input, Output>(
  run: (input: Input) => Promise<Output>,
  { topics, told, onDone }: ActionOptions<Output>,
): UseMutationResult<Output, Error, Input> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess(output) {
      for (const topic of topics) void queries.invalidateQueries({ queryKey: [topic] });
      if (told !== undefined) tell(told(output));
      onDone?.(output);
    },
  });
}
