import { jobPoll } from '../../job-poll.ts';
import { defineOperation } from '../../kit.ts';
import { findByReference, judgeRecord } from '../../record-answer.ts';
import { pickFields } from '../../request-parts.ts';
import { idField, taskSchema } from '../records.ts';

/** The CRM keeps a key and its answer for 24 hours. */
const KEY_LIFE_MS = 24 * 3_600_000;

/** Puts a task on a contact. The CRM takes an idempotency key, and finds tasks by our reference after the key's life. */
export const createTask = defineOperation({
  name: 'create_task',
  title: 'Create task',
  summary: 'Puts something to do on a contact, with a day until which it is to be done.',
  class: 'K',
  input: {
    type: 'object',
    required: ['contactId', 'title', 'dueOn'],
    properties: {
      contactId: idField('Contact id'),
      title: { type: 'string', title: 'Title', minLength: 1, maxLength: 200 },
      dueOn: { type: 'string', format: 'date', title: 'Due on', description: 'A day, such as 2026-11-26.' },
      ownerId: idField('Owner id'),
    },
    additionalProperties: false,
  },
  output: taskSchema,
  request: (input, context) => ({
    method: 'POST',
    path: ['tasks'],
    body: {
      kind: 'json',
      value: { ...pickFields(input, ['contactId', 'title', 'dueOn', 'ownerId']), reference: context.reference },
    },
  }),
  response: judgeRecord,
  idempotency: { header: 'Idempotency-Key', quoted: false, keyLifeMs: KEY_LIFE_MS, replaysErrors: false },
  lookUp: {
    request: (reference) => ({ method: 'GET', path: ['tasks'], query: [['reference', reference]] }),
    found: findByReference,
  },
  statusPoll: jobPoll,
  examples: [
    { title: 'Follow up', input: { contactId: 'con_1', title: 'Call Ada', dueOn: '2026-11-26', ownerId: 'own_1' } },
  ],
});
