/**
 * The sandbox CRM: a stand-in vendor with contacts, owners, deals, tasks, notes and webhooks, for the sample workspace
 * and for every test that needs a vendor that can be broken on purpose.
 */
import { baseUrlSchema, readBaseOrigin, readBaseUrl } from '../base-url.ts';
import { defineConnector } from '../kit.ts';
import { isCrmThrottle } from './answer.ts';
import { assignOwner } from './operations/assign-owner.ts';
import { createNote } from './operations/create-note.ts';
import { createTask } from './operations/create-task.ts';
import { findContact } from './operations/find-contact.ts';
import { getContact } from './operations/get-contact.ts';
import { getDeal } from './operations/get-deal.ts';
import { listDeals } from './operations/list-deals.ts';
import { listLeads } from './operations/list-leads.ts';
import { listOwners } from './operations/list-owners.ts';
import { upsertContact } from './operations/upsert-contact.ts';
import { setup } from './setup.ts';
import { triggers } from './triggers/triggers.ts';

/** The connector of the sandbox CRM. */
export const sandboxCrm = defineConnector({
  name: 'sandbox_crm',
  title: 'Sandbox CRM',
  summary: 'The stand-in CRM of the sample workspace: contacts, owners, deals, tasks and notes.',
  auth: [{ kind: 'bearer' }, { kind: 'api_key', in: 'header', name: 'x-api-key' }],
  settings: {
    type: 'object',
    required: ['baseUrl'],
    properties: { baseUrl: baseUrlSchema },
    additionalProperties: false,
  },
  baseUrl: readBaseUrl,
  origins: (settings) => [readBaseOrigin(settings)],
  verification: 'list_owners',
  operations: {
    find_contact: findContact,
    get_contact: getContact,
    upsert_contact: upsertContact,
    list_owners: listOwners,
    get_deal: getDeal,
    list_deals: listDeals,
    list_leads: listLeads,
    assign_owner: assignOwner,
    create_task: createTask,
    create_note: createNote,
  },
  triggers,
  isThrottled: isCrmThrottle,
  setup,
  sources: [
    {
      url: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
      checked: '2026-11-24',
    },
  ],
});
