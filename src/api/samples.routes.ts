/** Samples: the data kept with a draft that stand for outputs while a flow is built. Runs never read them. */
import { type EventId, parseId, type RunId } from '../foundation/index.ts';
import type { SamplePlace as Place, SampleOrigin } from '../trials/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { FlowName } from './flow-shapes.ts';
import { callerOf } from './sign-in.ts';
import {
  EventQuery,
  FlowEventsShown,
  PinDraft,
  RecordQuery,
  RecordsShown,
  SampleDraft,
  SamplePlace,
  SampleSource,
  SamplesShown,
} from './trial-shapes.ts';
import { eventsShown, samplesShown } from './trial-view.ts';
import type { ApiRouter } from './type-provider.ts';

type SampleDeps = Pick<ApiDeps, 'samples'>;

const DEFAULT_EVENTS = 20;
const tags = ['trials'];
const response = withProblems({ 200: SamplesShown });

/** Adds `/flows/:name/samples` and what samples are made from. */
export function addSampleRoutes(app: ApiRouter, deps: SampleDeps): void {
  addSampleReads(app, deps);
  addSampleChanges(app, deps);
  addSampleSources(app, deps);
}

function addSampleReads(app: ApiRouter, { samples }: SampleDeps): void {
  const list = {
    operationId: 'listSamples',
    tags,
    summary: "Show the samples of a flow's draft",
    params: FlowName,
    response,
  };
  app.get('/flows/:name/samples', { schema: list, config: { access: 'build' } }, async (request) =>
    samplesShown(await samples.list(callerOf(request).workspaceId, request.params.name)),
  );
}

function addSampleChanges(app: ApiRouter, { samples }: SampleDeps): void {
  const put = {
    operationId: 'putSample',
    tags,
    summary: 'Keep data as the sample of the trigger or of a step',
    params: SamplePlace,
    body: SampleDraft,
    response,
  };
  app.put('/flows/:name/samples/:key', { schema: put, config: { access: 'build' } }, async (request) => {
    const { workspaceId, name: madeBy } = callerOf(request);
    const { output, isPinned, origin } = request.body;
    const draft = { output, isPinned, origin: origin satisfies SampleOrigin, madeBy };
    return samplesShown(await samples.put({ workspaceId, ...placeOf(request.params) }, draft));
  });
  const drop = { operationId: 'dropSample', tags, summary: 'Forget a sample', params: SamplePlace, response };
  app.delete('/flows/:name/samples/:key', { schema: drop, config: { access: 'build' } }, async (request) =>
    samplesShown(await samples.drop({ workspaceId: callerOf(request).workspaceId, ...placeOf(request.params) })),
  );
  const pin = {
    operationId: 'pinSample',
    tags,
    summary: 'Pin a sample, so that trials take it as it is, or let it go',
    params: SamplePlace,
    body: PinDraft,
    response,
  };
  app.post('/flows/:name/samples/:key/pin', { schema: pin, config: { access: 'build' } }, async (request) => {
    const place = { workspaceId: callerOf(request).workspaceId, ...placeOf(request.params) };
    return samplesShown(await samples.pin(place, request.body.isPinned));
  });
}

function addSampleSources(app: ApiRouter, { samples }: SampleDeps): void {
  const take = {
    operationId: 'takeSample',
    tags,
    summary: 'Take an event, or a past run, as samples',
    params: FlowName,
    body: SampleSource,
    response,
  };
  app.post('/flows/:name/samples/from', { schema: take, config: { access: 'build' } }, async (request) => {
    const { workspaceId, name: madeBy } = callerOf(request);
    const { eventId, runId, withSteps = false } = request.body;
    return samplesShown(
      await samples.take({
        workspaceId,
        flowName: request.params.name,
        madeBy,
        withSteps,
        ...(eventId === undefined ? {} : { eventId: readId<EventId>(eventId, 'event') }),
        ...(runId === undefined ? {} : { runId: readId<RunId>(runId, 'run') }),
      }),
    );
  });
  const events = {
    operationId: 'listFlowEvents',
    tags,
    summary: 'List events that could be samples of the trigger, the newest first',
    params: FlowName,
    querystring: EventQuery,
    response: withProblems({ 200: FlowEventsShown }),
  };
  app.get('/flows/:name/events', { schema: events, config: { access: 'view' } }, async (request) => {
    const { limit = DEFAULT_EVENTS } = request.query;
    return eventsShown(await samples.events(callerOf(request).workspaceId, request.params.name, limit));
  });
  const records = {
    operationId: 'fetchRecords',
    tags,
    summary: 'Fetch recent records from the vendor, each as the event that it would have been',
    params: FlowName,
    querystring: RecordQuery,
    response: withProblems({ 200: RecordsShown }),
  };
  app.get('/flows/:name/records', { schema: records, config: { access: 'build' } }, async (request) => {
    const { connection } = request.query;
    const place = { workspaceId: callerOf(request).workspaceId, flowName: request.params.name };
    const found = await samples.records({ ...place, ...(connection === undefined ? {} : { connection }) });
    return { records: found.map(({ title, body }) => ({ title, body })) };
  });
}

function placeOf({ name, key }: { name: string; key: string }): Omit<Place, 'workspaceId'> {
  return { flowName: name, key };
}

function readId<Id extends string>(text: string, thing: string): Id {
  const id = parseId<Id>(text);
  if (id === undefined) throw fail('api.id.malformed', { context: { id: text.slice(0, 64), thing } });
  return id;
}
