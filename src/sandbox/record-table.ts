import type { JsonObject } from '../foundation/index.ts';

/** How the records of one kind are kept. */
export interface TableDefinition {
  /** Ids are this, an underscore and a number: `con_12`. */
  readonly idPrefix: string;
  /** Fields by which records are searched. */
  readonly indexes: readonly string[];
}

/** The records of one kind in memory, in the order they were made, found by id and by the indexed fields. */
export class RecordTable {
  readonly #definition: TableDefinition;
  readonly #records = new Map<string, JsonObject>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();
  #made = 0;

  constructor(definition: TableDefinition) {
    this.#definition = definition;
    for (const field of definition.indexes) this.#indexes.set(field, new Map());
  }

  /** The id that the next new record gets. */
  nextId(): string {
    let number = this.#made + 1;
    // A caller may have chosen an id of this form for a record of its own.
    while (this.#records.has(`${this.#definition.idPrefix}_${number}`)) number += 1;
    return `${this.#definition.idPrefix}_${number}`;
  }

  /** Adds the record, or replaces the one with its id. */
  put(record: JsonObject): void {
    const id = String(record.id);
    const before = this.#records.get(id);
    if (before === undefined) this.#made += 1;
    else this.#unindex(id, before);
    this.#records.set(id, record);
    for (const [field, index] of this.#indexes) addTo(index, String(record[field] ?? ''), id);
  }

  /** Removes the record; its id is not used again. */
  remove(id: string): void {
    const before = this.#records.get(id);
    if (before !== undefined) this.#unindex(id, before);
    this.#records.delete(id);
  }

  get(id: string): JsonObject | undefined {
    return this.#records.get(id);
  }

  /** The records whose indexed field has exactly this value, oldest first. */
  findBy(field: string, value: string): JsonObject[] {
    const ids = this.#indexes.get(field)?.get(value) ?? [];
    return [...ids].map((id) => this.#records.get(id)).filter((record) => record !== undefined);
  }

  /** The newest records, newest first. */
  newest(limit: number): JsonObject[] {
    return [...this.#records.values()].slice(-limit).reverse();
  }

  get size(): number {
    return this.#records.size;
  }

  #unindex(id: string, record: JsonObject): void {
    for (const [field, index] of this.#indexes) index.get(String(record[field] ?? ''))?.delete(id);
  }
}

function addTo(index: Map<string, Set<string>>, value: string, id: string): void {
  const ids = index.get(value);
  if (ids === undefined) index.set(value, new Set([id]));
  else ids.add(id);
}
