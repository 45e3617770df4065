/** Raises notices and closes them, and lets people see and acknowledge them. */
import type { Database, Tx } from '../db/index.ts';
import { type ChannelId, makeId, type NoticeId, type PersonId, type WorkspaceId } from '../foundation/index.ts';
import type { ChangeBell } from '../runs/index.ts';
import { ensureMailChannel, listChannelRows } from './channel.store.ts';
import { MAIL_CHANNEL_ID } from './channel.ts';
import { fail } from './errors.ts';
import {
  acknowledgeNotice,
  countOpenNotices,
  type DeliveryWay,
  findNotice,
  insertDeliveries,
  listNotices,
  listRecipients,
  raiseNotice,
  resolveNotices,
} from './notice.store.ts';
import type { Notice, NoticeDraft, NoticeListing } from './notice.ts';

export interface NoticeBookDeps {
  readonly database: Database;
  readonly bell: Pick<ChangeBell, 'ring'>;
  /** Whether the installation sends mail to people themselves. */
  readonly hasMail: boolean;
}

export class NoticeBook {
  readonly #deps: NoticeBookDeps;

  constructor(deps: NoticeBookDeps) {
    this.#deps = deps;
  }

  /**
   * Tells of a cause: the first time on every channel, after that only by counting, until it is resolved. Durable when it
   * resolves; inside a transaction of the caller, when that commits.
   */
  async raise(draft: NoticeDraft, tx?: Tx): Promise<NoticeId> {
    const id = await (tx === undefined
      ? this.#deps.database.inTx((own) => this.#raise(own, draft))
      : this.#raise(tx, draft));
    this.#deps.bell.ring(draft.workspaceId, 'notices');
    return id;
  }

  /** Closes what is open for the causes; says how many there were. */
  async resolve(workspaceId: WorkspaceId, causes: readonly string[], tx: Tx = this.#deps.database): Promise<number> {
    const count = await resolveNotices(tx, workspaceId, causes);
    if (count > 0) this.#deps.bell.ring(workspaceId, 'notices');
    return count;
  }

  /** A page of notices, the newest first. */
  list(listing: NoticeListing): Promise<readonly Notice[]> {
    return listNotices(this.#deps.database, listing);
  }

  /** How many open notices nobody has acknowledged. */
  countOpen(workspaceId: WorkspaceId): Promise<number> {
    return countOpenNotices(this.#deps.database, workspaceId);
  }

  /** Notes that somebody knows; the first one stays named. Throws `alerts.notice.not_found`. */
  async acknowledge(workspaceId: WorkspaceId, id: NoticeId, by: string): Promise<Notice> {
    const { database, bell } = this.#deps;
    const isKnown = await acknowledgeNotice(database, { workspaceId, id, by });
    const notice = isKnown ? await findNotice(database, workspaceId, id) : undefined;
    if (notice === undefined) throw fail('alerts.notice.not_found');
    bell.ring(workspaceId, 'notices');
    return notice;
  }

  async #raise(tx: Tx, draft: NoticeDraft): Promise<NoticeId> {
    const made = makeId<NoticeId>();
    const { id, personId } = await raiseNotice(tx, { ...draft, id: made });
    if (id !== made) return id;
    const { workspaceId, exceptChannelId } = draft;
    const ways = await this.#waysOf(tx, { workspaceId, personId, exceptChannelId });
    if (ways.length > 0) await insertDeliveries(tx, { workspaceId, noticeId: id, ways });
    return id;
  }

  /** Every address once, the person's own first, and every webhook. */
  async #waysOf(
    tx: Tx,
    to: { workspaceId: WorkspaceId; personId: PersonId | null; exceptChannelId: ChannelId | undefined },
  ): Promise<readonly DeliveryWay[]> {
    const channels = await listChannelRows(tx, to.workspaceId);
    const open = channels.filter(({ id, isEnabled }) => isEnabled && id !== to.exceptChannelId);
    const hooks = open
      .filter(({ settings }) => settings.kind === 'webhook')
      .map(({ id }) => ({ channelId: id, target: '' }));
    if (!this.#deps.hasMail) return hooks;
    const own = to.exceptChannelId === MAIL_CHANNEL_ID ? [] : await listRecipients(tx, to);
    if (own.length > 0) await ensureMailChannel(tx, to.workspaceId);
    const mails = [
      ...own.map((target) => ({ channelId: MAIL_CHANNEL_ID, target })),
      ...open.flatMap(({ id, settings }) =>
        settings.kind === 'email' ? settings.addresses.map((target) => ({ channelId: id, target })) : [],
      ),
    ];
    const byAddress = new Map(mails.toReversed().map((way) => [way.target.toLowerCase(), way]));
    return [...byAddress.values(), ...hooks];
  }
}
