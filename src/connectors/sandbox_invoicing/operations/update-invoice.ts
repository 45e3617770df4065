import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { pickFields, textField } from '../../request-parts.ts';
import {
  idField,
  invoiceExample,
  invoiceFieldNames,
  invoiceFields,
  invoiceRequired,
  invoiceSchema,
} from '../records.ts';

/** Replaces what an invoice says; its number and reference stay. */
export const updateInvoice = defineOperation({
  name: 'update_invoice',
  title: 'Update invoice',
  summary: 'Replaces the customer, currency, lines and terms of an invoice. Its number stays.',
  class: 'I',
  input: {
    type: 'object',
    required: ['invoiceId', ...invoiceRequired],
    properties: { invoiceId: idField('Invoice id'), ...invoiceFields },
    additionalProperties: false,
  },
  output: invoiceSchema,
  request: (input) => ({
    method: 'PUT',
    path: ['invoices', textField(input, 'invoiceId')],
    body: { kind: 'json', value: pickFields(input, invoiceFieldNames) },
  }),
  response: judgeRecord,
  statusPoll: jobPoll,
  examples: [{ title: 'Other lines', input: { ...invoiceExample, invoiceId: 'inv_1' } }],
});
