/**
 * One writer for the engine: what many runs want stored goes into one transaction, so that throughput is not bound by
 * one fsync a row. An answer is given after COMMIT only (`synchronous_commit = on`).
 *
 * - Entries that arrive while a batch is under way form the next one; nothing waits without need.
 * - A statement that fails on its own account (a constraint, bad input) costs only its own entry: the batch is rolled
 *   back and halved until the culprit stands alone.
 * - A server that is away, or a COMMIT whose answer was lost, is tried again with the same batch until each entry's
 *   deadline, then answered with `db.commit.unknown` or, when the entry was certainly not stored, `db.server.unavailable`.
 *   This is right only because every `GroupStatement` is safe to run twice.
 * - Beyond the bounds of the queue `submit` throws `db.commit.overloaded`.
 */
import type { Log, Service } from '../foundation/index.ts';
import { backoffMs, pause, turnOfLoop } from './backoff.ts';
import { runBatch } from './batch-transaction.ts';
import { CommitQueue, type Entry, entryBytes, type QueueBounds } from './commit-queue.ts';
import type { SessionLimits } from './connection-settings.ts';
import { fail } from './errors.ts';
import type { GroupStatement } from './group-statement.ts';
import { isRetryable, isUnavailable } from './server-error.ts';
import type { Session } from './session.ts';

const RACE_BACKOFF = { firstMs: 5, maxMs: 200 };
const OUTAGE_BACKOFF = { firstMs: 50, maxMs: 1_000 };
/** Tries of a batch that loses races against other transactions. */
const MAX_RACES = 5;
/** A batch is short work; one that is not has met a lock or a dead network. */
const SESSION_LIMITS: Partial<SessionLimits> = {
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  // The shorter a frozen process may hold the rows of its batch, the less its successors wait for them.
  idleInTransactionMs: 2_000,
  deadlineMarginMs: 2_000,
};

export interface GroupCommitConfig {
  /** Batches under way at once, each on its own connection. */
  readonly flusherCount: number;
  /** Bounds of one batch. */
  readonly batch: QueueBounds;
  /** Bounds of what waits; beyond them `submit` throws. */
  readonly queue: QueueBounds;
  /** How long an entry outlasts an absent server, from its submission. */
  readonly deadlineMs: number;
  /** Waits this long for company before a batch begins; 0 begins at once. */
  readonly maxWaitMs: number;
}

const DEFAULT_GROUP_COMMIT: GroupCommitConfig = {
  // Measured with 64 submitters, at 0.1 ms and at 5 ms a flush: a second one brings nothing, and could deadlock with this.
  flusherCount: 1,
  batch: { maxEntries: 500, maxBytes: 16 * 1_048_576 },
  queue: { maxEntries: 10_000, maxBytes: 64 * 1_048_576 },
  deadlineMs: 10_000,
  maxWaitMs: 0,
};

export interface GroupCommitDeps {
  readonly database: { openSession(options: { limits: Partial<SessionLimits> }): Promise<Session> };
  readonly log: Log;
}

/** What to do with a batch that failed. */
type Verdict = 'again' | 'halve' | 'reject';

export class GroupCommit implements Service {
  readonly name = 'group_commit';
  readonly #deps: GroupCommitDeps;
  readonly #config: GroupCommitConfig;
  readonly #queue: CommitQueue;
  readonly #idleSessions: Session[] = [];
  readonly #flushes = new Set<Promise<void>>();
  #isOpen = false;
  #isScheduled = false;

  constructor(deps: GroupCommitDeps, config: Partial<GroupCommitConfig> = {}) {
    this.#deps = deps;
    this.#config = { ...DEFAULT_GROUP_COMMIT, ...config };
    this.#queue = new CommitQueue(this.#config.queue);
  }

  /** Entries that wait for their batch. */
  get queueLength(): number {
    return this.#queue.length;
  }

  async start(): Promise<void> {
    this.#isOpen = true;
  }

  /** Takes nothing new, waits until everything submitted is answered, and closes the connections. */
  async stop(): Promise<void> {
    this.#isOpen = false;
    this.#beginFlushes();
    while (this.#flushes.size > 0) await Promise.all(this.#flushes);
    await Promise.all(this.#idleSessions.splice(0).map((session) => session.close()));
  }

  /**
   * Stores one input with the next batch and resolves with the statement's answer once it is durable. Throws the
   * statement's own error, or `db.commit.unknown`, `db.commit.overloaded`, `db.commit.stopped`, `db.server.unavailable`.
   */
  submit<In, Out>(statement: GroupStatement<In, Out>, input: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) throw fail('db.commit.stopped', { retryAfterSeconds: 5 });
      this.#queue.push({
        statement: statement as GroupStatement<unknown, unknown>,
        input,
        bytes: entryBytes(statement, input),
        deadlineMs: performance.now() + this.#config.deadlineMs,
        resolve: resolve as (output: unknown) => void,
        reject,
        isUnknown: false,
      });
      this.#schedule();
    });
  }

  /** Begins on the next turn of the loop, so that what is submitted in this one shares the batch. */
  #schedule(): void {
    if (this.#isScheduled || this.#flushes.size >= this.#config.flusherCount) return;
    this.#isScheduled = true;
    const begin = (): void => {
      this.#isScheduled = false;
      this.#beginFlushes();
    };
    if (this.#config.maxWaitMs > 0) setTimeout(begin, this.#config.maxWaitMs);
    else setImmediate(begin);
  }

  #beginFlushes(): void {
    while (!this.#queue.isEmpty && this.#flushes.size < this.#config.flusherCount) {
      const flush = this.#flush().finally(() => {
        this.#flushes.delete(flush);
        this.#beginFlushes();
      });
      this.#flushes.add(flush);
    }
  }

  /**
   * After a batch it lets the loop turn once, so that what its answers set going (the next request of a sender, the
   * call of a run) shares the next batch: a third more entries a batch, and as much less work for each.
   */
  async #flush(): Promise<void> {
    while (!this.#queue.isEmpty) {
      await this.#settle(this.#queue.take(this.#config.batch));
      await turnOfLoop();
    }
  }

  /** Answers every entry of the batch, whatever happens. */
  async #settle(batch: readonly Entry[]): Promise<void> {
    let entries = batch;
    for (let attempt = 0; entries.length > 0; attempt += 1) {
      const error = await this.#tryCommit(entries);
      if (error === undefined) return;
      const verdict = decideAfterFailure(error, { attempt, entryCount: entries.length });
      if (verdict === 'halve') return this.#settleHalves(entries);
      if (verdict === 'reject') return rejectAll(entries, error);
      entries = this.#dropExpired(entries, error);
      await pause(backoffMs(attempt, isUnavailable(error) ? OUTAGE_BACKOFF : RACE_BACKOFF));
    }
  }

  async #settleHalves(entries: readonly Entry[]): Promise<void> {
    const middle = Math.ceil(entries.length / 2);
    await this.#settle(entries.slice(0, middle));
    await this.#settle(entries.slice(middle));
  }

  /** Commits and answers the entries, or gives the error. */
  async #tryCommit(entries: readonly Entry[]): Promise<unknown> {
    let session: Session | undefined;
    try {
      session = await this.#takeSession();
      for (const { entry, output } of await runBatch(session, entries)) entry.resolve(output);
      return undefined;
    } catch (error) {
      return error ?? new Error('a statement threw nothing');
    } finally {
      if (session !== undefined) await this.#giveBack(session);
    }
  }

  /** One that is connected already, else a new one; what was lost while idle is let go. */
  async #takeSession(): Promise<Session> {
    for (let session = this.#idleSessions.pop(); session !== undefined; session = this.#idleSessions.pop()) {
      if (session.isUsable) return session;
      await session.close();
    }
    return this.#deps.database.openSession({ limits: SESSION_LIMITS });
  }

  async #giveBack(session: Session): Promise<void> {
    if (session.isUsable) this.#idleSessions.push(session);
    else await session.close();
  }

  /** Answers what has waited too long for the server, in this batch and in the queue behind it. */
  #dropExpired(entries: readonly Entry[], error: unknown): readonly Entry[] {
    if (!isUnavailable(error)) return entries;
    if (error.code === 'db.commit.unknown') for (const entry of entries) entry.isUnknown = true;
    this.#deps.log.warn('db.commit_retried', { code: error.code, entryCount: entries.length });
    const nowMs = performance.now();
    const expired = entries.filter((entry) => entry.deadlineMs <= nowMs);
    rejectAll([...expired, ...this.#queue.takeExpired(nowMs)], error);
    return entries.filter((entry) => entry.deadlineMs > nowMs);
  }
}

/**
 * The batch is run again while the server is away (each entry's deadline ends that) and, a bounded number of times,
 * when it lost a race; halved when some statement refused something; rejected when only the culprit is left.
 */
export function decideAfterFailure(error: unknown, facts: { attempt: number; entryCount: number }): Verdict {
  if (isUnavailable(error)) return 'again';
  if (isRetryable(error) && facts.attempt + 1 < MAX_RACES) return 'again';
  return facts.entryCount > 1 ? 'halve' : 'reject';
}

function rejectAll(entries: readonly Entry[], error: unknown): void {
  for (const entry of entries) entry.reject(entry.isUnknown ? fail('db.commit.unknown', { cause: error }) : error);
}
