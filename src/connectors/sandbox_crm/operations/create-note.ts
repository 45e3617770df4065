import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { pickFields, textField } from '../../request-parts.ts';
import { idField, noteSchema } from '../records.ts';

/** Writes a remark on a contact. Neither keyed nor findable: after a doubt a person decides. */
export const createNote = defineOperation({
  name: 'create_note',
  title: 'Create note',
  summary: 'Writes a remark on a contact. The CRM offers neither a key nor a search for notes.',
  class: 'N',
  input: {
    type: 'object',
    required: ['contactId', 'text'],
    properties: {
      contactId: idField('Contact id'),
      text: { type: 'string', title: 'Text', minLength: 1, maxLength: 10_000 },
    },
    additionalProperties: false,
  },
  output: noteSchema,
  request: (input) => ({
    method: 'POST',
    path: ['contacts', textField(input, 'contactId'), 'notes'],
    body: { kind: 'json', value: pickFields(input, ['text']) },
  }),
  response: judgeRecord,
  statusPoll: jobPoll,
  examples: [{ title: 'A remark', input: { contactId: 'con_1', text: 'Asked for a quote.' } }],
});
