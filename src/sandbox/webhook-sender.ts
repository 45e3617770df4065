import { type Clock, type JsonObject, type Log, makeId, makeObject, stringifyJson } from '../foundation/index.ts';
import { renameFields } from './fault-answer.ts';
import type { SwitchBoard } from './switch-board.ts';
import type { RecordPut, VendorEvent } from './vendor.ts';
import type { VendorState } from './vendor-state.ts';
import { signWebhook } from './webhook-signature.ts';

/** Sends one webhook; resolves with the receiver's status, rejects when there was none, also after a time of its own. */
export type DeliverPort = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<{ readonly status: number }>;

export interface WebhookSenderDeps {
  readonly state: VendorState;
  readonly switches: SwitchBoard;
  readonly deliver: DeliverPort;
  readonly clock: Clock;
  readonly log: Log;
}

/** About two minutes in all: 0.5, 1, 2, … 64 seconds. */
const MAX_TRIES = 8;
const FIRST_DELAY_MS = 500;
/** Deliveries that are looked at when the vendor starts again. */
const MAX_RESUMED = 10_000;

/**
 * Sends the vendor's events to those who registered for them, again and again until the receiver answers 2xx or the
 * tries are spent. `plan` makes the deliveries, to be committed together with what the event is about; `send` starts
 * them. The message's id is the same on every try.
 */
export class WebhookSender {
  readonly #deps: WebhookSenderDeps;
  readonly #waiting = new Map<string, () => void>();
  #isStopped = false;

  constructor(deps: WebhookSenderDeps) {
    this.#deps = deps;
  }

  /** Goes on with what was not delivered when the vendor stopped. */
  start(): void {
    this.#isStopped = false;
    const pending = this.#deps.state
      .table('deliveries')
      .newest(MAX_RESUMED)
      .filter(({ status }) => status === 'pending');
    for (const delivery of pending.reverse()) this.send(String(delivery.id));
  }

  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  /** One delivery for each registered webhook that wants this type of event. */
  plan(event: VendorEvent, nowMs: number): RecordPut[] {
    const messageId = `msg_${makeId(nowMs)}`;
    const renames = this.#deps.switches.takeRenames({ operation: `event.${event.type}`, path: '/' });
    const timestamp = new Date(nowMs).toISOString();
    const body = stringifyJson(renameFields({ type: event.type, timestamp, data: event.data }, renames));
    const webhooks = this.#deps.state
      .table('webhooks')
      .newest(Number.MAX_SAFE_INTEGER)
      .filter((webhook) => wants(webhook, event.type));
    return webhooks.map((webhook) => ({
      table: 'deliveries',
      record: makeDelivery(webhook, { messageId, type: event.type, body, timestamp }),
    }));
  }

  /** Tries the delivery now; returns at once. */
  send(deliveryId: string): void {
    this.#waiting.delete(deliveryId);
    this.#tryOnce(deliveryId).catch((error: unknown) => {
      this.#deps.log.error('sandbox.delivery_failed', { deliveryId, error: String(error) });
    });
  }

  async #tryOnce(deliveryId: string): Promise<void> {
    const { state, clock } = this.#deps;
    const delivery = state.table('deliveries').get(deliveryId);
    if (this.#isStopped || delivery === undefined || delivery.status !== 'pending') return;
    const webhook = state.table('webhooks').get(String(delivery.webhookId));
    const status = webhook === undefined ? null : await this.#post(webhook, delivery);
    const tried = noteTry(delivery, { status, isGone: webhook === undefined, nowMs: clock.nowMs() });
    await state.commit({
      atMs: clock.nowMs(),
      puts: [{ table: 'deliveries', record: tried }],
      removes: [],
      effect: undefined,
      answer: undefined,
    });
    if (tried.status === 'pending' && !this.#isStopped) {
      this.#waiting.set(
        deliveryId,
        clock.after(delayAfter(Number(tried.tries)), () => this.send(deliveryId)),
      );
    }
  }

  /** The receiver's status, or null when there was no answer. */
  async #post(webhook: JsonObject, delivery: JsonObject): Promise<number | null> {
    const body = String(delivery.body);
    const timestampSeconds = Math.floor(this.#deps.clock.nowMs() / 1_000);
    const signature = signWebhook({
      id: String(delivery.messageId),
      timestampSeconds,
      body,
      secret: String(webhook.secret),
    });
    try {
      const { status } = await this.#deps.deliver(
        String(webhook.url),
        { 'content-type': 'application/json', ...signature },
        body,
      );
      return status;
    } catch {
      return null;
    }
  }
}

/** Milliseconds until the next try, after so many. */
function delayAfter(tries: number): number {
  return FIRST_DELAY_MS * 2 ** (tries - 1);
}

function wants(webhook: JsonObject, type: string): boolean {
  return Array.isArray(webhook.events) && webhook.events.includes(type);
}

function makeDelivery(
  webhook: JsonObject,
  message: { messageId: string; type: string; body: string; timestamp: string },
): JsonObject {
  return makeObject([
    ['id', `${message.messageId}.${String(webhook.id)}`],
    ['messageId', message.messageId],
    ['webhookId', webhook.id ?? null],
    ['url', webhook.url ?? null],
    ['type', message.type],
    ['status', 'pending'],
    ['tries', 0],
    ['lastStatus', null],
    ['createdAt', message.timestamp],
    ['triedAt', null],
    ['body', message.body],
  ]);
}

function noteTry(delivery: JsonObject, tried: { status: number | null; isGone: boolean; nowMs: number }): JsonObject {
  const tries = Number(delivery.tries) + 1;
  const isDelivered = tried.status !== null && tried.status >= 200 && tried.status < 300;
  const failed = tried.isGone || tries >= MAX_TRIES ? 'given_up' : 'pending';
  const status = isDelivered ? 'delivered' : failed;
  return makeObject([
    ...Object.entries(delivery),
    ['tries', tries],
    ['status', status],
    ['lastStatus', tried.status],
    ['triedAt', new Date(tried.nowMs).toISOString()],
  ]);
}
