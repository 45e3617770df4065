import { makeObject } from '../../foundation/index.ts';
import { EMAIL, FieldReader } from '../field-reader.ts';
import { listRecords } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorEvent, VendorRoute } from '../vendor.ts';

/** Reading what came in through the web form. */
export const leadRoutes: readonly VendorRoute[] = [
  {
    operation: 'list_leads',
    method: 'GET',
    path: '/leads',
    handle: (call) => ({ status: 200, body: listRecords(call, 'leads', []) }),
  },
];

/** Takes a web form and announces it. */
export function submitLead(call: VendorCall): Plan & { readonly event: VendorEvent } {
  const fields = new FieldReader(call.body);
  const lead = makeObject([
    ['id', call.table('leads').nextId()],
    ['name', fields.requiredText('name', { maxLength: 200 })],
    ['email', fields.requiredText('email', { maxLength: 254, pattern: EMAIL })],
    ['company', fields.requiredText('company', { maxLength: 200 })],
    ['country', fields.requiredText('country', { maxLength: 100 })],
    ['message', fields.text('message', { maxLength: 5_000 })],
    ['submittedAt', new Date(call.nowMs).toISOString()],
  ]);
  fields.check();
  return {
    status: 200,
    body: lead,
    puts: [{ table: 'leads', record: lead }],
    event: { type: 'lead.submitted', data: makeObject([['lead', lead]]) },
  };
}
