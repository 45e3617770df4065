import { makeObject } from '../../foundation/index.ts';
import { FieldReader } from '../field-reader.ts';
import { listRecords } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorRoute } from '../vendor.ts';

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Making tasks and searching them by reference. */
export const taskRoutes: readonly VendorRoute[] = [
  {
    operation: 'find_tasks',
    method: 'GET',
    path: '/tasks',
    handle: (call) => ({ status: 200, body: listRecords(call, 'tasks', ['reference', 'contactId']) }),
  },
  { operation: 'create_task', method: 'POST', path: '/tasks', isKeyed: true, handle: createTask },
];

function createTask(call: VendorCall): Plan {
  const fields = new FieldReader(call.body);
  const contactId = fields.requiredText('contactId');
  const title = fields.requiredText('title', { maxLength: 200 });
  const dueOn = fields.requiredText('dueOn', { pattern: DAY });
  const ownerId = fields.text('ownerId');
  const reference = fields.text('reference', { maxLength: 200 });
  const contact = call.table('contacts').get(contactId);
  if (contactId !== '' && contact === undefined) fields.refuse('contactId', 'unknown', 'There is no such contact.');
  if (ownerId !== null && call.table('owners').get(ownerId) === undefined)
    fields.refuse('ownerId', 'unknown', 'There is no such owner.');
  fields.check();
  const id = call.table('tasks').nextId();
  const createdAt = new Date(call.nowMs).toISOString();
  const task = makeObject(
    Object.entries({ id, contactId, ownerId, title, dueOn, status: 'open', reference, createdAt }),
  );
  const businessKey = call.businessKey ?? `${String(contact?.email)}|${title}`;
  return {
    status: 201,
    body: task,
    puts: [{ table: 'tasks', record: task }],
    effect: { kind: 'task.created', businessKey, id, ...(reference === null ? {} : { reference }) },
  };
}
