/** Templates that begin with an invoice or a customer of whatever service sends webhooks about them. */
import type { CallStep, FlowTrigger } from '../../language/index.ts';
import { CRM, dayIn, from, INVOICING, type Template, webhookOf } from './template.ts';

const INVOICE: FlowTrigger = webhookOf('invoice', {
  id: 'string',
  number: 'string',
  total: 'number',
  currency: 'string',
  name: 'string',
  email: 'string',
});

const invoiceContact = contactOf('trigger.invoice');

const paidInvoiceToTask: Template = {
  summary: 'Says thank you: a task on the contact as soon as an invoice is paid.',
  roles: [CRM],
  document: {
    holdfast: 1,
    name: 'paid-invoice-to-task',
    title: 'A paid invoice asks for a thank-you',
    trigger: INVOICE,
    orderKey: from('trigger.invoice.id'),
    steps: [
      invoiceContact,
      task('thanks', {
        title: 'Thank {{trigger.invoice.name}} for {{trigger.invoice.total}} {{trigger.invoice.currency}}',
        days: 1,
      }),
    ],
  },
};

const overdueInvoiceToReminder: Template = {
  summary: 'Reads the invoice once more, sends it again with a friendly word, and asks somebody to call in a week.',
  roles: [CRM, INVOICING],
  document: {
    holdfast: 1,
    name: 'overdue-invoice-to-reminder',
    title: 'An overdue invoice is sent again and followed up',
    trigger: INVOICE,
    orderKey: from('trigger.invoice.id'),
    steps: [
      {
        kind: 'call',
        key: 'invoice',
        title: 'Read the invoice',
        connection: INVOICING.role,
        operation: 'get_invoice',
        input: { object: { invoiceId: from('trigger.invoice.id') } },
      },
      {
        kind: 'call',
        key: 'reminder',
        title: 'Send it again',
        connection: INVOICING.role,
        operation: 'send_invoice_email',
        input: {
          object: {
            invoiceId: from('steps.invoice.id'),
            to: from('trigger.invoice.email'),
            message: { template: 'Our invoice {{steps.invoice.number}} was due on {{steps.invoice.dueOn}}.' },
          },
        },
      },
      invoiceContact,
      task('call', { title: 'Call about invoice {{steps.invoice.number}}', days: 7 }),
    ],
  },
};

const newCustomerToWelcome: Template = {
  summary: 'Welcomes every new customer: the contact is made, a note says since when, and somebody is asked to call.',
  roles: [CRM],
  document: {
    holdfast: 1,
    name: 'new-customer-to-welcome',
    title: 'A new customer is welcomed',
    trigger: webhookOf('customer', { id: 'string', name: 'string', email: 'string' }),
    orderKey: from('trigger.customer.id'),
    steps: [
      contactOf('trigger.customer'),
      {
        kind: 'call',
        key: 'since',
        title: 'Keep since when',
        connection: CRM.role,
        operation: 'create_note',
        input: {
          object: {
            contactId: from('steps.contact.id'),
            text: { template: 'Customer {{trigger.customer.id}} since {{event.receivedAt}}' },
          },
        },
      },
      task('welcome', { title: 'Welcome {{trigger.customer.name}}', days: 1 }),
    ],
  },
};

export const INVOICE_TEMPLATES: readonly Template[] = [
  paidInvoiceToTask,
  overdueInvoiceToReminder,
  newCustomerToWelcome,
];

/** Makes or updates the contact that a record of the event names. */
function contactOf(record: string): CallStep {
  return {
    kind: 'call',
    key: 'contact',
    title: 'Make or update the contact',
    connection: CRM.role,
    operation: 'upsert_contact',
    input: { object: { email: from(`${record}.email`), name: from(`${record}.name`) } },
  };
}

/** Puts a task on that contact. */
function task(key: string, { title, days }: { readonly title: string; readonly days: number }): CallStep {
  return {
    kind: 'call',
    key,
    title: 'Put a task on the contact',
    connection: CRM.role,
    operation: 'create_task',
    input: { object: { contactId: from('steps.contact.id'), title: { template: title }, dueOn: dayIn(days) } },
  };
}
