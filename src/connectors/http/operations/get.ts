import { defineOperation } from '../../kit.ts';
import { answerSchema, judgeGeneric } from '../answer.ts';
import { headersField, pathField, queryField, readTarget } from '../request-fields.ts';

/** Reads a resource below the base URL; also the call that proves a credential works. */
export const get = defineOperation({
  name: 'get',
  title: 'HTTP read',
  summary: 'Reads a resource below the base URL. It may be repeated at will.',
  class: 'R',
  input: {
    type: 'object',
    required: ['path'],
    properties: { path: pathField, query: queryField, headers: headersField },
    additionalProperties: false,
  },
  output: answerSchema,
  request: (input) => ({ method: 'GET', ...readTarget(input) }),
  response: judgeGeneric,
  examples: [{ title: 'One resource', input: { path: '/orders/17', headers: { accept: 'application/json' } } }],
});
