/** Templates that begin with a deal of the CRM. */
import type { Expression } from '../../language/index.ts';
import { CRM, DEAL_WON, dayIn, from, INVOICING, type Template, webhookOf } from './template.ts';

const customer = {
  kind: 'call',
  key: 'customer',
  title: 'Make or update the customer',
  connection: INVOICING.role,
  operation: 'upsert_customer',
  input: {
    object: {
      email: from('trigger.data.deal.company.email'),
      name: from('trigger.data.deal.company.name'),
      country: from('trigger.data.deal.company.country'),
    },
  },
} as const;

const contact = {
  kind: 'call',
  key: 'contact',
  title: 'Make or update the contact',
  connection: CRM.role,
  operation: 'upsert_contact',
  input: {
    object: {
      email: from('trigger.data.deal.company.email'),
      name: from('trigger.data.deal.company.name'),
      country: from('trigger.data.deal.company.country'),
    },
  },
} as const;

const line = {
  object: {
    description: from('line.description'),
    quantity: from('line.quantity'),
    unitPrice: from('line.unitPrice'),
  },
} as const satisfies Expression;

const invoiceFields = {
  customerId: from('steps.customer.id'),
  currency: from('trigger.data.deal.currency'),
  orderNumber: from('trigger.data.deal.id'),
  dueInDays: { value: 14 },
  lines: { each: from('trigger.data.deal.lines'), as: 'line', to: line },
} as const satisfies Record<string, Expression>;

const dealToInvoice: Template = {
  summary:
    'Makes the customer and the invoice of every won deal. A deal that is changed and won again updates its invoice.',
  roles: [CRM, INVOICING],
  document: {
    holdfast: 1,
    name: 'deal-to-invoice',
    title: 'A won deal becomes an invoice',
    trigger: DEAL_WON,
    orderKey: from('trigger.data.deal.id'),
    steps: [
      customer,
      {
        kind: 'call',
        key: 'invoice',
        title: 'Make or update the invoice',
        connection: INVOICING.role,
        operation: 'create_invoice',
        input: { object: invoiceFields },
        link: {
          source: from('trigger.data.deal.id'),
          id: 'id',
          update: {
            operation: 'update_invoice',
            input: { object: { invoiceId: from('link.id'), ...invoiceFields } },
          },
        },
      },
    ],
  },
};

const dealLinesToInvoices: Template = {
  summary: 'For customers who want each position invoiced by itself: one invoice for every line of a won deal.',
  roles: [CRM, INVOICING],
  document: {
    holdfast: 1,
    name: 'deal-lines-to-invoices',
    title: 'Every line of a won deal becomes an invoice',
    trigger: DEAL_WON,
    orderKey: from('trigger.data.deal.id'),
    steps: [
      customer,
      {
        kind: 'each',
        key: 'invoices',
        title: 'For each line',
        over: from('trigger.data.deal.lines'),
        as: 'line',
        maxItems: 100,
        steps: [
          {
            kind: 'call',
            key: 'invoice',
            title: 'Make the invoice of the line',
            connection: INVOICING.role,
            operation: 'create_invoice',
            input: {
              object: {
                ...invoiceFields,
                orderNumber: { template: '{{trigger.data.deal.id}}/{{lineIndex}}' },
                lines: { list: [line] },
              },
            },
          },
        ],
      },
    ],
  },
};

const largeDealToTask: Template = {
  summary: 'Has somebody look at a large deal before it is invoiced: a task for tomorrow on the contact.',
  roles: [CRM],
  document: {
    holdfast: 1,
    name: 'large-deal-to-task',
    title: 'A large deal asks for approval',
    trigger: DEAL_WON,
    orderKey: from('trigger.data.deal.id'),
    steps: [
      { kind: 'filter', key: 'is_large', title: 'Only from 10 000 on', when: 'trigger.data.deal.amount >= 10000.0' },
      contact,
      {
        kind: 'call',
        key: 'approval',
        title: 'Ask for approval',
        connection: CRM.role,
        operation: 'create_task',
        input: {
          object: {
            contactId: from('steps.contact.id'),
            title: {
              template:
                'Approve "{{trigger.data.deal.title}}" over {{trigger.data.deal.amount}} {{trigger.data.deal.currency}}',
            },
            dueOn: dayIn(1),
          },
        },
      },
    ],
  },
};

const dealToChat: Template = {
  summary: 'Tells the team of every won deal in a chat that takes messages by an incoming webhook.',
  roles: [CRM, { role: 'chat', connector: 'http', title: "The chat's incoming webhook" }],
  document: {
    holdfast: 1,
    name: 'deal-to-chat',
    title: 'A won deal is told in the chat',
    trigger: DEAL_WON,
    steps: [
      {
        kind: 'call',
        key: 'message',
        title: 'Write the message',
        connection: 'chat',
        operation: 'request',
        // A chat takes no key and cannot be searched: after a doubt, a person decides.
        declare: { class: 'N' },
        input: {
          object: {
            method: { value: 'POST' },
            path: { value: '' },
            body: {
              object: {
                text: {
                  template:
                    '{{trigger.data.deal.company.name}} has signed "{{trigger.data.deal.title}}": {{trigger.data.deal.amount}} {{trigger.data.deal.currency}}',
                },
              },
            },
          },
        },
      },
    ],
  },
};

const lostDealToFollowUp: Template = {
  summary: 'Keeps in touch after a lost deal: a note with the reason, and a task to call again in three months.',
  roles: [CRM],
  document: {
    holdfast: 1,
    name: 'lost-deal-to-follow-up',
    title: 'A lost deal asks to be followed up',
    trigger: webhookOf('deal', { id: 'string', title: 'string', reason: 'string', name: 'string', email: 'string' }),
    orderKey: from('trigger.deal.id'),
    steps: [
      {
        kind: 'call',
        key: 'contact',
        title: 'Make or update the contact',
        connection: CRM.role,
        operation: 'upsert_contact',
        input: { object: { email: from('trigger.deal.email'), name: from('trigger.deal.name') } },
      },
      {
        kind: 'call',
        key: 'reason',
        title: 'Keep the reason',
        connection: CRM.role,
        operation: 'create_note',
        input: {
          object: {
            contactId: from('steps.contact.id'),
            text: { template: 'Lost "{{trigger.deal.title}}": {{trigger.deal.reason}}' },
          },
        },
      },
      {
        kind: 'call',
        key: 'follow_up',
        title: 'Call again in three months',
        connection: CRM.role,
        operation: 'create_task',
        input: {
          object: {
            contactId: from('steps.contact.id'),
            title: { template: 'Call again after "{{trigger.deal.title}}"' },
            dueOn: dayIn(90),
          },
        },
      },
    ],
  },
};

export const DEAL_TEMPLATES: readonly Template[] = [
  dealToInvoice,
  dealLinesToInvoices,
  largeDealToTask,
  dealToChat,
  lostDealToFollowUp,
];
