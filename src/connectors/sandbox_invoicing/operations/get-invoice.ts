import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { textField } from '../../request-parts.ts';
import { idField, invoiceSchema } from '../records.ts';

/** Reads one invoice by its id. */
export const getInvoice = defineOperation({
  name: 'get_invoice',
  title: 'Get invoice',
  summary: 'Reads one invoice by its id.',
  class: 'R',
  input: {
    type: 'object',
    required: ['invoiceId'],
    properties: { invoiceId: idField('Invoice id') },
    additionalProperties: false,
  },
  output: invoiceSchema,
  request: (input) => ({ method: 'GET', path: ['invoices', textField(input, 'invoiceId')] }),
  response: judgeRecord,
  examples: [{ title: 'One invoice', input: { invoiceId: 'inv_1' } }],
});
