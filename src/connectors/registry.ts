/**
 * Every connector there is. The list equals the folders of this room; a test compares the two.
 */
import { fail } from './errors.ts';
import { http } from './http/index.ts';
import type { Connector, Operation } from './kit.ts';
import { sandboxCrm } from './sandbox_crm/index.ts';
import { sandboxInvoicing } from './sandbox_invoicing/index.ts';

/** All connectors by name, in alphabetical order. */
export const registry: ReadonlyMap<string, Connector> = new Map(
  [http, sandboxCrm, sandboxInvoicing].map((connector) => [connector.name, connector]),
);

/** The connector of this name; throws `connectors.connector.not_found`. */
export function findConnector(name: string): Connector {
  const connector = registry.get(name);
  if (connector !== undefined) return connector;
  throw fail('connectors.connector.not_found', {
    context: { connector: name.slice(0, 100), known: [...registry.keys()].join(', ') },
  });
}

/** The operation of a connector; throws `connectors.connector.not_found` or `connectors.operation.not_found`. */
export function findOperation(connectorName: string, operationName: string): Operation {
  const { name, operations } = findConnector(connectorName);
  const operation = Object.hasOwn(operations, operationName) ? operations[operationName] : undefined;
  if (operation !== undefined) return operation;
  throw fail('connectors.operation.not_found', {
    context: { connector: name, operation: operationName.slice(0, 100), known: Object.keys(operations).join(', ') },
  });
}
