import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { pickFields, textField } from '../../request-parts.ts';
import { customerFieldNames, customerFields, customerSchema, emailField } from '../records.ts';

/** Makes the customer with this e-mail address, or updates it when it exists. */
export const upsertCustomer = defineOperation({
  name: 'upsert_customer',
  title: 'Create or update customer',
  summary: 'Makes the customer with this e-mail address, or updates the given fields when it exists.',
  class: 'I',
  input: {
    type: 'object',
    required: ['email', 'name'],
    properties: { email: emailField, ...customerFields },
    additionalProperties: false,
  },
  output: customerSchema,
  request: (input) => ({
    method: 'PUT',
    path: ['customers', 'by-email', textField(input, 'email')],
    body: { kind: 'json', value: pickFields(input, customerFieldNames) },
  }),
  response: judgeRecord,
  statusPoll: jobPoll,
  examples: [
    { title: 'With country', input: { email: 'accounts@engines.example', name: 'Engines Ltd', country: 'GB' } },
    { title: 'Only what is required', input: { email: 'accounts@engines.example', name: 'Engines Ltd' } },
  ],
});
