import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { pickFields, textField } from '../../request-parts.ts';
import { emailField, emailSchema, idField } from '../records.ts';

/** Sends an invoice by e-mail. Neither keyed nor findable: after a doubt a person decides. */
export const sendInvoiceEmail = defineOperation({
  name: 'send_invoice_email',
  title: 'Send invoice by e-mail',
  summary: 'Sends an invoice by e-mail, to its customer unless another address is given.',
  class: 'N',
  input: {
    type: 'object',
    required: ['invoiceId'],
    properties: {
      invoiceId: idField('Invoice id'),
      to: emailField,
      message: { type: 'string', title: 'Message', maxLength: 5_000 },
    },
    additionalProperties: false,
  },
  output: emailSchema,
  request: (input) => ({
    method: 'POST',
    path: ['invoices', textField(input, 'invoiceId'), 'emails'],
    body: { kind: 'json', value: pickFields(input, ['to', 'message']) },
  }),
  response: judgeRecord,
  statusPoll: jobPoll,
  examples: [
    { title: 'To the customer', input: { invoiceId: 'inv_1' } },
    { title: 'To somebody else', input: { invoiceId: 'inv_1', to: 'ada@engines.example', message: 'As agreed.' } },
  ],
});
