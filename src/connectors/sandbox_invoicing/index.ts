/**
 * The sandbox invoicing service: a stand-in vendor with customers, invoices and e-mails, for the sample workspace and for
 * every test that needs a vendor that can be broken on purpose.
 */
import { baseUrlSchema, readBaseOrigin, readBaseUrl } from '../base-url.ts';
import { defineConnector } from '../kit.ts';
import { createInvoice } from './operations/create-invoice.ts';
import { createInvoiceByReference } from './operations/create-invoice-by-reference.ts';
import { findCustomer } from './operations/find-customer.ts';
import { getInvoice } from './operations/get-invoice.ts';
import { sendInvoiceEmail } from './operations/send-invoice-email.ts';
import { updateInvoice } from './operations/update-invoice.ts';
import { upsertCustomer } from './operations/upsert-customer.ts';
import { setup } from './setup.ts';

/** The connector of the sandbox invoicing service. */
export const sandboxInvoicing = defineConnector({
  name: 'sandbox_invoicing',
  title: 'Sandbox invoicing',
  summary: 'The stand-in invoicing service of the sample workspace: customers, invoices and their e-mails.',
  auth: [{ kind: 'api_key', in: 'header', name: 'x-api-key' }, { kind: 'basic' }],
  settings: {
    type: 'object',
    required: ['baseUrl'],
    properties: { baseUrl: baseUrlSchema },
    additionalProperties: false,
  },
  baseUrl: readBaseUrl,
  origins: (settings) => [readBaseOrigin(settings)],
  verification: 'find_customer',
  operations: {
    find_customer: findCustomer,
    upsert_customer: upsertCustomer,
    create_invoice: createInvoice,
    create_invoice_by_reference: createInvoiceByReference,
    get_invoice: getInvoice,
    update_invoice: updateInvoice,
    send_invoice_email: sendInvoiceEmail,
  },
  triggers: {},
  setup,
  sources: [
    { url: 'https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/', checked: '2026-11-24' },
  ],
});
