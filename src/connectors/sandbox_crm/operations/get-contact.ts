import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { textField } from '../../request-parts.ts';
import { contactSchema, idField } from '../records.ts';

/** Reads one contact by its id. */
export const getContact = defineOperation({
  name: 'get_contact',
  title: 'Get contact',
  summary: 'Reads one contact by its id.',
  class: 'R',
  input: {
    type: 'object',
    required: ['contactId'],
    properties: { contactId: idField('Contact id') },
    additionalProperties: false,
  },
  output: contactSchema,
  request: (input) => ({ method: 'GET', path: ['contacts', textField(input, 'contactId')] }),
  response: judgeRecord,
  examples: [{ title: 'One contact', input: { contactId: 'con_1' } }],
});
