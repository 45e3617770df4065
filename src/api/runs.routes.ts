/** Runs: lists, timelines, and what a person may do with them. */
import type { Static } from 'typebox';
import { parseId, type RunId, type WorkspaceId } from '../foundation/index.ts';
import { COUNT_CAP, type RunFilter, type RunState, type Verdict } from '../runs/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import {
  ReplayedShown,
  ReplayManyDraft,
  RunCounts,
  RunPage,
  RunPlaceShape,
  RunQuery,
  RunShown,
  RunSummary,
  VerdictDraft,
} from './run-shapes.ts';
import { runShown, runSummary } from './run-view.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const DEFAULT_PAGE = 50;
const tags = ['runs'];

/** Adds `/runs`. */
export function addRunRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'runs' | 'flows'>): void {
  addRunList(app, deps);
  addRunReads(app, deps);
  addRunChanges(app, deps);
  addReplayMany(app, deps);
}

function addRunList(app: ApiRouter, { runs, flows }: Pick<ApiDeps, 'runs' | 'flows'>): void {
  const schema = {
    tags,
    operationId: 'listRuns',
    summary: 'List runs, the newest first',
    querystring: RunQuery,
    response: withProblems({ 200: RunPage }),
  };
  app.get('/runs', { schema, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { flow, limit = DEFAULT_PAGE, ...query } = request.query;
    const flowId = flow === undefined ? undefined : (await flows.find(workspaceId, flow)).id;
    const page = await runs.list({
      workspaceId,
      limit,
      ...filterOf(query),
      ...(flowId === undefined ? {} : { flowId }),
    });
    return {
      runs: page.runs.map(runSummary),
      nextCursor: page.nextBeforeId ?? null,
      searchedTo: page.searchedTo?.toISOString() ?? null,
    };
  });
}

/** The filters of a query that need nothing looked up. */
function filterOf({ state, orderKey, code, text, from, to, cursor }: Static<typeof RunQuery>): Partial<RunFilter> {
  return {
    ...(state === undefined ? {} : { states: state.split(',') as RunState[] }),
    ...(orderKey === undefined ? {} : { orderKey }),
    ...(code === undefined ? {} : { code }),
    ...(text === undefined ? {} : { text }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
    ...(cursor === undefined ? {} : { beforeId: readCursor(cursor) }),
  };
}

function addRunReads(app: ApiRouter, { runs }: Pick<ApiDeps, 'runs'>): void {
  const counts = {
    tags,
    operationId: 'countRuns',
    summary: 'Count the runs that are under way or set aside',
    response: withProblems({ 200: RunCounts }),
  };
  app.get('/runs/counts', { schema: counts, config: { access: 'view' } }, async (request) => {
    const rows = await runs.cappedCounts(callerOf(request).workspaceId);
    return { counts: Object.fromEntries(rows.map((row) => [row.state, row.count])), countCap: COUNT_CAP };
  });
  const one = {
    tags,
    operationId: 'getRun',
    summary: 'Show a run with its event, steps and attempts',
    params: RunPlaceShape,
    response: withProblems({ 200: RunShown }),
  };
  app.get('/runs/:id', { schema: one, config: { access: 'view' } }, async (request) =>
    runShown(await runs.details(placeOf(callerOf(request).workspaceId, request.params.id))),
  );
}

function addRunChanges(app: ApiRouter, { runs }: Pick<ApiDeps, 'runs'>): void {
  const changes = [
    ['replay', 'Continue a dead letter at the step where it stopped'],
    ['rerun', 'Start a new run of the same event with the live version'],
    ['cancel', 'Cancel a run, at its next step when it is running'],
  ] as const;
  for (const [name, summary] of changes) {
    const operationId = `${name}Run`;
    const schema = { tags, operationId, summary, params: RunPlaceShape, response: withProblems({ 200: RunSummary }) };
    app.post(`/runs/:id/${name}`, { schema, config: { access: 'operate' } }, async (request) =>
      runSummary(await runs[name](placeOf(callerOf(request).workspaceId, request.params.id))),
    );
  }
  const schema = {
    tags,
    operationId: 'settleRun',
    summary: 'Settle a write of unknown outcome: it happened, or it did not and is sent again',
    params: RunPlaceShape,
    body: VerdictDraft,
    response: withProblems({ 200: RunSummary }),
  };
  app.post('/runs/:id/settle', { schema, config: { access: 'operate' } }, async (request) => {
    const { workspaceId, name } = callerOf(request);
    return runSummary(await runs.settle(placeOf(workspaceId, request.params.id), verdictOf(request.body, name)));
  });
}

function addReplayMany(app: ApiRouter, { runs, flows }: Pick<ApiDeps, 'runs' | 'flows'>): void {
  const schema = {
    tags,
    operationId: 'replayMany',
    summary: 'Continue many dead letters, the oldest first',
    body: ReplayManyDraft,
    response: withProblems({ 200: ReplayedShown }),
  };
  app.post('/runs/replay', { schema, config: { access: 'operate' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { flow, code, ids } = request.body;
    const flowId = flow === undefined ? undefined : (await flows.find(workspaceId, flow)).id;
    return runs.replayMany({
      workspaceId,
      ...(flowId === undefined ? {} : { flowId }),
      ...(code === undefined ? {} : { code }),
      ...(ids === undefined ? {} : { ids: ids.map((id) => placeOf(workspaceId, id).id) }),
    });
  });
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
