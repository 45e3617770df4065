/**
 * Compares what is wrong with what has been told, again and again: a notice is raised when its cause is there and resolved
 * when it is gone. Nothing has to remember to tell, so no crash loses a notice and none is told twice.
 */
import type { Database, Tx } from '../db/index.ts';
import type { ConnectionUse } from '../flows/index.ts';
import { type Clock, type Log, Repeating, type Service, type WorkspaceId } from '../foundation/index.ts';
import type { ChangeBell } from '../runs/index.ts';
import { channelCause, connectionCauses, WATCHED_CAUSES } from './connection-causes.ts';
import { forgetNotices, listOpenNotices, type OpenNotice } from './notice.store.ts';
import type { NoticeDraft } from './notice.ts';
import type { NoticeBook } from './notice-book.ts';
import {
  listFailingChannels,
  listTroubledConnections,
  type TroubledConnection,
  tryLockWatch,
} from './trouble.store.ts';

export interface NoticeWatchDeps {
  readonly database: Database;
  readonly notices: NoticeBook;
  readonly use: Pick<ConnectionUse, 'users'>;
  readonly bell: Pick<ChangeBell, 'ring'>;
  readonly clock: Clock;
  readonly log: Log;
}

const EVERY_MS = 3_000;
const FORGET_EVERY_MS = 3_600_000;
/** Connections, channels and open notices that one look takes in. With more than that nothing is resolved. */
const MAX_LOOKED_AT = 5_000;
/** Told in one look, so that a storm makes no long transaction; the next look goes on. */
const MAX_RAISED = 200;

export class NoticeWatch implements Service {
  readonly name = 'notice_watch';
  readonly #deps: NoticeWatchDeps;
  readonly #looks: Repeating;
  #forgottenAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: NoticeWatchDeps) {
    this.#deps = deps;
    this.#looks = new Repeating({ clock: deps.clock, everyMs: EVERY_MS, work: () => this.runOnce() });
  }

  async start(): Promise<void> {
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  /** One look; a failure is logged, and the next look makes good for it. */
  async runOnce(): Promise<void> {
    const { database, bell, log } = this.#deps;
    try {
      const touched = await database.inTx((tx) => this.#look(tx));
      // Once more after the commit: whoever asked at the first ring may have seen nothing yet.
      for (const workspaceId of touched) bell.ring(workspaceId, 'notices');
      await this.#forget();
    } catch (error) {
      log.warn('notice_watch.failed', { error: String(error) });
    }
  }

  async #look(tx: Tx): Promise<ReadonlySet<WorkspaceId>> {
    if (!(await tryLockWatch(tx))) return new Set();
    const troubled = await listTroubledConnections(tx, MAX_LOOKED_AT);
    const failing = await listFailingChannels(tx, MAX_LOOKED_AT);
    const open = await listOpenNotices(tx, WATCHED_CAUSES, MAX_LOOKED_AT);
    const flowsOf = await this.#readFlows(troubled);
    const found = [...troubled.flatMap((row) => connectionCauses(row, flowsOf(row))), ...failing.map(channelCause)];
    const isWhole = [troubled, failing, open].every((rows) => rows.length < MAX_LOOKED_AT);
    return this.#tell(tx, decideNotices(found, open, isWhole));
  }

  async #tell(tx: Tx, { raised, resolved }: NoticeChanges): Promise<ReadonlySet<WorkspaceId>> {
    const now = raised.slice(0, MAX_RAISED);
    for (const draft of now) await this.#deps.notices.raise(draft, tx);
    for (const { workspaceId, cause } of resolved) await this.#deps.notices.resolve(workspaceId, [cause], tx);
    return new Set([...now, ...resolved].map(({ workspaceId }) => workspaceId));
  }

  /** The live flows that use each connection, asked once for each workspace in trouble. */
  async #readFlows(troubled: readonly TroubledConnection[]) {
    const users = new Map<WorkspaceId, Awaited<ReturnType<ConnectionUse['users']>>>();
    for (const { workspaceId } of troubled) {
      if (!users.has(workspaceId)) users.set(workspaceId, await this.#deps.use.users(workspaceId));
    }
    return ({ workspaceId, name }: TroubledConnection): readonly string[] =>
      (users.get(workspaceId)?.get(name) ?? []).filter(({ isLive }) => isLive).map(({ title }) => title);
  }

  async #forget(): Promise<void> {
    const nowMs = this.#deps.clock.monotonicMs();
    if (nowMs - this.#forgottenAtMs < FORGET_EVERY_MS) return;
    this.#forgottenAtMs = nowMs;
    await forgetNotices(this.#deps.database);
  }
}

interface NoticeChanges {
  readonly raised: readonly NoticeDraft[];
  readonly resolved: readonly OpenNotice[];
}

/** What differs between what is wrong and what is open; of a look that saw only a part, nothing counts as gone. */
export function decideNotices(
  found: readonly NoticeDraft[],
  open: readonly OpenNotice[],
  isWhole: boolean,
): NoticeChanges {
  const openByKey = new Map(open.map((notice) => [keyOf(notice), notice]));
  const foundKeys = new Set(found.map(keyOf));
  return {
    raised: found.filter((draft) => !saysTheSame(draft, openByKey.get(keyOf(draft)))),
    resolved: isWhole ? open.filter((notice) => !foundKeys.has(keyOf(notice))) : [],
  };
}

function keyOf({ workspaceId, cause }: Pick<OpenNotice, 'workspaceId' | 'cause'>): string {
  return `${workspaceId} ${cause}`;
}

function saysTheSame(draft: NoticeDraft, notice: OpenNotice | undefined): boolean {
  if (notice === undefined) return false;
  return (['kind', 'severity', 'title', 'text', 'fix', 'link'] as const).every((part) => draft[part] === notice[part]);
}
