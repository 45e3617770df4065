import { type JsonObject, makeObject } from '../../foundation/index.ts';
import { EMAIL, FieldReader } from '../field-reader.ts';
import { findRecord, listRecords } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorRoute } from '../vendor.ts';

const OPTIONAL_FIELDS = ['company', 'country', 'phone', 'source'] as const;

/** Reading, making and changing contacts, and their notes. */
export const contactRoutes: readonly VendorRoute[] = [
  {
    operation: 'find_contact',
    method: 'GET',
    path: '/contacts',
    handle: (call) => ({ status: 200, body: listRecords(call, 'contacts', ['email']) }),
  },
  {
    operation: 'get_contact',
    method: 'GET',
    path: '/contacts/:id',
    handle: (call) => ({ status: 200, body: findRecord(call, 'contacts', call.params.id ?? '') }),
  },
  { operation: 'upsert_contact', method: 'PUT', path: '/contacts/by-email/:email', handle: upsertContact },
  { operation: 'assign_owner', method: 'PUT', path: '/contacts/:id/owner', handle: assignOwner },
  { operation: 'create_note', method: 'POST', path: '/contacts/:id/notes', handle: createNote },
];

function upsertContact(call: VendorCall): Plan {
  const email = readEmail(call);
  const fields = new FieldReader(call.body);
  const name = fields.requiredText('name', { maxLength: 200 });
  const optional = OPTIONAL_FIELDS.map((field): [string, string | null] => [
    field,
    fields.text(field, { maxLength: 200 }),
  ]);
  fields.check();
  const existing = call.table('contacts').findBy('email', email)[0];
  const contact = makeObject([
    ...Object.entries(existing ?? newContact(call, email)),
    ['name', name],
    ['updatedAt', isoTime(call)],
  ]);
  for (const [field, value] of optional) if (value !== null) contact[field] = value;
  return {
    status: existing === undefined ? 201 : 200,
    body: contact,
    puts: [{ table: 'contacts', record: contact }],
    effect: {
      kind: existing === undefined ? 'contact.created' : 'contact.updated',
      businessKey: call.businessKey ?? email,
      id: String(contact.id),
    },
  };
}

function assignOwner(call: VendorCall): Plan {
  const contact = findRecord(call, 'contacts', call.params.id ?? '');
  const fields = new FieldReader(call.body);
  const ownerId = fields.requiredText('ownerId');
  if (ownerId !== '' && call.table('owners').get(ownerId) === undefined)
    fields.refuse('ownerId', 'unknown', 'There is no such owner.');
  fields.check();
  const owned = makeObject([...Object.entries(contact), ['ownerId', ownerId], ['updatedAt', isoTime(call)]]);
  return {
    status: 200,
    body: owned,
    puts: [{ table: 'contacts', record: owned }],
    effect: { kind: 'owner.assigned', businessKey: call.businessKey ?? String(contact.email), id: String(contact.id) },
  };
}

function createNote(call: VendorCall): Plan {
  const contact = findRecord(call, 'contacts', call.params.id ?? '');
  const fields = new FieldReader(call.body);
  const text = fields.requiredText('text', { maxLength: 10_000 });
  fields.check();
  const id = call.table('notes').nextId();
  const note = makeObject([
    ['id', id],
    ['contactId', contact.id ?? null],
    ['text', text],
    ['createdAt', isoTime(call)],
  ]);
  return {
    status: 201,
    body: note,
    puts: [{ table: 'notes', record: note }],
    effect: { kind: 'note.created', businessKey: call.businessKey ?? String(contact.email), id },
  };
}

function newContact(call: VendorCall, email: string): JsonObject {
  const nothing = ['company', 'country', 'phone', 'source', 'ownerId'].map((field): [string, null] => [field, null]);
  const id = call.table('contacts').nextId();
  return makeObject([['id', id], ['email', email], ['name', null], ...nothing, ['createdAt', isoTime(call)]]);
}

function readEmail(call: VendorCall): string {
  const fields = new FieldReader({ email: call.params.email ?? '' });
  const email = fields.requiredText('email', { maxLength: 254, pattern: EMAIL });
  fields.check();
  return email;
}

function isoTime(call: VendorCall): string {
  return new Date(call.nowMs).toISOString();
}
