/** Connectors: what there is, and what each operation takes and gives. */
import { type Connector, findConnector, registry } from '../connectors/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { withProblems } from './answer-shapes.ts';
import { ConnectionName, ConnectorShown, type ConnectorSummary, ConnectorsShown } from './connection-shapes.ts';
import { authSchemeShown } from './credential-shapes.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connectors'];

/** Adds `/connectors`. */
export function addConnectorRoutes(app: ApiRouter): void {
  const list = {
    operationId: 'listConnectors',
    tags,
    summary: 'List connectors',
    response: withProblems({ 200: ConnectorsShown }),
  };
  app.get('/connectors', { schema: list, config: { access: 'view' } }, async () => ({
    connectors: [...registry.values()].map(connectorSummary),
  }));
  const one = {
    operationId: 'getConnector',
    tags,
    summary: 'Show a connector with its operations and triggers',
    params: ConnectionName,
    response: withProblems({ 200: ConnectorShown }),
  };
  app.get('/connectors/:name', { schema: one, config: { access: 'view' } }, async (request) =>
    connectorShown(findConnector(request.params.name)),
  );
}

function connectorSummary({ name, title, summary }: Connector): ConnectorSummary {
  return { name, title, summary };
}

function connectorShown(connector: Connector): ConnectorShown {
  return {
    ...connectorSummary(connector),
    auth: connector.auth.map(authSchemeShown),
    settings: connector.settings,
    setup: connector.setup,
    operations: Object.values(connector.operations).map((operation) => {
      const { name, title, summary, input, output } = operation;
      const examples = operation.examples.map((example) => ({ title: example.title, input: example.input }));
      return { name, title, summary, class: operation.class, input, output, examples };
    }),
    triggers: Object.values(connector.triggers).map((trigger) => {
      const { name, title, summary, signature, output } = trigger;
      const hasRecent = trigger.recent !== undefined;
      const canSubscribe = trigger.subscription !== undefined;
      return {
        name,
        title,
        summary,
        signature: signature as unknown as JsonObject,
        output,
        hasRecent,
        canSubscribe,
        examples: [...trigger.examples],
      };
    }),
  };
}
