import { type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { moneyFromCents } from '../decimal.ts';
import { EMAIL, FieldReader } from '../field-reader.ts';
import { type LineItems, readLineItems, singleLine } from '../line-items.ts';
import { findRecord, listRecords } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorEvent, VendorRoute } from '../vendor.ts';

/** What a deal is worth whose amount nobody gave. */
const DEFAULT_AMOUNT = 1_000;

/** Reading deals; they are closed at `/sandbox/close-deal`, as a salesperson would in the CRM's own pages. */
export const dealRoutes: readonly VendorRoute[] = [
  {
    operation: 'list_deals',
    method: 'GET',
    path: '/deals',
    handle: (call) => ({ status: 200, body: listRecords(call, 'deals', []) }),
  },
  {
    operation: 'get_deal',
    method: 'GET',
    path: '/deals/:id',
    handle: (call) => ({ status: 200, body: findRecord(call, 'deals', call.params.id ?? '') }),
  },
];

/**
 * Closes a deal as won and announces it. Without `dealId` a new deal is made; with the id of a deal that is not there,
 * one with that id; a deal that was won already is changed and announced again.
 */
export function closeDeal(call: VendorCall): Plan & { readonly event: VendorEvent } {
  const fields = new FieldReader(call.body);
  const id = fields.text('dealId', { maxLength: 100, pattern: /^[A-Za-z0-9_-]+$/ }) ?? call.table('deals').nextId();
  const existing = call.table('deals').get(id);
  const title = fields.text('title', { maxLength: 200 }) ?? String(existing?.title ?? 'A new deal');
  const currency = fields.text('currency', { pattern: /^[A-Z]{3}$/ }) ?? String(existing?.currency ?? 'EUR');
  const company = readCompany(fields) ?? existing?.company ?? defaultCompany();
  const sold = readSold(fields, call.body, { title, existing });
  fields.check();
  const closedAt = new Date(call.nowMs).toISOString();
  const deal = makeObject(Object.entries({ id, title, stage: 'won', ...sold, currency, closedAt, company }));
  return {
    status: 200,
    body: deal,
    puts: [{ table: 'deals', record: deal }],
    event: { type: 'deal.closed_won', data: makeObject([['deal', deal]]) },
  };
}

/** The lines as given, else one line over the amount, else what the deal has already, else one line over a round sum. */
function readSold(fields: FieldReader, body: JsonObject, deal: { title: string; existing: JsonObject | undefined }) {
  if (body.lines !== undefined) return soldFields(readGivenLines(fields));
  if (body.amount !== undefined) return soldFields(singleLine(fields, 'amount', deal.title));
  const { amount, lines } = deal.existing ?? {};
  if (amount !== undefined && lines !== undefined) return { amount, lines };
  return soldFields(singleLine(new FieldReader({ amount: DEFAULT_AMOUNT }), 'amount', deal.title));
}

function readGivenLines(fields: FieldReader): LineItems {
  const given = readLineItems(fields);
  if (given.lines.length === 0) fields.refuse('lines', 'required', 'A deal has at least one line.');
  return given;
}

function soldFields(sold: LineItems): { amount: JsonValue; lines: JsonValue } {
  const lines = sold.lines.map((line) => makeObject(Object.entries(line).filter(([name]) => name !== 'amount')));
  return { amount: moneyFromCents(sold.totalCents), lines };
}

function readCompany(fields: FieldReader): JsonObject | undefined {
  const company = fields.object('company');
  if (company === undefined) return undefined;
  const name = company.requiredText('name', { maxLength: 200 });
  const email = company.requiredText('email', { maxLength: 254, pattern: EMAIL });
  return makeObject([
    ['name', name],
    ['email', email],
    ['country', company.text('country', { maxLength: 100 }) ?? 'GB'],
  ]);
}

function defaultCompany(): JsonObject {
  return makeObject([
    ['name', 'Engines Ltd'],
    ['email', 'accounts@engines.example'],
    ['country', 'GB'],
  ]);
}
