import { defineOperation } from '../../kit.ts';
import { judgeRecord } from '../../record-answer.ts';
import { ownerSchema } from '../records.ts';

/** Lists everyone who can own a contact; also the call that proves a credential works. */
export const listOwners = defineOperation({
  name: 'list_owners',
  title: 'List owners',
  summary: 'Lists everyone who can own a contact.',
  class: 'R',
  input: { type: 'object', properties: {}, additionalProperties: false },
  output: {
    type: 'object',
    required: ['items', 'total'],
    properties: { items: { type: 'array', items: ownerSchema }, total: { type: 'integer' } },
  },
  request: () => ({ method: 'GET', path: ['owners'] }),
  response: judgeRecord,
  examples: [{ title: 'Everyone', input: {} }],
});
