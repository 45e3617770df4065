/** What the pages about runs ask of the API. Keys begin with `runs`, so that a live change asks again. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import type { RunQuery } from './run-filter.ts';

export type RunSummary = Answer<'listRuns'>['runs'][number];
export type RunShown = Answer<'getRun'>;
export type StepShown = RunShown['steps'][number];
export type AttemptShown = RunShown['attempts'][number];
export type BodyShown = RunShown['event']['body'];

/** Rows of one call where a list is gathered from several. */
const LONG_PAGE = 200;

/** One page of runs; the page before stays in view until it is there. */
export function runList(query: RunQuery) {
  return queryOptions({
    queryKey: ['runs', 'list', query],
    queryFn: () => call('listRuns', { query }),
    placeholderData: keepPreviousData,
  });
}

/** A run with its timeline. Its payloads are large and not ours, so they are not compared piece by piece. */
export function runDetails(id: string) {
  return queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: () => call('getRun', { path: { id } }),
    structuralSharing: false,
  });
}

/** All runs of some states, page after page. */
export function runsOf(query: RunQuery) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'all', query],
    queryFn: ({ pageParam }) =>
      call('listRuns', {
        query: { ...query, limit: LONG_PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** Names and titles of the flows, for the filter. */
export const flowChoices = queryOptions({
  queryKey: ['flows', 'list'],
  queryFn: () => call('listFlows'),
});

/** The document of a version, which never changes: titles of steps, and through which connection they call. */
export function versionDocument(flow: string, number: number) {
  return queryOptions({
    queryKey: ['flows', 'version', flow, number],
    queryFn: () => call('getVersion', { path: { name: flow, number } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
