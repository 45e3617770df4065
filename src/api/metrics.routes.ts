/** The metrics page, behind a token: counts tell a stranger how much business there is. */
import type { ApiMetrics } from './api-metrics.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds `/metrics`. */
export function addMetricsRoute(app: ApiRouter, deps: { readonly metrics: ApiMetrics }): void {
  const schema = { operationId: 'getMetrics', tags: ['health'], summary: 'Metrics in the text format of Prometheus' };
  app.get('/metrics', { schema, config: { access: 'metrics' } }, async (_request, reply) =>
    reply.type(deps.metrics.contentType).send(await deps.metrics.page()),
  );
}
