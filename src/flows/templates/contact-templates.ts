/** Templates that begin with a lead, a form or a contact. */
import type { CallStep } from '../../language/index.ts';
import { CRM, dayIn, from, INVOICING, LEAD_SUBMITTED, type Template, webhookOf } from './template.ts';

const contact: CallStep = {
  kind: 'call',
  key: 'contact',
  title: 'Make or update the contact',
  connection: CRM.role,
  operation: 'upsert_contact',
  input: {
    object: {
      email: from('trigger.data.lead.email'),
      name: from('trigger.data.lead.name'),
      company: from('trigger.data.lead.company'),
      country: from('trigger.data.lead.country'),
      source: { value: 'web form' },
    },
  },
};

const leadToContact: Template = {
  summary: 'Makes a contact of every lead, gives it to the owner of its country, and asks for a call within two days.',
  roles: [CRM],
  document: {
    holdfast: 1,
    name: 'lead-to-contact',
    title: 'A lead becomes a contact with an owner and a task',
    trigger: LEAD_SUBMITTED,
    orderKey: { fn: 'lower', args: [from('trigger.data.lead.email')] },
    steps: [
      contact,
      {
        kind: 'map',
        key: 'owner',
        title: 'Pick the owner by country',
        to: {
          table: { GB: 'own_1', IE: 'own_1', US: 'own_1', AT: 'own_3', CH: 'own_3', DE: 'own_3' },
          key: { fn: 'upper', args: [from('trigger.data.lead.country')] },
          default: { value: 'own_2' },
        },
      },
      assigned('assigned', from('steps.owner')),
      {
        kind: 'call',
        key: 'follow_up',
        title: 'Put a follow-up on the contact',
        connection: CRM.role,
        operation: 'create_task',
        input: {
          object: {
            contactId: from('steps.contact.id'),
            ownerId: from('steps.owner'),
            title: { template: 'Call {{trigger.data.lead.name}} of {{trigger.data.lead.company}}' },
            dueOn: dayIn(2),
          },
        },
      },
    ],
  },
};

const leadRouter: Template = {
  summary: 'Gives leads from home to one owner, neighbours to another, and has somebody look at all others.',
  roles: [CRM],
  document: {
    holdfast: 1,
    name: 'lead-router',
    title: 'Leads go to the owner of their region',
    trigger: LEAD_SUBMITTED,
    orderKey: { fn: 'lower', args: [from('trigger.data.lead.email')] },
    steps: [
      contact,
      {
        kind: 'branch',
        key: 'region',
        title: 'By country',
        cases: [
          {
            when: "trigger.data.lead.country in ['GB', 'IE']",
            steps: [assigned('home', { value: 'own_1' })],
          },
          {
            when: "trigger.data.lead.country in ['AT', 'CH', 'DE']",
            steps: [assigned('neighbours', { value: 'own_3' })],
          },
        ],
        otherwise: [
          {
            kind: 'call',
            key: 'unrouted',
            title: 'Ask who takes it',
            connection: CRM.role,
            operation: 'create_task',
            input: {
              object: {
                contactId: from('steps.contact.id'),
                title: { template: 'Find an owner for {{trigger.data.lead.name}} ({{trigger.data.lead.country}})' },
                dueOn: dayIn(1),
              },
            },
          },
        ],
      },
    ],
  },
};

const formToContact: Template = {
  summary: 'Takes any web form that can post to an address, and makes a contact with the message as a note.',
  roles: [CRM],
  document: {
    holdfast: 1,
    name: 'form-to-contact',
    title: 'A web form becomes a contact',
    trigger: {
      kind: 'webhook',
      bodyFormat: 'form',
      schema: {
        type: 'object',
        required: ['email', 'name', 'message'],
        properties: { email: { type: 'string' }, name: { type: 'string' }, message: { type: 'string' } },
      },
      // Forms cannot sign; the address is the secret.
      signature: { kind: 'unsigned' },
    },
    orderKey: { fn: 'lower', args: [from('trigger.email')] },
    steps: [
      {
        kind: 'call',
        key: 'contact',
        title: 'Make or update the contact',
        connection: CRM.role,
        operation: 'upsert_contact',
        input: {
          object: {
            email: { fn: 'trim', args: [from('trigger.email')] },
            name: from('trigger.name'),
            source: { value: 'web form' },
          },
        },
      },
      {
        kind: 'call',
        key: 'message',
        title: 'Keep the message',
        connection: CRM.role,
        operation: 'create_note',
        input: { object: { contactId: from('steps.contact.id'), text: from('trigger.message') } },
      },
    ],
  },
};

const contactToCustomer: Template = {
  summary: 'Keeps the invoicing service up to date: a contact that is changed updates the customer of its address.',
  roles: [INVOICING],
  document: {
    holdfast: 1,
    name: 'contact-to-customer',
    title: 'A changed contact updates the customer',
    trigger: webhookOf('contact', { id: 'string', email: 'string', name: 'string', country: 'string' }),
    orderKey: from('trigger.contact.id'),
    steps: [
      {
        kind: 'call',
        key: 'customer',
        title: 'Make or update the customer',
        connection: INVOICING.role,
        operation: 'upsert_customer',
        input: {
          object: {
            email: from('trigger.contact.email'),
            name: from('trigger.contact.name'),
            country: from('trigger.contact.country'),
          },
        },
      },
    ],
  },
};

export const CONTACT_TEMPLATES: readonly Template[] = [leadToContact, leadRouter, formToContact, contactToCustomer];

function assigned(key: string, ownerId: ReturnType<typeof from>): CallStep {
  return {
    kind: 'call',
    key,
    title: 'Assign the owner',
    connection: CRM.role,
    operation: 'assign_owner',
    input: { object: { contactId: from('steps.contact.id'), ownerId } },
  };
}
