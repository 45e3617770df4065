import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { pickFields, textField } from '../../request-parts.ts';
import { contactSchema, idField } from '../records.ts';

/** Makes an owner responsible for a contact, in place of the one before. */
export const assignOwner = defineOperation({
  name: 'assign_owner',
  title: 'Assign owner',
  summary: 'Makes an owner responsible for a contact, in place of the one before.',
  class: 'I',
  input: {
    type: 'object',
    required: ['contactId', 'ownerId'],
    properties: { contactId: idField('Contact id'), ownerId: idField('Owner id') },
    additionalProperties: false,
  },
  output: contactSchema,
  request: (input) => ({
    method: 'PUT',
    path: ['contacts', textField(input, 'contactId'), 'owner'],
    body: { kind: 'json', value: pickFields(input, ['ownerId']) },
  }),
  response: judgeRecord,
  statusPoll: jobPoll,
  examples: [{ title: 'To the first owner', input: { contactId: 'con_1', ownerId: 'own_1' } }],
});
