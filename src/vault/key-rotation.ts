/**
 * Moves everything to the present key: wraps the data keys anew and seals values of format 1 anew. Each row is changed by
 * itself and only if it is still what was read, so it may be stopped at any moment, run again, run twice at once, and
 * nobody who seals or opens meanwhile notices.
 */
import type { Database } from '../db/index.ts';
import { isAppError, type Log } from '../foundation/index.ts';
import { countByKek, type DataKeyRow, listOtherKeys, lockKeys, rewrapDataKey, shareKeys } from './data-key.store.ts';
import { contextOf } from './data-keys.ts';
import { fail } from './errors.ts';
import type { KeyRing } from './key-ring.ts';
import { beginRotation, endRotation, findOpenRotation } from './key-rotation.store.ts';
import {
  countFirstFormat,
  FIRST_FORMAT_COLUMNS,
  listFirstFormat,
  replaceSealed,
  type SealedColumn,
  type SealedRow,
} from './sealed-column.store.ts';
import type { Vault } from './vault.ts';

export interface KeyRotationDeps {
  readonly database: Database;
  readonly ring: KeyRing;
  readonly vault: Vault;
  readonly log: Log;
}

export interface RotationResult {
  /** The key that protects everything now. */
  readonly kekId: string;
  readonly rewrapped: number;
  readonly resealed: number;
  /** Rows that cannot be opened, and so stay as they are: moved or damaged. */
  readonly leftOver: number;
}

/** One key-encryption key with what still needs it. */
export interface KeyStatus {
  readonly kekId: string;
  readonly isPresent: boolean;
  /** False: what it protects cannot be opened here. */
  readonly isKnown: boolean;
  readonly dataKeys: number;
  /** Values of format 1 that this key sealed itself. */
  readonly firstFormatValues: number;
}

const BATCH = 100;
const NIL = '00000000-0000-0000-0000-000000000000';

export class KeyRotation {
  readonly #deps: KeyRotationDeps;

  constructor(deps: KeyRotationDeps) {
    this.#deps = deps;
  }

  /** Rotates to the present key, from the beginning or from where an earlier run stopped. */
  async run(): Promise<RotationResult> {
    const kekId = await this.#deps.ring.presentId();
    await beginRotation(this.#deps.database, kekId);
    return this.#toEnd(kekId);
  }

  /** Goes on with a rotation that stopped half-way, if it went to the key that is present here. */
  async finish(): Promise<RotationResult | undefined> {
    const target = await findOpenRotation(this.#deps.database);
    if (target === undefined) return undefined;
    return (await this.#deps.ring.presentId()) === target ? this.#toEnd(target) : undefined;
  }

  /** Every key that is present or still needed. */
  async status(): Promise<readonly KeyStatus[]> {
    const { database, ring } = this.#deps;
    const presentId = await ring.presentId();
    const dataKeys = new Map((await countByKek(database)).map((row) => [row.kekId, row.count]));
    const firstFormat = new Map((await countFirstFormat(database)).map((row) => [`local:${row.keyId}`, row.count]));
    const local = ring.local?.keys.map(({ id }) => `local:${id}`) ?? [];
    return [...new Set([presentId, ...local, ...dataKeys.keys(), ...firstFormat.keys()])].map((kekId) => ({
      kekId,
      isPresent: kekId === presentId,
      isKnown: ring.knows(kekId),
      dataKeys: dataKeys.get(kekId) ?? 0,
      firstFormatValues: firstFormat.get(kekId) ?? 0,
    }));
  }

  /** Does `remove` while nothing needs the key and nothing can begin to; throws `vault.key.in_use`. */
  async removing(kekId: string, remove: () => void): Promise<void> {
    await this.#deps.database.inTx(async (tx) => {
      await lockKeys(tx);
      const dataKeys = (await countByKek(tx)).find((row) => row.kekId === kekId)?.count ?? 0;
      const values = (await countFirstFormat(tx)).find((row) => `local:${row.keyId}` === kekId)?.count ?? 0;
      const count = dataKeys + values;
      if (count > 0) throw fail('vault.key.in_use', { context: { kekId, count } });
      remove();
    });
  }

  /** Does what changes the keys themselves while nobody else does. */
  async alone(change: () => void): Promise<void> {
    await this.#deps.database.inTx(async (tx) => {
      await lockKeys(tx);
      change();
    });
  }

  async #toEnd(kekId: string): Promise<RotationResult> {
    const first = await this.#resealAll();
    const keys = await this.#rewrapAll(kekId);
    await endRotation(this.#deps.database, kekId);
    const leftOver = first.leftOver + keys.leftOver;
    return { kekId, rewrapped: keys.done, resealed: first.done, leftOver };
  }

  async #rewrapAll(kekId: string): Promise<Tally> {
    const tally = { done: 0, leftOver: 0 };
    let after: Pick<DataKeyRow, 'workspaceId' | 'ownerId' | 'number'> = { workspaceId: NIL, ownerId: NIL, number: 0 };
    for (;;) {
      const rows = await listOtherKeys(this.#deps.database, kekId, { after, limit: BATCH });
      for (const row of rows) await this.#counted(tally, row, () => this.#rewrap(row));
      const last = rows.at(-1);
      if (last === undefined) return tally;
      after = last;
    }
  }

  async #rewrap(row: DataKeyRow): Promise<boolean> {
    const { database, ring } = this.#deps;
    const context = contextOf(row, row.number);
    const bytes = await ring.unwrap(row, context);
    return database.inTx(async (tx) => {
      await shareKeys(tx);
      return rewrapDataKey(tx, row, await ring.wrap(bytes, context));
    });
  }

  async #resealAll(): Promise<Tally> {
    const tally = { done: 0, leftOver: 0 };
    for (const column of FIRST_FORMAT_COLUMNS) await this.#resealColumn(column, tally);
    return tally;
  }

  async #resealColumn(column: SealedColumn, tally: Tally): Promise<void> {
    let after = NIL;
    for (;;) {
      const rows = await listFirstFormat(this.#deps.database, column, { after, limit: BATCH });
      for (const row of rows) await this.#counted(tally, row, () => this.#reseal(column, row));
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.ownerId;
    }
  }

  #reseal(column: SealedColumn, row: SealedRow): Promise<boolean> {
    const { database, vault } = this.#deps;
    const { workspaceId, ownerId } = row;
    const place = { workspaceId, ownerId, field: column.field };
    return database.inTx(async (tx) => {
      const plain = await vault.open(row.sealed, place, tx);
      return replaceSealed(tx, column, { row, sealed: await vault.seal(plain, place, tx) });
    });
  }

  /** One row that cannot be opened stays behind and is told of; a holder of keys that does not answer ends the run. */
  async #counted(tally: Tally, row: Pick<DataKeyRow, 'ownerId'>, work: () => Promise<boolean>): Promise<void> {
    try {
      if (await work()) tally.done += 1;
    } catch (error) {
      if (!isAppError(error) || !LEFT_OVER.has(error.code)) throw error;
      tally.leftOver += 1;
      this.#deps.log.warn('key.rotation_left_over', { ownerId: row.ownerId, code: error.code });
    }
  }
}

interface Tally {
  done: number;
  leftOver: number;
}

const LEFT_OVER: ReadonlySet<string> = new Set([
  'vault.sealed.foreign',
  'vault.sealed.malformed',
  'vault.key.wrong',
  'vault.hashicorp.refused',
  'vault.aws.refused',
]);
