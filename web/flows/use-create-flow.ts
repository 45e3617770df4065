import type { UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type CallInput, call } from '../api/call.ts';
import { useAction } from '../parts/use-action.ts';
import type { FlowSummary } from './flow-queries.ts';

type NewFlow = CallInput<'createFlow'>['body'];

/** Makes a flow and goes to its builder. */
export function useCreateFlow(): UseMutationResult<FlowSummary, Error, NewFlow> {
  const navigate = useNavigate();
  return useAction((body: NewFlow) => call('createFlow', { body }), {
    topics: ['flows'],
    onDone: ({ name }) => void navigate({ to: '/flows/$name/build', params: { name }, search: {} }),
  });
}
