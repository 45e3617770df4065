import type { FlowDocument } from '../../language/index.ts';
import { CRM_CONNECTION, CRM_CONNECTOR } from './sample-connections.ts';

/** A web form becomes a contact with an owner by country, and a task to call within two days. */
export const leadToContact = {
  holdfast: 1,
  name: 'lead-to-contact',
  title: 'A lead becomes a contact with an owner and a task',
  description: 'Makes or updates the contact, picks the owner by country, and puts a follow-up on the contact.',
  trigger: {
    kind: 'webhook',
    connector: CRM_CONNECTOR,
    event: 'lead_submitted',
    connection: CRM_CONNECTION,
    signature: { kind: 'standard_webhooks' },
  },
  orderKey: { fn: 'lower', args: [{ from: 'trigger.data.lead.email' }] },
  steps: [
    {
      kind: 'call',
      key: 'contact',
      title: 'Make or update the contact',
      connection: CRM_CONNECTION,
      operation: 'upsert_contact',
      input: {
        object: {
          email: { from: 'trigger.data.lead.email' },
          name: { from: 'trigger.data.lead.name' },
          company: { from: 'trigger.data.lead.company' },
          country: { from: 'trigger.data.lead.country' },
          source: { value: 'web form' },
        },
      },
    },
    {
      kind: 'map',
      key: 'owner',
      title: 'Pick the owner by country',
      to: {
        table: { GB: 'own_1', IE: 'own_1', US: 'own_1', AT: 'own_3', CH: 'own_3', DE: 'own_3' },
        key: { fn: 'upper', args: [{ from: 'trigger.data.lead.country' }] },
        default: { value: 'own_2' },
      },
    },
    {
      kind: 'call',
      key: 'assigned',
      title: 'Assign the owner',
      connection: CRM_CONNECTION,
      operation: 'assign_owner',
      input: { object: { contactId: { from: 'steps.contact.id' }, ownerId: { from: 'steps.owner' } } },
    },
    {
      kind: 'call',
      key: 'follow_up',
      title: 'Put a follow-up on the contact',
      connection: CRM_CONNECTION,
      operation: 'create_task',
      input: {
        object: {
          contactId: { from: 'steps.contact.id' },
          ownerId: { from: 'steps.owner' },
          title: { template: 'Call {{trigger.data.lead.name}} of {{trigger.data.lead.company}}' },
          dueOn: {
            fn: 'formatDate',
            args: [{ fn: 'addDuration', args: [{ fn: 'now' }, { value: 'P2D' }] }, { value: 'yyyy-MM-dd' }],
          },
        },
      },
    },
  ],
} as const satisfies FlowDocument;
