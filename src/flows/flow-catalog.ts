import type { Connection } from '../connections/index.ts';
import { registry } from '../connectors/index.ts';
import type { FlowCatalog } from '../language/index.ts';

/** What a document is checked against: the connections of a workspace and the connectors behind them. */
export function makeCatalog(all: readonly Pick<Connection, 'name' | 'connector'>[]): FlowCatalog {
  const connections = new Map(all.map((each) => [each.name, each.connector]));
  return {
    connection: (name) => {
      const connector = connections.get(name);
      return connector === undefined ? undefined : { connector };
    },
    operation: (connector, name) => entryOf(registry.get(connector)?.operations, name),
    triggerSchema: (connector, event) => entryOf(registry.get(connector)?.triggers, event)?.output,
    names: {
      connectors: () => [...registry.keys()],
      connections: () => [...connections.keys()],
      operations: (connector) => Object.keys(registry.get(connector)?.operations ?? {}),
      events: (connector) => Object.keys(registry.get(connector)?.triggers ?? {}),
    },
  };
}

/** Own entries only: a document may name an operation `constructor`. */
function entryOf<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
