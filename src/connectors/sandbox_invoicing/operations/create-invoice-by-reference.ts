import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { findByReference, judgeRecord } from '../../record-answer.ts';
import { pickFields } from '../../request-parts.ts';
import { invoiceExample, invoiceFieldNames, invoiceFields, invoiceRequired, invoiceSchema } from '../records.ts';

/** The service's search shows a new invoice within a second or so; the first look waits a little longer. */
const SETTLE_MS = 3_000;
const SECOND_LOOK_MS = 10_000;

/** Makes an invoice without a key, as many services know it: only a search for our reference tells whether it is there. */
export const createInvoiceByReference = defineOperation({
  name: 'create_invoice_by_reference',
  title: 'Create invoice, found by reference',
  summary: 'Makes an invoice without an idempotency key. After a doubt it is searched for by our reference.',
  class: 'L',
  input: { type: 'object', required: invoiceRequired, properties: invoiceFields, additionalProperties: false },
  output: invoiceSchema,
  request: (input, context) => ({
    method: 'POST',
    path: ['invoices'],
    body: { kind: 'json', value: { ...pickFields(input, invoiceFieldNames), reference: context.reference } },
  }),
  response: judgeRecord,
  lookUp: {
    settleMs: SETTLE_MS,
    secondLookMs: SECOND_LOOK_MS,
    request: (reference) => ({ method: 'GET', path: ['invoices'], query: [['reference', reference]] }),
    found: findByReference,
  },
  statusPoll: jobPoll,
  examples: [{ title: 'Two lines', input: invoiceExample }],
});
