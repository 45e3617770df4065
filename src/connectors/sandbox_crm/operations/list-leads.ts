import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { leadSchema } from '../records.ts';

/** Lists what came in through the web form; the CRM gives the newest hundred. */
export const listLeads = defineOperation({
  name: 'list_leads',
  title: 'List leads',
  summary: 'Lists the newest hundred leads of the web form.',
  class: 'R',
  input: { type: 'object', properties: {}, additionalProperties: false },
  output: {
    type: 'object',
    required: ['items', 'total'],
    properties: { items: { type: 'array', items: leadSchema }, total: { type: 'integer' } },
  },
  request: () => ({ method: 'GET', path: ['leads'] }),
  response: judgeRecord,
  examples: [{ title: 'Every lead', input: {} }],
});
