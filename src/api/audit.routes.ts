/** The audit: who did what to what guards the secrets. */
import { parseId } from '../foundation/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { AuditQuery, AuditShown } from './audit-shapes.ts';
import { fail } from './errors.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const DEFAULT_LIMIT = 50;

/** Adds `/audit`. */
export function addAuditRoute(app: ApiRouter, deps: Pick<ApiDeps, 'audit'>): void {
  const list = {
    operationId: 'listAudit',
    tags: ['audit'],
    summary: 'List what was done to connections and keys, the newest first',
    querystring: AuditQuery,
    response: withProblems({ 200: AuditShown }),
  };
  app.get('/audit', { schema: list, config: { access: 'own' } }, async (request) => {
    const { limit = DEFAULT_LIMIT, before: given } = request.query;
    const before = given === undefined ? undefined : parseId<string>(given);
    if (given !== undefined && before === undefined) throw fail('api.cursor.malformed');
    const rows = await deps.audit.list(callerOf(request).workspaceId, { before, limit });
    return { entries: rows.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })) };
  });
}
