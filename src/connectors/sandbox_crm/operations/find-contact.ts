import { defineOperation } from '../../kit.ts';
import { judgeFirstItem } from '../../record-answer.ts';
import { textField } from '../../request-parts.ts';
import { contactSchema, emailField } from '../records.ts';

/** Looks a contact up by e-mail address; `contact` is null when there is none. */
export const findContact = defineOperation({
  name: 'find_contact',
  title: 'Find contact',
  summary: 'Looks a contact up by e-mail address. Finding none is a success with "found" false.',
  class: 'R',
  input: { type: 'object', required: ['email'], properties: { email: emailField }, additionalProperties: false },
  output: {
    type: 'object',
    required: ['found', 'contact'],
    properties: { found: { type: 'boolean' }, contact: { ...contactSchema, type: ['object', 'null'] } },
  },
  request: (input) => ({ method: 'GET', path: ['contacts'], query: [['email', textField(input, 'email')]] }),
  response: (answer) => judgeFirstItem(answer, 'contact'),
  examples: [{ title: 'By address', input: { email: 'ada@example.com' } }],
});
