import { defineOperation } from '../../kit.ts';
import { answerSchema, judgeGeneric } from '../answer.ts';
import { bodyFields, headersField, oneBody, pathField, queryField, readBody, readTarget } from '../request-fields.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Any call below the connection's base URL. The step's author declares its class, because only they know the API. */
export const request = defineOperation({
  name: 'request',
  title: 'HTTP request',
  summary: 'Makes any call below the base URL. Say in the step whether the call may be repeated: its class.',
  class: 'author',
  input: {
    type: 'object',
    required: ['method', 'path'],
    properties: {
      method: { type: 'string', title: 'Method', enum: [...METHODS] },
      path: pathField,
      query: queryField,
      headers: headersField,
      ...bodyFields,
    },
    allOf: oneBody,
    additionalProperties: false,
  },
  output: answerSchema,
  request: (input) => {
    const body = readBody(input);
    const method = METHODS.find((name) => name === input.method) ?? 'GET';
    return { method, ...readTarget(input), ...(body === undefined ? {} : { body }) };
  },
  response: judgeGeneric,
  examples: [
    { title: 'Read', input: { method: 'GET', path: '/orders/17', query: { expand: ['lines', 'customer'] } } },
    { title: 'Write JSON', input: { method: 'POST', path: ['orders'], body: { title: 'One engine' } } },
    { title: 'Write a form', input: { method: 'POST', path: 'orders', form: { title: 'One engine' } } },
    {
      title: 'Write text',
      input: { method: 'PUT', path: 'notes/1', text: { contentType: 'text/plain', text: 'Hello' } },
    },
    { title: 'Write XML', input: { method: 'POST', path: 'orders', xml: { root: 'order', value: { title: 'One' } } } },
  ],
});
