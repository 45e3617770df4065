import { type JsonObject, makeObject } from '../../foundation/index.ts';
import { moneyFromCents } from '../decimal.ts';
import { FieldReader } from '../field-reader.ts';
import { readLineItems } from '../line-items.ts';
import { findRecord, listRecords } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorRoute } from '../vendor.ts';

const DEFAULT_DUE_DAYS = 30;
const MAX_DUE_DAYS = 365;
const DAY_MS = 86_400_000;

/**
 * Invoices. `reference` is the caller's own mark: it is searchable, and two invoices may carry the same one, because
 * finding that out is the caller's job.
 */
export const invoiceRoutes: readonly VendorRoute[] = [
  {
    operation: 'find_invoices',
    method: 'GET',
    path: '/invoices',
    handle: (call) => ({ status: 200, body: listRecords(call, 'invoices', ['reference', 'orderNumber']) }),
  },
  {
    operation: 'get_invoice',
    method: 'GET',
    path: '/invoices/:id',
    handle: (call) => ({ status: 200, body: findRecord(call, 'invoices', call.params.id ?? '') }),
  },
  { operation: 'create_invoice', method: 'POST', path: '/invoices', isKeyed: true, handle: createInvoice },
  { operation: 'update_invoice', method: 'PUT', path: '/invoices/:id', handle: updateInvoice },
];

function createInvoice(call: VendorCall): Plan {
  const { fields, content } = readContent(call);
  const reference = fields.text('reference', { maxLength: 200 });
  fields.check();
  const id = call.table('invoices').nextId();
  const number = `INV-${id.slice(id.indexOf('_') + 1).padStart(5, '0')}`;
  const createdAt = new Date(call.nowMs).toISOString();
  const invoice = makeObject(
    Object.entries({ id, number, ...content, reference, status: 'open', createdAt, updatedAt: createdAt }),
  );
  return { status: 201, ...change('invoice.created', invoice, call) };
}

/** Replaces what the caller sets; number, reference and status stay. */
function updateInvoice(call: VendorCall): Plan {
  const before = findRecord(call, 'invoices', call.params.id ?? '');
  const { fields, content } = readContent(call);
  fields.check();
  const invoice = makeObject(Object.entries({ ...before, ...content, updatedAt: new Date(call.nowMs).toISOString() }));
  return { status: 200, ...change('invoice.updated', invoice, call) };
}

function change(kind: string, invoice: JsonObject, call: VendorCall): Omit<Plan, 'status'> {
  const reference = typeof invoice.reference === 'string' ? { reference: invoice.reference } : {};
  return {
    body: invoice,
    puts: [{ table: 'invoices', record: invoice }],
    effect: { kind, businessKey: businessKeyOf(invoice, call), id: String(invoice.id), ...reference },
  };
}

/** The order is what is invoiced; without one, the caller's reference or the invoice itself has to do. */
export function businessKeyOf(invoice: JsonObject, call: VendorCall): string {
  return call.businessKey ?? String(invoice.orderNumber ?? invoice.reference ?? invoice.id);
}

function readContent(call: VendorCall) {
  const fields = new FieldReader(call.body);
  const customerId = fields.requiredText('customerId');
  const currency = fields.requiredText('currency', { pattern: /^[A-Z]{3}$/ });
  const orderNumber = fields.text('orderNumber', { maxLength: 100 });
  const dueInDays = fields.integer('dueInDays', { min: 0, max: MAX_DUE_DAYS }) ?? DEFAULT_DUE_DAYS;
  const { lines, totalCents } = readLineItems(fields);
  if (lines.length === 0) fields.refuse('lines', 'required', 'An invoice has at least one line.');
  if (customerId !== '' && call.table('customers').get(customerId) === undefined) {
    fields.refuse('customerId', 'unknown', 'There is no such customer.');
  }
  const dueOn = new Date(call.nowMs + dueInDays * DAY_MS).toISOString().slice(0, 10);
  return { fields, content: { customerId, currency, orderNumber, dueOn, lines, total: moneyFromCents(totalCents) } };
}
