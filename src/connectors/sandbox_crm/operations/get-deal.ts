import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { textField } from '../../request-parts.ts';
import { dealSchema, idField } from '../records.ts';

/** Reads one deal with its company and lines. */
export const getDeal = defineOperation({
  name: 'get_deal',
  title: 'Get deal',
  summary: 'Reads one deal with its company and the lines that were sold.',
  class: 'R',
  input: {
    type: 'object',
    required: ['dealId'],
    properties: { dealId: idField('Deal id') },
    additionalProperties: false,
  },
  output: dealSchema,
  request: (input) => ({ method: 'GET', path: ['deals', textField(input, 'dealId')] }),
  response: judgeRecord,
  examples: [{ title: 'A seeded deal', input: { dealId: 'deal_1' } }],
});
