/** Runs: lists, timelines, and what a person may do with them. */
import { parseId, type RunId, type WorkspaceId } from '../foundation/index.ts';
import type { Verdict } from '../runs/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { RunCounts, RunPage, RunPlaceShape, RunQuery, RunShown, RunSummary, VerdictDraft } from './run-shapes.ts';
import { runShown, runSummary } from './run-view.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const DEFAULT_PAGE = 50;
const tags = ['runs'];

/** Adds `/runs`. */
export function addRunRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'runs' | 'flows'>): void {
  addRunReads(app, deps);
  const changes = [
    ['replay', 'Continue a dead letter at the step where it stopped', 'replay'],
    ['rerun', 'Start a new run of the same event with the live version', 'rerun'],
    ['cancel', 'Cancel a run, at its next step when it is running', 'cancel'],
  ] as const;
  for (const [name, summary, method] of changes) {
    const schema = { tags, summary, params: RunPlaceShape, response: withProblems({ 200: RunSummary }) };
    app.post(`/runs/:id/${name}`, { schema }, async (request) =>
      runSummary(await deps.runs[method](placeOf(callerOf(request).workspaceId, request.params.id))),
    );
  }
  const schema = {
    tags,
    summary: 'Settle a write of unknown outcome: it happened, or it did not and is sent again',
    params: RunPlaceShape,
    body: VerdictDraft,
    response: withProblems({ 200: RunSummary }),
  };
  app.post('/runs/:id/settle', { schema }, async (request) => {
    const { workspaceId, name } = callerOf(request);
    return runSummary(await deps.runs.settle(placeOf(workspaceId, request.params.id), verdictOf(request.body, name)));
  });
}

function addRunReads(app: ApiRouter, { runs, flows }: Pick<ApiDeps, 'runs' | 'flows'>): void {
  const list = {
    tags,
    summary: 'List runs, the newest first',
    querystring: RunQuery,
    response: withProblems({ 200: RunPage }),
  };
  app.get('/runs', { schema: list }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { state, flow, cursor, limit = DEFAULT_PAGE } = request.query;
    const flowId = flow === undefined ? undefined : (await flows.find(workspaceId, flow)).id;
    const rows = await runs.list({
      workspaceId,
      limit: limit + 1,
      ...(state === undefined ? {} : { state }),
      ...(flowId === undefined ? {} : { flowId }),
      ...(cursor === undefined ? {} : { beforeId: readCursor(cursor) }),
    });
    const page = rows.slice(0, limit);
    return { runs: page.map(runSummary), nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  });
  const counts = {
    tags,
    summary: 'Count the runs that are under way or set aside',
    response: withProblems({ 200: RunCounts }),
  };
  app.get('/runs/counts', { schema: counts }, async (request) => {
    const rows = await runs.counts(callerOf(request).workspaceId);
    return { counts: Object.fromEntries(rows.map((row) => [row.state, row.count])) };
  });
  const one = {
    tags,
    summary: 'Show a run with its event, steps and attempts',
    params: RunPlaceShape,
    response: withProblems({ 200: RunShown }),
  };
  app.get('/runs/:id', { schema: one }, async (request) =>
    runShown(await runs.details(placeOf(callerOf(request).workspaceId, request.params.id))),
  );
}

function placeOf(workspaceId: WorkspaceId, text: string): { workspaceId: WorkspaceId; id: RunId } {
  const id = parseId<RunId>(text);
  if (id === undefined) throw fail('api.id.malformed', { context: { id: text.slice(0, 64), thing: 'run' } });
  return { workspaceId, id };
}

function readCursor(text: string): RunId {
  const id = parseId<RunId>(text);
  if (id === undefined) throw fail('api.cursor.malformed');
  return id;
}

function verdictOf(draft: VerdictDraft, by: string): Verdict {
  const { happened, id, output } = draft;
  if (!happened) return { happened, by };
  if (id === undefined && output === undefined) throw fail('api.settle.unclear');
  return { happened, by, ...(id === undefined ? {} : { id }), ...(output === undefined ? {} : { output }) };
}
