/** Is the process alive, and can it take work? Open to everybody, so they say little. */
import Type from 'typebox';
import type { HealthDeps } from './api-deps.ts';
import { addMetricsRoute } from './metrics.routes.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['health'];
const Alive = Type.Object({ status: Type.Literal('alive') });
const Ready = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not_ready')]),
  checks: Type.Record(Type.String(), Type.Boolean()),
});

/** Adds `/api/health/live`, `/api/health/ready` and `/metrics`. */
export function addHealthRoutes(app: ApiRouter, deps: Pick<HealthDeps, 'readiness' | 'metrics'>): void {
  const live = {
    operationId: 'getLiveness',
    tags,
    summary: 'The process runs',
    security: [],
    response: { 200: Alive },
  };
  app.get('/api/health/live', { schema: live, config: { access: 'open' } }, async () => ({ status: 'alive' as const }));
  const ready = {
    operationId: 'getReadiness',
    tags,
    summary: 'The database answers, its schema is the right one, and the process is not stopping',
    security: [],
    response: { 200: Ready, 503: Ready },
  };
  app.get('/api/health/ready', { schema: ready, config: { access: 'open' } }, async (_request, reply) => {
    const checks = await deps.readiness();
    const isReady = Object.values(checks).every(Boolean);
    reply.header('cache-control', 'no-store');
    if (!isReady) reply.code(503).header('retry-after', '1');
    return { status: isReady ? ('ready' as const) : ('not_ready' as const), checks: { ...checks } };
  });
  addMetricsRoute(app, deps);
}
