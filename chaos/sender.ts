/**
 * The sender of events, as vendors send them: signed by Standard Webhooks, at a steady rate, and again with the same id
 * when there was no 2xx. What it calls acknowledged is what Holdfast has promised never to lose.
 */
import { Webhook } from 'standardwebhooks';
import type { ChaosFlow, EventBody } from './chaos-flows.ts';
import type { SeededRandom } from './seeded-random.ts';
import { pause } from './timing.ts';

/** Where the events of one flow go. */
export interface Hook {
  readonly url: string;
  readonly secret: string;
}

export interface SentEvent {
  readonly id: string;
  readonly flow: ChaosFlow;
  readonly body: EventBody;
  /** Monotonic milliseconds; with `acknowledgedAt` it says which events came one after the other. */
  readonly firstSentAt: number;
  acknowledgedAt: number | undefined;
}

export interface SenderDeps {
  readonly flows: readonly ChaosFlow[];
  readonly hooks: ReadonlyMap<string, Hook>;
  readonly random: SeededRandom;
  readonly perSecond: number;
}

/** Few lanes, so that events of one order key really stand behind each other. */
const LANES = 12;
const MAX_TRIES = 6;
const TRY_TIMEOUT_MS = 5_000;
const MIN_RETRY_MS = 300;
const MAX_RETRY_MS = 2_500;

export class Sender {
  readonly events: SentEvent[] = [];
  readonly #deps: SenderDeps;
  readonly #signers: ReadonlyMap<string, Webhook>;
  readonly #sending = new Set<Promise<void>>();

  constructor(deps: SenderDeps) {
    this.#deps = deps;
    this.#signers = new Map([...deps.hooks].map(([name, hook]) => [name, new Webhook(hook.secret)]));
  }

  /**
   * Sends at the rate until `isOver`, then waits until the last event was acknowledged or given up. What is late is sent
   * at once, so that the rate holds over the run.
   */
  async run(isOver: () => boolean): Promise<void> {
    const startedAt = performance.now();
    while (!isOver()) {
      const due = Math.floor(((performance.now() - startedAt) / 1_000) * this.#deps.perSecond);
      while (this.events.length < due) this.#begin();
      await pause(10);
    }
    await Promise.all(this.#sending);
  }

  #begin(): void {
    const event = this.#makeEvent();
    this.events.push(event);
    const sending = this.#deliver(event).finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  #makeEvent(): SentEvent {
    const { flows, random } = this.#deps;
    const flow = random.pick(flows.map((each) => [each.weight, each] as const));
    const number = this.events.length + 1;
    const ref = `${flow.name}-${number}`;
    const items = Array.from({ length: random.whole(1, flow.maxItems) }, (_, index) => ({ sku: `s${index + 1}` }));
    const body = { ref, lane: `lane-${random.whole(1, LANES)}`, items };
    return { id: `evt_${ref}`, flow, body, firstSentAt: performance.now(), acknowledgedAt: undefined };
  }

  async #deliver(event: SentEvent): Promise<void> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      if (await this.#try(event)) {
        event.acknowledgedAt = performance.now();
        return;
      }
      // Not from the seeded generator: how often it is asked here depends on the clock.
      await pause(MIN_RETRY_MS + Math.random() * (MAX_RETRY_MS - MIN_RETRY_MS));
    }
  }

  async #try(event: SentEvent): Promise<boolean> {
    const hook = this.#deps.hooks.get(event.flow.name) as Hook;
    const body = JSON.stringify(event.body);
    const now = new Date();
    const signature = (this.#signers.get(event.flow.name) as Webhook).sign(event.id, now, body);
    try {
      const response = await fetch(hook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': signature,
        },
        body,
        signal: AbortSignal.timeout(TRY_TIMEOUT_MS),
      });
      await response.arrayBuffer();
      return response.status >= 200 && response.status < 300;
    } catch {
      return false;
    }
  }
}
