import { defineOperation } from '../../kit.ts';
import { judgeFirstItem } from '../../record-answer.ts';
import { textField } from '../../request-parts.ts';
import { customerSchema, emailField } from '../records.ts';

/** Looks a customer up by e-mail address; `customer` is null when there is none. */
export const findCustomer = defineOperation({
  name: 'find_customer',
  title: 'Find customer',
  summary: 'Looks a customer up by e-mail address. Finding none is a success with "found" false.',
  class: 'R',
  input: { type: 'object', required: ['email'], properties: { email: emailField }, additionalProperties: false },
  output: {
    type: 'object',
    required: ['found', 'customer'],
    properties: { found: { type: 'boolean' }, customer: { ...customerSchema, type: ['object', 'null'] } },
  },
  request: (input) => ({ method: 'GET', path: ['customers'], query: [['email', textField(input, 'email')]] }),
  response: (answer) => judgeFirstItem(answer, 'customer'),
  examples: [{ title: 'By address', input: { email: 'accounts@engines.example' } }],
});
