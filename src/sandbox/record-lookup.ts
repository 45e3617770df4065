/**
 * Reading records on behalf of a call.
 */
import { type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { VendorCall } from './vendor.ts';

/** Records on one page of a list; there is no second page. */
const LIST_LENGTH = 100;

/** The record with this id; throws `sandbox.record.not_found`. */
export function findRecord(call: VendorCall, table: string, id: string): JsonObject {
  const record = call.table(table).get(id);
  if (record === undefined) throw fail('sandbox.record.not_found', { context: { table, id: id.slice(0, 100) } });
  return record;
}

/**
 * The records that a list call asks for: those whose searchable field has the value of the parameter of that name, else
 * the newest. A search sees only what the index has caught up with.
 */
export function listRecords(call: VendorCall, table: string, searchable: readonly string[]): JsonValue {
  const field = searchable.find((name) => call.query[name] !== undefined);
  if (field === undefined) return listBody(call.table(table).newest(LIST_LENGTH));
  const indexedUntilMs = call.nowMs - call.indexLagMs;
  const found = call.table(table).findBy(field, call.query[field] ?? '');
  return listBody(
    found.filter((record) => Date.parse(String(record.createdAt)) <= indexedUntilMs).slice(0, LIST_LENGTH),
  );
}

/** The envelope of every list. */
export function listBody(items: readonly JsonObject[]): JsonValue {
  return makeObject([
    ['items', [...items]],
    ['total', items.length],
  ]);
}
