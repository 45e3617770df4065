/** Every route says who may call it; one that says nothing is refused before the server listens. */
import type { RouteOptions } from 'fastify';
import { assert } from '../foundation/index.ts';

/** Hook for `onRoute`: throws when a route has no `config.access`. */
export function requireAccess({ method, url, config }: RouteOptions): void {
  assert(config?.access !== undefined, `the route ${String(method)} ${url} says who may call it (config.access)`);
}
