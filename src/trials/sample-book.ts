/** The samples of all drafts, as the builder uses them: shown with what is stale, given, pinned, taken from what happened. */
import type { ConnectionBook } from '../connections/index.ts';
import type { Database } from '../db/index.ts';
import { type EventId, type JsonValue, makeId, makeObject, type RunId, type WorkspaceId } from '../foundation/index.ts';
import { connectionsOf } from '../language/index.ts';
import type { DraftSource } from './draft-source.ts';
import { fail } from './errors.ts';
import { findFlowEvents } from './event-finder.ts';
import { judgeStored, type OpenDraft, openDraft, stepKeyOf, stepOutputs } from './open-draft.ts';
import type { PastRunReader } from './past-run.ts';
import type { RecordFetcher } from './record-fetcher.ts';
import { dropSample, pinSample } from './sample.store.ts';
import { type EventFacts, type JudgedSamples, type SampleOrigin, type SamplePlace, TRIGGER_KEY } from './sample.ts';
import type { Judgement } from './sample-judge.ts';
import type { KeptSample, SampleKeeper } from './sample-keeper.ts';
import type { FetchedRecord, FlowEvent, TakeRequest } from './sample-source.ts';

export interface SampleBookDeps {
  readonly database: Database;
  readonly draftOf: DraftSource;
  readonly connections: ConnectionBook;
  readonly keeper: SampleKeeper;
  readonly fetcher: RecordFetcher;
  readonly pastRuns: PastRunReader;
}

export class SampleBook {
  readonly #deps: SampleBookDeps;

  constructor(deps: SampleBookDeps) {
    this.#deps = deps;
  }

  /** The samples of a flow's draft; throws `flows.flow.not_found`. */
  async list(workspaceId: WorkspaceId, flowName: string): Promise<JudgedSamples> {
    return (await this.#judge(await this.#open(workspaceId, flowName))).samples;
  }

  /** Keeps what a person gives as the sample of the trigger or of a step. */
  async put(
    place: SamplePlace,
    given: { output: JsonValue; isPinned: boolean; origin: SampleOrigin; madeBy: string },
  ): Promise<JudgedSamples> {
    const draft = await this.#open(place.workspaceId, place.flowName);
    const { output, isPinned, origin, madeBy } = given;
    const stepKey = stepKeyOf(draft, place.key);
    // Not pinned, it holds until its step or something before it is changed, as what a trial finds does.
    const known = isPinned || stepKey === undefined ? undefined : (await this.#judge(draft)).fingerprints.get(stepKey);
    const event = stepKey === undefined ? { event: madeUpEvent() } : {};
    const sample = { stepKey, output, isPinned, origin, madeBy, fingerprint: known ?? null, note: origin, ...event };
    await this.#keep(draft, [sample]);
    return this.#shown(draft);
  }

  /** Forgets a sample. */
  async drop(place: SamplePlace): Promise<JudgedSamples> {
    const draft = await this.#open(place.workspaceId, place.flowName);
    await dropSample(this.#deps.database, draft, place.key === TRIGGER_KEY ? undefined : place.key);
    return this.#shown(draft);
  }

  /** Pins a sample or lets it go; throws `trials.sample.not_found`. */
  async pin(place: SamplePlace, isPinned: boolean): Promise<JudgedSamples> {
    const draft = await this.#open(place.workspaceId, place.flowName);
    const stepKey = place.key === TRIGGER_KEY ? undefined : place.key;
    const isThere = await pinSample(this.#deps.database, draft, { stepKey, isPinned });
    if (!isThere) throw fail('trials.sample.not_found', { context: { key: place.key.slice(0, 100) } });
    return this.#shown(draft);
  }

  /** Takes an event, or a run of any state with what its steps gave, as samples; all of it pinned. */
  async take(request: TakeRequest): Promise<JudgedSamples> {
    const { workspaceId, eventId, runId, withSteps, madeBy } = request;
    const id = runId ?? eventId;
    if (id === undefined || (runId !== undefined && eventId !== undefined)) throw fail('trials.source.unclear');
    const draft = await this.#open(workspaceId, request.flowName);
    // The first run of an event has the event's own id.
    const past = await this.#deps.pastRuns.read(workspaceId, id as RunId);
    if (withSteps && past.flowId !== draft.flowId) throw fail('trials.source.other_flow');
    const what = runId === undefined ? 'event' : 'run';
    const note = `${what} of ${past.event.receivedAt.slice(0, 16).replace('T', ' ')} UTC`;
    const common = { origin: what, isPinned: true, fingerprint: null, note, madeBy } as const;
    const trigger = { ...common, stepKey: undefined, output: past.body, event: past.event };
    const steps = withSteps ? stepOutputs(draft.plan, past).map((each) => ({ ...common, ...each })) : [];
    await this.#keep(draft, [trigger, ...steps]);
    return this.#shown(draft);
  }

  /** Events that could be the trigger's sample, the newest first. */
  async events(workspaceId: WorkspaceId, flowName: string, limit: number): Promise<readonly FlowEvent[]> {
    const draft = await this.#open(workspaceId, flowName);
    return findFlowEvents(this.#deps.database, draft, { trigger: draft.plan?.trigger ?? makeObject(), limit });
  }

  /** The newest records at the vendor, as events of the trigger. */
  async records(order: {
    workspaceId: WorkspaceId;
    flowName: string;
    connection?: string;
  }): Promise<readonly FetchedRecord[]> {
    const { workspaceId, flowName, connection } = order;
    const { plan } = await this.#open(workspaceId, flowName);
    return this.#deps.fetcher.fetch({ workspaceId, trigger: plan?.trigger ?? makeObject(), connection });
  }

  #open(workspaceId: WorkspaceId, flowName: string): Promise<OpenDraft> {
    return openDraft(this.#deps.draftOf, workspaceId, flowName);
  }

  async #keep(draft: OpenDraft, samples: readonly KeptSample[]): Promise<void> {
    await this.#deps.keeper.keepGiven(draft, samples, connectionsOf(draft.document));
  }

  async #shown(draft: OpenDraft): Promise<JudgedSamples> {
    return (await this.#judge(draft)).samples;
  }

  #judge(draft: OpenDraft): Promise<Judgement> {
    return judgeStored(this.#deps, draft);
  }
}

/** Data that no event brought is tried as if it came in now. */
function madeUpEvent(): EventFacts {
  return { id: makeId<EventId>(), receivedAt: new Date().toISOString(), headers: {} };
}
