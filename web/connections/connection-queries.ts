/** What is asked about connections and connectors. */
import { queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';

export type ConnectionShown = Answer<'getConnection'>;
export type ConnectorShown = Answer<'getConnector'>;

export const connectionsQuery = queryOptions({
  queryKey: ['connections', 'list'],
  queryFn: () => call('listConnections'),
});

/** Connectors come with the installed version of Holdfast and do not change while it runs. */
export const connectorsQuery = queryOptions({
  queryKey: ['connectors', 'list'],
  queryFn: () => call('listConnectors'),
  staleTime: Number.POSITIVE_INFINITY,
});

/** One connector with its settings, ways to sign in and set-up text. */
export function connectorQuery(name: string) {
  return queryOptions({
    queryKey: ['connectors', 'one', name],
    queryFn: () => call('getConnector', { path: { name } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
