import { type JsonObject, makeObject } from '../../foundation/index.ts';
import { EMAIL, FieldReader } from '../field-reader.ts';
import { findRecord, listRecords } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorRoute } from '../vendor.ts';

/** Finding, making and changing customers. */
export const customerRoutes: readonly VendorRoute[] = [
  {
    operation: 'find_customer',
    method: 'GET',
    path: '/customers',
    handle: (call) => ({ status: 200, body: listRecords(call, 'customers', ['email']) }),
  },
  {
    operation: 'get_customer',
    method: 'GET',
    path: '/customers/:id',
    handle: (call) => ({ status: 200, body: findRecord(call, 'customers', call.params.id ?? '') }),
  },
  { operation: 'upsert_customer', method: 'PUT', path: '/customers/by-email/:email', handle: upsertCustomer },
];

function upsertCustomer(call: VendorCall): Plan {
  const email = call.params.email ?? '';
  const fields = new FieldReader(call.body);
  if (!EMAIL.test(email)) fields.refuse('email', 'format', 'This is not an e-mail address.');
  const name = fields.requiredText('name', { maxLength: 200 });
  const country = fields.text('country', { maxLength: 100 });
  const vatId = fields.text('vatId', { maxLength: 50 });
  fields.check();
  const existing = call.table('customers').findBy('email', email)[0];
  const updatedAt = new Date(call.nowMs).toISOString();
  const customer = makeObject([
    ...Object.entries(existing ?? newCustomer(call, email)),
    ['name', name],
    ['updatedAt', updatedAt],
  ]);
  if (country !== null) customer.country = country;
  if (vatId !== null) customer.vatId = vatId;
  const kind = existing === undefined ? 'customer.created' : 'customer.updated';
  return {
    status: existing === undefined ? 201 : 200,
    body: customer,
    puts: [{ table: 'customers', record: customer }],
    effect: { kind, businessKey: call.businessKey ?? email, id: String(customer.id) },
  };
}

function newCustomer(call: VendorCall, email: string): JsonObject {
  const id = call.table('customers').nextId();
  const createdAt = new Date(call.nowMs).toISOString();
  return makeObject(Object.entries({ id, email, name: null, country: null, vatId: null, createdAt }));
}
