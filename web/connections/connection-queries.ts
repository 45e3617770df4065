/** What is asked about connections, connectors and OAuth providers. */
import { queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';

export type ConnectionShown = Answer<'getConnection'>;
export type ConnectorShown = Answer<'getConnector'>;
export type ProviderShown = Answer<'listProviders'>['providers'][number];

export const connectionsQuery = queryOptions({
  queryKey: ['connections', 'list'],
  queryFn: () => call('listConnections'),
});

/** One connection with its health. */
export function connectionQuery(name: string) {
  return queryOptions({
    queryKey: ['connections', 'one', name],
    queryFn: () => call('getConnection', { path: { name } }),
  });
}

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

/** The OAuth providers that Holdfast knows, and the address that they send people back to. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: () => call('listProviders'),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What an end of the access would stop. */
export function revokeQuery(name: string) {
  return queryOptions({
    queryKey: ['connections', 'revoke', name],
    queryFn: () => call('previewRevoke', { path: { name } }),
    staleTime: 0,
  });
}
