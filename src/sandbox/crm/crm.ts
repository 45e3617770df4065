/**
 * The sandbox CRM: contacts, owners, deals, tasks, notes and webhooks.
 */
import { makeObject } from '../../foundation/index.ts';
import { makeCredentialCheck } from '../credential-check.ts';
import { listRecords } from '../record-lookup.ts';
import { type StandIn, type StandInOptions, VendorStandIn } from '../stand-in.ts';
import type { Refusal, VendorRoute } from '../vendor.ts';
import { contactRoutes } from './contacts.ts';
import { closeDeal, dealRoutes } from './deals.ts';
import { guide } from './guide.ts';
import { leadRoutes, submitLead } from './leads.ts';
import { seededDeals, seededOwners } from './seeds.ts';
import { taskRoutes } from './tasks.ts';
import { webhookRoutes } from './webhooks.ts';

export interface CrmOptions extends StandInOptions {
  /** The one credential: as a bearer token or in the header `x-api-key`. */
  readonly token: string;
}

const ownerRoutes: readonly VendorRoute[] = [
  {
    operation: 'list_owners',
    method: 'GET',
    path: '/owners',
    handle: (call) => ({ status: 200, body: listRecords(call, 'owners', []) }),
  },
];

/** A CRM that listens once it is started. */
export function createCrm(options: CrmOptions): StandIn {
  return new VendorStandIn(
    {
      name: 'sandbox-crm',
      tables: {
        contacts: { idPrefix: 'con', indexes: ['email'] },
        owners: { idPrefix: 'own', indexes: [] },
        deals: { idPrefix: 'deal', indexes: [] },
        leads: { idPrefix: 'lead', indexes: [] },
        tasks: { idPrefix: 'task', indexes: ['reference', 'contactId'] },
        notes: { idPrefix: 'note', indexes: ['contactId'] },
      },
      seeds: { owners: seededOwners, deals: seededDeals },
      routes: [...contactRoutes, ...ownerRoutes, ...dealRoutes, ...leadRoutes, ...taskRoutes, ...webhookRoutes],
      actions: [
        { path: '/sandbox/close-deal', event: 'deal.closed_won', handle: closeDeal },
        { path: '/sandbox/submit-lead', event: 'lead.submitted', handle: submitLead },
      ],
      checkCredential: makeCredentialCheck({ apiKey: options.token, bearerToken: options.token }),
      errorBody: crmError,
      guide: (url) => guide(url, options.token),
    },
    options,
  );
}

/** `{"error":{"code":…,"message":…,"fields":[…]}}` */
function crmError(refusal: Refusal) {
  const fields = refusal.problems.map(({ pointer, code, message }) => ({ field: pointer.slice(1), code, message }));
  return makeObject([['error', { code: refusal.code, message: refusal.message, fields }]]);
}
