/**
 * Delivers notices: claims what is due, tries it once, stores what came of it. A delivery whose sender died is tried again
 * under the same message id, so that a receiver can tell the second one. What is due to one address goes in one mail, so
 * that many causes at once make no flood.
 */
import type { Database } from '../db/index.ts';
import { type Clock, isAppError, type Log, Repeating, randomToken, type Service } from '../foundation/index.ts';
import type { ChangeBell } from '../runs/index.ts';
import type { Vault } from '../vault/index.ts';
import { parseChannelSettings, secretPlace } from './channel.ts';
import { decideDelivery } from './delivery-schedule.ts';
import type { MessageSender, Sent } from './message-sender.ts';
import { type ClaimedDelivery, claimDeliveries, settleDelivery } from './notice-delivery.store.ts';

export interface NoticeSenderDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly messages: MessageSender;
  readonly bell: Pick<ChangeBell, 'ring'>;
  readonly clock: Clock;
  readonly log: Log;
}

const EVERY_MS = 1_000;
const MAX_CLAIMED = 40;
/** Messages under way at one time. */
const MAX_PARALLEL = 4;
/** Of a turn that is under way when the process is told to stop; what it leaves is tried again. */
const STOP_MS = 5_000;

export class NoticeSender implements Service {
  readonly name = 'notice_sender';
  readonly #deps: NoticeSenderDeps;
  readonly #turns: Repeating;
  readonly #holder = randomToken(9);
  #isStopping = false;

  constructor(deps: NoticeSenderDeps) {
    this.#deps = deps;
    this.#turns = new Repeating({ clock: deps.clock, everyMs: EVERY_MS, work: () => this.runOnce() });
  }

  async start(): Promise<void> {
    this.#isStopping = false;
    this.#turns.start();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#deps.clock.after(STOP_MS, resolve);
    await Promise.race([this.#turns.stop(), promise]);
    cancel();
  }

  /** One round over what is due; a failure is logged, and what was claimed is taken over later. */
  async runOnce(): Promise<void> {
    const { database, messages, log } = this.#deps;
    try {
      const claim = { holder: this.#holder, limit: MAX_CLAIMED, hasMail: messages.hasMail };
      const waiting = groupMessages(await claimDeliveries(database, claim));
      await Promise.all(Array.from({ length: MAX_PARALLEL }, () => this.#work(waiting)));
    } catch (error) {
      log.warn('notice_sender.failed', { error: String(error) });
    }
  }

  /** Takes one message after the other; what cannot be stored keeps nobody from the next. */
  async #work(waiting: ClaimedDelivery[][]): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && !this.#isStopping; next = waiting.shift()) {
      try {
        await this.#deliver(next);
      } catch (error) {
        this.#deps.log.warn('notice_sender.failed', { noticeId: next[0]?.noticeId, error: String(error) });
      }
    }
  }

  async #deliver(group: readonly ClaimedDelivery[]): Promise<void> {
    const { database, bell, log } = this.#deps;
    const [first] = group as [ClaimedDelivery];
    const sent = await this.#send(group);
    for (const delivery of group) {
      const decision = decideDelivery(sent, delivery);
      const isOurs = await database.inTx((tx) => settleDelivery(tx, delivery, decision));
      const { noticeId, channelId, tryCount } = delivery;
      const facts = { noticeId, channelId, tryCount, state: decision.state, isOurs };
      if (decision.state === 'sent') log.info('notice.sent', facts);
      else log.warn('notice.not_sent', { ...facts, problem: decision.problem });
    }
    bell.ring(first.workspaceId, 'notices');
  }

  async #send(group: readonly ClaimedDelivery[]): Promise<Sent> {
    const { messages, vault } = this.#deps;
    const [first] = group as [ClaimedDelivery];
    if (first.kind !== 'webhook') {
      const notices = group.map(({ notice }) => notice);
      return messages.sendMail(notices, first.target);
    }
    const settings = parseChannelSettings('webhook', first.settings);
    const url = settings.kind === 'webhook' ? settings.url : '';
    const place = secretPlace({ workspaceId: first.workspaceId, id: first.channelId });
    try {
      const secret = await vault.open(first.sealedSecret ?? Buffer.alloc(0), place);
      return await messages.sendHook(first.notice, { url, secret }, `notice_${first.noticeId}`);
    } catch (error) {
      // The secret does not open: that is the channel's trouble, and is shown there.
      if (!isAppError(error) || !error.code.startsWith('vault.')) throw error;
      return { kind: 'failed', problem: error.publicMessage };
    }
  }
}

/** Mails by address, whatever the channel is that they are due on; each webhook by itself. The oldest first. */
function groupMessages(claimed: readonly ClaimedDelivery[]): ClaimedDelivery[][] {
  const groups = new Map<string, ClaimedDelivery[]>();
  const byAge = claimed.toSorted((one, other) => other.ageMs - one.ageMs);
  for (const delivery of byAge) {
    const { workspaceId, channelId, noticeId, target, kind } = delivery;
    const key = kind === 'webhook' ? `${channelId} ${noticeId}` : `${workspaceId} ${target.toLowerCase()}`;
    const group = groups.get(key) ?? [];
    group.push(delivery);
    groups.set(key, group);
  }
  return [...groups.values()];
}
