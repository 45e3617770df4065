import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';

/** The samples of a flow's draft; the topic `samples` makes them stale. */
export function samplesQuery(flowName: string) {
  return queryOptions({
    queryKey: ['samples', flowName],
    queryFn: () => call('listSamples', { path: { name: flowName } }),
  });
}
