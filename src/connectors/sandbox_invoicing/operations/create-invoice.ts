import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { findByReference, judgeRecord } from '../../record-answer.ts';
import { pickFields } from '../../request-parts.ts';
import { invoiceExample, invoiceFieldNames, invoiceFields, invoiceRequired, invoiceSchema } from '../records.ts';

/** The service keeps a key and its answer for 24 hours. */
const KEY_LIFE_MS = 24 * 3_600_000;

/** Makes an invoice under an idempotency key; our reference on it serves once the key's life is over. */
export const createInvoice = defineOperation({
  name: 'create_invoice',
  title: 'Create invoice',
  summary: 'Makes an invoice. The service takes an idempotency key, so a repeated call makes no second one.',
  class: 'K',
  input: { type: 'object', required: invoiceRequired, properties: invoiceFields, additionalProperties: false },
  output: invoiceSchema,
  request: (input, context) => ({
    method: 'POST',
    path: ['invoices'],
    body: { kind: 'json', value: { ...pickFields(input, invoiceFieldNames), reference: context.reference } },
  }),
  response: judgeRecord,
  idempotency: { header: 'Idempotency-Key', quoted: false, keyLifeMs: KEY_LIFE_MS, replaysErrors: false },
  lookUp: {
    request: (reference) => ({ method: 'GET', path: ['invoices'], query: [['reference', reference]] }),
    found: findByReference,
  },
  statusPoll: jobPoll,
  examples: [{ title: 'Two lines', input: invoiceExample }],
});
