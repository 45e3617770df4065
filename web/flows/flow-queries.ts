/** What the pages about flows ask of the API. Keys begin with `flows` or `connections`, so that a live change asks again. */
import { queryOptions, useQueries } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';

export type FlowSummary = Answer<'listFlows'>['flows'][number];
export type FlowDetails = Answer<'getFlow'>;
export type VersionSummary = FlowDetails['versions'][number];
export type Hook = Answer<'getHook'>;
export type Connector = Answer<'getConnector'>;
export type Connection = Answer<'listConnections'>['connections'][number];
export type Template = Answer<'listTemplates'>['templates'][number];

export const flowList = queryOptions({ queryKey: ['flows', 'list'], queryFn: () => call('listFlows') });

export function flowDetails(name: string) {
  return queryOptions({ queryKey: ['flows', 'one', name], queryFn: () => call('getFlow', { path: { name } }) });
}

export function flowHook(name: string) {
  return queryOptions({ queryKey: ['flows', 'hook', name], queryFn: () => call('getHook', { path: { name } }) });
}

/** The differences of two sides: a version's number, or `draft`. */
export function flowChanges(name: string, from: string, to: string) {
  return queryOptions({
    queryKey: ['flows', 'changes', name, from, to],
    queryFn: () => call('compareVersions', { path: { name }, query: { from, to } }),
  });
}

export function flowVersion(name: string, number: number) {
  return queryOptions({
    queryKey: ['flows', 'version', name, number],
    queryFn: () => call('getVersion', { path: { name, number } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function recentRuns(flow: string) {
  return queryOptions({
    queryKey: ['runs', 'recent', flow],
    queryFn: () => call('listRuns', { query: { flow, limit: 10 } }),
  });
}

export const templateList = queryOptions({
  queryKey: ['templates'],
  queryFn: () => call('listTemplates'),
  staleTime: Number.POSITIVE_INFINITY,
});

export const connectionList = queryOptions({
  queryKey: ['connections', 'list'],
  queryFn: () => call('listConnections'),
});

const connectorList = queryOptions({
  queryKey: ['connectors', 'list'],
  queryFn: () => call('listConnectors'),
  staleTime: Number.POSITIVE_INFINITY,
});

export function connectorDetails(name: string) {
  return queryOptions({
    queryKey: ['connectors', 'one', name],
    queryFn: () => call('getConnector', { path: { name } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Every connector with its triggers and operations, as far as they are loaded; they never change while a page is open. */
export function useConnectors(): readonly Connector[] {
  const names = useQueries({ queries: [connectorList] })[0].data?.connectors ?? [];
  const answers = useQueries({ queries: names.map(({ name }) => connectorDetails(name)) });
  return answers.flatMap(({ data }) => (data === undefined ? [] : [data]));
}
