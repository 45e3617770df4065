import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { dealSchema } from '../records.ts';

/** Lists deals of every stage; the CRM gives the newest hundred. */
export const listDeals = defineOperation({
  name: 'list_deals',
  title: 'List deals',
  summary: 'Lists the newest hundred deals, of every stage.',
  class: 'R',
  input: { type: 'object', properties: {}, additionalProperties: false },
  output: {
    type: 'object',
    required: ['items', 'total'],
    properties: { items: { type: 'array', items: dealSchema }, total: { type: 'integer' } },
  },
  request: () => ({ method: 'GET', path: ['deals'] }),
  response: judgeRecord,
  examples: [{ title: 'Every deal', input: {} }],
});
