/**
 * Takes deliveries in: finds the trigger, judges and reads the delivery by the live version of its flow, and has event
 * and run stored. It resolves after the commit; everything else is thrown, and none of it may be answered with a 2xx.
 */
import type { FlowLibrary } from '../flows/index.ts';
import { type Clock, type EventId, isAppError, type Log, type RunId } from '../foundation/index.ts';
import type { FlowTrigger } from '../language/index.ts';
import type { Acceptance, RunAcceptor } from '../runs/index.ts';
import { type ReadEvent, readDelivery } from './delivery.ts';
import { fail } from './errors.ts';
import type { RequestHeaders } from './request-headers.ts';
import type { RequestTarget } from './signed-text.ts';
import type { TriggerCounters } from './trigger-counters.ts';
import type { TriggerFinder } from './trigger-finder.ts';
import { type OpenTrigger, secretsAt } from './webhook-trigger.ts';

/** When the sender may come again, where the cause does not say it. */
const RETRY_AFTER_SECONDS = 5;

export interface HookReceiverDeps {
  readonly finder: TriggerFinder;
  readonly flows: Pick<FlowLibrary, 'compiled'>;
  readonly acceptor: Pick<RunAcceptor, 'accept'>;
  readonly counters: TriggerCounters;
  readonly clock: Clock;
  readonly log: Log;
}

export interface HookRequest {
  /** The part of the path after `/hooks/`. */
  readonly token: string;
  readonly headers: RequestHeaders;
  /** As received; nothing has read or decoded it. */
  readonly rawBody: Uint8Array;
  readonly target: RequestTarget;
}

/** What the sender is told: 202 for a new event, 200 for one that was known. */
export interface HookAnswer {
  readonly status: 200 | 202;
  readonly body: AcceptedEvent;
}

export interface AcceptedEvent {
  readonly eventId: EventId;
  readonly runId: RunId;
  /** True: the ids are those of the event that came before. */
  readonly duplicate: boolean;
}

export class HookReceiver {
  readonly #deps: HookReceiverDeps;

  constructor(deps: HookReceiverDeps) {
    this.#deps = deps;
  }

  /**
   * Accepts one delivery. Throws the sender's mistakes as `triggers.*`, `foundation.json.*` and `runs.event.*`, and
   * `triggers.event.not_stored` for everything that is ours; `statusOf` gives the status.
   */
  async receive(request: HookRequest): Promise<HookAnswer> {
    const { finder, flows, acceptor, counters } = this.#deps;
    const trigger = await this.#orNotStored(finder.find(request.token));
    if (trigger === undefined) throw fail('triggers.hook.unknown');
    const version = this.#liveVersion(trigger);
    const { workspaceId, flowId } = trigger;
    const { document } = await this.#orNotStored(flows.compiled(workspaceId, flowId, version));
    const event = this.#read(trigger, document.trigger, request);
    const accepted = await this.#orNotStored(
      acceptor.accept({ ...event, workspaceId, flowId, flowVersion: version, bytes: request.rawBody }),
    );
    if (accepted.isDuplicate) counters.note(trigger, 'duplicate');
    return { status: accepted.isDuplicate ? 200 : 202, body: acceptedEvent(accepted) };
  }

  #liveVersion(trigger: OpenTrigger): number {
    if (trigger.isEnabled && trigger.liveVersion !== null) return trigger.liveVersion;
    this.#deps.counters.note(trigger, 'refusal');
    throw fail(trigger.isEnabled ? 'triggers.flow.not_live' : 'triggers.hook.disabled');
  }

  #read(trigger: OpenTrigger, rules: FlowTrigger, { headers, rawBody, target }: HookRequest): ReadEvent {
    const nowMs = this.#deps.clock.nowMs();
    try {
      return readDelivery(rules, { headers, rawBody, target, secrets: secretsAt(trigger, nowMs), nowMs });
    } catch (error) {
      this.#deps.counters.note(trigger, 'refusal');
      throw error;
    }
  }

  /** Whatever fails on our side, the sender hears the same: it is not stored, come again. */
  async #orNotStored<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const code = isAppError(error) ? error.code : 'unexpected';
      this.#deps.log.error('trigger.event_not_stored', { code, error: String(error) });
      const retryAfterSeconds = (isAppError(error) ? error.retryAfterSeconds : undefined) ?? RETRY_AFTER_SECONDS;
      throw fail('triggers.event.not_stored', { cause: error, retryAfterSeconds });
    }
  }
}

/** What may be told about an accepted event. */
export function acceptedEvent({ eventId, runId, isDuplicate }: Acceptance): AcceptedEvent {
  return { eventId, runId, duplicate: isDuplicate };
}
