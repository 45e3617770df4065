/** What a flow can be built from: the workspace's connections, and what their connectors can do. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FlowDocument } from '../../src/language/index.ts';
import { type Answer, call } from '../api/call.ts';

export type Connector = Answer<'getConnector'>;
export type Connection = Answer<'listConnections'>['connections'][number];
export type Operation = Connector['operations'][number];
export type TriggerEvent = Connector['triggers'][number];

export interface Catalog {
  readonly connections: readonly Connection[];
  /** All connectors there are, by title. */
  readonly connectors: Answer<'listConnectors'>['connectors'];
  /** What is known of the connectors in use, by name. */
  readonly known: ReadonlyMap<string, Connector>;
}

const EMPTY: Catalog = { connections: [], connectors: [], known: new Map() };

/** The catalog for a document; empty at first, and filled as the answers come. */
export function useCatalog({ trigger }: FlowDocument): Catalog {
  const connections = useQuery({ queryKey: ['connections'], queryFn: () => call('listConnections') }).data?.connections;
  const connectors = useQuery({ queryKey: ['connectors'], queryFn: () => call('listConnectors') }).data?.connectors;
  const names = new Set((connections ?? []).map(({ connector }) => connector));
  if (trigger.connector !== undefined && connectors?.some(({ name }) => name === trigger.connector) === true)
    names.add(trigger.connector);
  const wanted = [...names].sort();
  const known = useQueries({ queries: wanted.map(connectorQuery), combine: connectorsOf });
  return useMemo(
    () => (connections === undefined ? EMPTY : { connections, connectors: connectors ?? [], known }),
    [connections, connectors, known],
  );
}

/** One connector with all its operations and events. */
export function connectorQuery(name: string) {
  return { queryKey: ['connectors', name], queryFn: () => call('getConnector', { path: { name } }) };
}

function connectorsOf(answers: readonly { readonly data: Connector | undefined }[]): ReadonlyMap<string, Connector> {
  return new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.name, data] as const])));
}

export function connectorOfConnection({ connections, known }: Catalog, connection: string): Connector | undefined {
  const found = connections.find(({ name }) => name === connection);
  return found === undefined ? undefined : known.get(found.connector);
}

export function findOperation(
  catalog: Catalog,
  { connection, operation }: { readonly connection: string; readonly operation: string },
): Operation | undefined {
  return connectorOfConnection(catalog, connection)?.operations.find(({ name }) => name === operation);
}

export function findEvent({ known }: Catalog, { trigger }: FlowDocument): TriggerEvent | undefined {
  return known.get(trigger.connector ?? '')?.triggers.find(({ name }) => name === trigger.event);
}
