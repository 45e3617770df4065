/**
 * Takes an event in: works out its order key, stores event and run in one commit, and hands the run to the worker of this
 * process where there is one with a free place. When `accept` resolves, the event will not be lost.
 */
import type { GroupCommit } from '../db/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import {
  type Clock,
  type EventId,
  type FlowId,
  isAppError,
  type JsonValue,
  makeId,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { CompiledFlow } from '../language/index.ts';
import { type Acceptance, type AcceptanceInput, acceptEvents } from './acceptance.store.ts';
import type { DatabaseClock } from './database-clock.ts';
import { orderKeyOf } from './order-key.ts';
import type { RunProblem } from './run.ts';
import type { RunWatch } from './run-watch.ts';
import { storableKey } from './storable-key.ts';
import type { Worker } from './worker.ts';

export interface RunAcceptorDeps {
  readonly commit: GroupCommit;
  readonly flows: FlowLibrary;
  readonly clock: Clock;
  readonly databaseClock: DatabaseClock;
  /** Absent in a process that only accepts. */
  readonly worker?: Worker;
  readonly watch?: RunWatch;
}

export interface IncomingEvent {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly flowVersion: number;
  readonly dedupeKey: string | null;
  readonly dedupeMemoryMs: number | null;
  readonly contentType: string;
  /** The headers kept with the event; no credentials among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** `bytes`, read. */
  readonly body: JsonValue;
}

interface OrderedEvent {
  readonly eventId: EventId;
  readonly orderKey: string | null;
  readonly problem: RunProblem | null;
}

export class RunAcceptor {
  readonly #deps: RunAcceptorDeps;

  constructor(deps: RunAcceptorDeps) {
    this.#deps = deps;
  }

  /** Stores the event with its run, or finds the run of the same event; throws `db.*` when nothing was stored. */
  async accept(event: IncomingEvent): Promise<Acceptance> {
    const flow = await this.#deps.flows.compiled(event.workspaceId, event.flowId, event.flowVersion);
    const eventId = makeId<EventId>(this.#deps.clock.nowMs());
    const ordered = orderOf(flow, event, eventId);
    const { worker } = this.#deps;
    const isDirect = ordered.problem === null && worker !== undefined && (await worker.reserve());
    if (!isDirect) return this.#store(event, ordered, null);
    const requestedAt = this.#deps.clock.monotonicMs();
    try {
      const accepted = await this.#store(event, ordered, { holder: worker.holder, leaseMs: worker.leaseMs });
      if (accepted.isDuplicate || accepted.state !== 'running') worker.release();
      else worker.take(leasedRun(event, ordered, accepted), requestedAt);
      return accepted;
    } catch (error) {
      worker.release();
      throw error;
    }
  }

  async #store(event: IncomingEvent, ordered: OrderedEvent, lease: AcceptanceInput['lease']): Promise<Acceptance> {
    const { workspaceId, flowId, flowVersion, dedupeMemoryMs, contentType, headers } = event;
    const accepted = await this.#deps.commit.submit(acceptEvents, {
      workspaceId,
      flowId,
      flowVersion,
      dedupeKey: event.dedupeKey === null ? null : storableKey(event.dedupeKey),
      dedupeMemoryMs,
      contentType,
      headers,
      body: event.bytes,
      lease,
      ...ordered,
    });
    this.#deps.databaseClock.sync(accepted.now);
    this.#deps.watch?.accepted(event, accepted);
    return accepted;
  }
}

/** An order key that cannot be computed must not cost the event: it is kept as a dead letter that says so. */
function orderOf(flow: CompiledFlow, event: IncomingEvent, eventId: EventId): OrderedEvent {
  try {
    return { eventId, orderKey: orderKeyOf(flow, { ...event, id: eventId }), problem: null };
  } catch (error) {
    if (!isAppError(error, 'runs.order_key.failed')) throw error;
    const { code, publicMessage: message, fix } = error;
    return { eventId, orderKey: null, problem: { code, message, fix } };
  }
}

function leasedRun(event: IncomingEvent, ordered: OrderedEvent, accepted: Acceptance) {
  const { workspaceId, flowId, flowVersion } = event;
  return {
    workspaceId,
    flowId,
    flowVersion,
    id: accepted.runId,
    orderKey: ordered.orderKey,
    leaseEpoch: accepted.leaseEpoch,
    payloadVersion: 0,
    startedAt: accepted.receivedAt,
    event: {
      id: accepted.eventId,
      receivedAt: accepted.receivedAt,
      headers: event.headers,
      body: event.body,
    },
    steps: new Map(),
  };
}
