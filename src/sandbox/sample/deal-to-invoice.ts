import type { Expression, FlowDocument } from '../../language/index.ts';
import { CRM_CONNECTION, CRM_CONNECTOR, INVOICING_CONNECTION } from './sample-connections.ts';

/** What the invoice says, for the first event of a deal and for every later one. */
const invoiceContent = {
  customerId: { from: 'steps.customer.id' },
  currency: { from: 'trigger.data.deal.currency' },
  orderNumber: { from: 'trigger.data.deal.id' },
  dueInDays: { value: 14 },
  lines: {
    each: { from: 'trigger.data.deal.lines' },
    as: 'line',
    to: {
      object: {
        description: { from: 'line.description' },
        quantity: { from: 'line.quantity' },
        unitPrice: { from: 'line.unitPrice' },
      },
    },
  },
} as const satisfies Record<string, Expression>;

/** A won deal becomes an invoice; when the deal is changed and won again, the same invoice is updated. */
export const dealToInvoice = {
  holdfast: 1,
  name: 'deal-to-invoice',
  title: 'A won deal becomes an invoice',
  description: 'Makes or updates the customer, then the invoice. Events of one deal go one after another.',
  trigger: {
    kind: 'webhook',
    connector: CRM_CONNECTOR,
    event: 'deal_closed_won',
    connection: CRM_CONNECTION,
    signature: { kind: 'standard_webhooks' },
  },
  orderKey: { from: 'trigger.data.deal.id' },
  steps: [
    {
      kind: 'call',
      key: 'customer',
      title: 'Make or update the customer',
      connection: INVOICING_CONNECTION,
      operation: 'upsert_customer',
      input: {
        object: {
          email: { from: 'trigger.data.deal.company.email' },
          name: { from: 'trigger.data.deal.company.name' },
          country: { from: 'trigger.data.deal.company.country' },
        },
      },
    },
    {
      kind: 'call',
      key: 'invoice',
      title: 'Make or update the invoice',
      connection: INVOICING_CONNECTION,
      operation: 'create_invoice',
      input: { object: invoiceContent },
      link: {
        source: { from: 'trigger.data.deal.id' },
        id: 'id',
        update: {
          operation: 'update_invoice',
          input: { object: { invoiceId: { from: 'link.id' }, ...invoiceContent } },
        },
      },
    },
  ],
} as const satisfies FlowDocument;
