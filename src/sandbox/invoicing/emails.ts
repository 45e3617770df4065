import { makeObject } from '../../foundation/index.ts';
import { EMAIL, FieldReader } from '../field-reader.ts';
import { findRecord, listRecords } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorRoute } from '../vendor.ts';
import { businessKeyOf } from './invoices.ts';

/** Sending invoices. No key is taken and nothing can be searched by: what was sent can only be read under `/emails`. */
export const emailRoutes: readonly VendorRoute[] = [
  { operation: 'send_invoice_email', method: 'POST', path: '/invoices/:id/emails', handle: sendEmail },
  {
    operation: 'list_emails',
    method: 'GET',
    path: '/emails',
    handle: (call) => ({ status: 200, body: listRecords(call, 'emails', []) }),
  },
];

function sendEmail(call: VendorCall): Plan {
  const invoice = findRecord(call, 'invoices', call.params.id ?? '');
  const customer = findRecord(call, 'customers', String(invoice.customerId));
  const fields = new FieldReader(call.body);
  const to = fields.text('to', { maxLength: 254, pattern: EMAIL }) ?? String(customer.email);
  const message = fields.text('message', { maxLength: 5_000 });
  fields.check();
  const id = call.table('emails').nextId();
  const sentAt = new Date(call.nowMs).toISOString();
  const email = makeObject(Object.entries({ id, invoiceId: invoice.id ?? null, to, message, sentAt }));
  const sent = makeObject([...Object.entries(invoice), ['status', 'sent'], ['updatedAt', sentAt]]);
  return {
    status: 201,
    body: email,
    puts: [
      { table: 'emails', record: email },
      { table: 'invoices', record: sent },
    ],
    effect: { kind: 'email.sent', businessKey: businessKeyOf(invoice, call), id },
  };
}
