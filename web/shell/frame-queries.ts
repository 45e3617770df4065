/** What the frame asks for all pages. */
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';

/** Runs by state; live. */
export const countsQuery = queryOptions({ queryKey: ['runs', 'counts'], queryFn: () => call('countRuns') });

/** Whether there are stand-in vendors, which is decided at the first start and stays so. */
export const hasSampleQuery = queryOptions({
  queryKey: ['sample', 'is there'],
  queryFn: async () => (await call('getSample')) !== null,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Flows for the commands; the flow pages keep the same answer. */
export const flowNamesQuery = queryOptions({ queryKey: ['flows', 'list'], queryFn: () => call('listFlows') });
