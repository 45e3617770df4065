import {
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  parseJson,
  stringifyJson,
} from '../foundation/index.ts';
import { type Effect, EffectLedger } from './effect-ledger.ts';
import { IdempotencyStore, type SavedAnswer } from './idempotency-store.ts';
import type { JournalPort } from './journal.ts';
import { RecordTable } from './record-table.ts';
import type { PlannedEffect, RecordPut, VendorDefinition } from './vendor.ts';

/** What one call changes, all or nothing. */
export interface Change {
  readonly atMs: number;
  readonly puts: readonly RecordPut[];
  readonly removes: readonly { readonly table: string; readonly id: string }[];
  readonly effect: Effect | undefined;
  /** Saved with the change, so that no restart can keep one and forget the other. */
  readonly answer: SavedAnswer | undefined;
}

/** What every stand-in keeps beside its own records. */
const COMMON_TABLES = {
  jobs: { idPrefix: 'job', indexes: [] },
  webhooks: { idPrefix: 'hook', indexes: ['url'] },
  deliveries: { idPrefix: 'msg', indexes: [] },
};

/**
 * Everything a stand-in remembers: records, effects and idempotency keys. A change is one line of the journal; it is
 * visible at once and answered only when its line is written.
 */
export class VendorState {
  readonly ledger = new EffectLedger();
  readonly keys = new IdempotencyStore();
  readonly #tables = new Map<string, RecordTable>();
  readonly #journal: JournalPort;
  /** Lines are appended one after another, in the order of the changes. */
  #written: Promise<void> = Promise.resolve();

  constructor(definition: VendorDefinition, journal: JournalPort) {
    this.#journal = journal;
    const tables = { ...definition.tables, ...COMMON_TABLES };
    for (const [name, table] of Object.entries(tables)) this.#tables.set(name, new RecordTable(table));
    for (const [name, records] of Object.entries(definition.seeds))
      for (const record of records) this.table(name).put(record);
  }

  /** Reads the journal; call it once, before the first change. A line that was cut by a crash ends the reading. */
  async load(): Promise<void> {
    for (const line of await this.#journal.read()) {
      const change = readChange(line);
      if (change === undefined) return;
      this.#take(change);
    }
  }

  /** The records of a kind. */
  table(name: string): RecordTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new TypeError(`The stand-in has no table ${name}.`);
    return table;
  }

  /** The planned effect with its place in the ledger; throws `sandbox.store.full`. */
  numberEffect(planned: PlannedEffect, details: { atMs: number; idempotencyKey: string | undefined }): Effect {
    const { atMs, idempotencyKey } = details;
    return {
      seq: this.ledger.nextSeq(),
      atMs,
      ...planned,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
  }

  /** Makes the change; resolves when it will survive a restart. */
  commit(change: Change): Promise<void> {
    this.#take(change);
    const line = stringifyJson(writeChange(change));
    this.#written = this.#written.then(() => this.#journal.append(line));
    return this.#written;
  }

  #take(change: Change): void {
    for (const { table, record } of change.puts) this.table(table).put(record);
    for (const { table, id } of change.removes) this.table(table).remove(id);
    if (change.effect !== undefined) this.ledger.add(change.effect);
    if (change.answer !== undefined) this.keys.save(change.answer);
  }
}

function writeChange(change: Change): JsonValue {
  return makeObject([
    ['atMs', change.atMs],
    ['puts', change.puts.map(({ table, record }) => ({ table, record }))],
    ['removes', change.removes.map(({ table, id }) => ({ table, id }))],
    ['effect', change.effect === undefined ? null : { ...change.effect }],
    ['answer', change.answer === undefined ? null : { ...change.answer }],
  ]);
}

function readChange(line: string): Change | undefined {
  const value = parseLine(line);
  if (!isObject(value) || !Array.isArray(value.puts) || !Array.isArray(value.removes)) return undefined;
  return {
    atMs: Number(value.atMs),
    puts: value.puts as unknown as RecordPut[],
    removes: value.removes as unknown as { table: string; id: string }[],
    effect: orUndefined(value.effect) as unknown as Effect | undefined,
    answer: orUndefined(value.answer) as unknown as SavedAnswer | undefined,
  };
}

function orUndefined(value: JsonValue | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function parseLine(line: string): JsonValue | undefined {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
