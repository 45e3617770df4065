/**
 * Asks the database once a second, while faults go on, what must hold at every moment; and how far everything has come.
 */
import type { Database } from '../src/db/database.ts';
import { RUN_STATES } from '../src/runs/index.ts';
import { pause } from './timing.ts';

const ASK_EVERY_MS = 1_000;
/** Samples of one broken invariant that are shown. */
const MAX_SHOWN = 20;

interface Invariant {
  readonly name: string;
  /** Gives a row for everything that breaks it. One statement sees one moment, so no commit can come in between. */
  readonly sql: string;
}

const MOVING = "('queued', 'running', 'waiting', 'held', 'unknown')";

const INVARIANTS: readonly Invariant[] = [
  {
    name: 'a run is in one known state',
    sql: `select id::text as what from run where state not in (${RUN_STATES.map((state) => `'${state}'`).join(', ')})`,
  },
  {
    name: 'an event has one run, and a run has its event',
    sql: `select coalesce(e.id, r.event_id)::text as what from trigger_event e
      full join run r on r.workspace_id = e.workspace_id and r.event_id = e.id
      group by coalesce(e.id, r.event_id) having count(e.id) <> 1 or count(r.id) <> 1`,
  },
  {
    name: 'of an order key at most one run moves',
    sql: `select flow_id || ' ' || order_key as what from run
      where order_key is not null and not is_blocked and state in ${MOVING}
      group by flow_id, order_key having count(*) > 1`,
  },
  {
    name: 'a run stands behind one that moves',
    sql: `select b.id::text as what from run b where b.is_blocked and b.state = 'queued' and not exists (
      select from run m where m.flow_id = b.flow_id and m.order_key = b.order_key and not m.is_blocked
        and m.state in ${MOVING})`,
  },
  {
    name: 'no worker writes under a lease that is no longer its own',
    sql: 'select distinct run_id::text as what from chaos_stale_write',
  },
  {
    name: 'a call is recorded as succeeded once',
    sql: `select run_id || ' ' || step_key || ' ' || item_key as what from attempt
      where outcome = 'succeeded' and kind = 'call' group by run_id, step_key, item_key having count(*) > 1`,
  },
];

export class InvariantWatch {
  readonly #database: Database;
  readonly #violations = new Map<string, Set<string>>();
  #isWatching = true;
  #askedCount = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** How often every invariant was asked for. */
  get askedCount(): number {
    return this.#askedCount;
  }

  /** What broke, as sentences; empty is how it should be. */
  get violations(): readonly string[] {
    return [...this.#violations].flatMap(([name, places]) =>
      [...places].slice(0, MAX_SHOWN).map((place) => `Does not hold: ${name} (${place}).`),
    );
  }

  /** Asks until `stop`; while the database is away there is nothing to ask. */
  async run(): Promise<void> {
    while (this.#isWatching) {
      await this.ask().catch(() => undefined);
      await pause(ASK_EVERY_MS);
    }
  }

  stop(): void {
    this.#isWatching = false;
  }

  /** Asks for each invariant once. */
  async ask(): Promise<void> {
    for (const { name, sql } of INVARIANTS) {
      const rows = await this.#database.query<{ what: string }>(sql);
      if (rows.length === 0) continue;
      const places = this.#violations.get(name) ?? new Set();
      for (const { what } of rows) places.add(what);
      this.#violations.set(name, places);
    }
    this.#askedCount += 1;
  }
}
