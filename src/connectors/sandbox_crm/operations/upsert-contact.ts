import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { pickFields, textField } from '../../request-parts.ts';
import { contactFieldNames, contactFields, contactSchema, emailField } from '../records.ts';

/** Makes the contact with this e-mail address, or updates it when it exists. */
export const upsertContact = defineOperation({
  name: 'upsert_contact',
  title: 'Create or update contact',
  summary: 'Makes the contact with this e-mail address, or updates the given fields when it exists.',
  class: 'I',
  input: {
    type: 'object',
    required: ['email', 'name'],
    properties: { email: emailField, ...contactFields },
    additionalProperties: false,
  },
  output: contactSchema,
  request: (input) => ({
    method: 'PUT',
    path: ['contacts', 'by-email', textField(input, 'email')],
    body: { kind: 'json', value: pickFields(input, contactFieldNames) },
  }),
  response: judgeRecord,
  statusPoll: jobPoll,
  examples: [
    {
      title: 'From a web form',
      input: {
        email: 'ada@example.com',
        name: 'Ada Lovelace',
        company: 'Engines Ltd',
        country: 'GB',
        source: 'web form',
      },
    },
    { title: 'Only what is required', input: { email: 'ada@example.com', name: 'Ada' } },
  ],
});
