import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';

/** The draft of a flow as the server has it; the topic `flows` makes it stale. */
export function draftQuery(flowName: string) {
  return queryOptions({
    queryKey: ['flows', flowName, 'draft'],
    queryFn: () => call('getDraft', { path: { name: flowName } }),
    structuralSharing: false,
  });
}
