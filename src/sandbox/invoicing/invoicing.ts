/**
 * The sandbox invoicing service: customers, invoices and the e-mails that carry them.
 */
import { makeObject } from '../../foundation/index.ts';
import { makeCredentialCheck } from '../credential-check.ts';
import { type StandIn, type StandInOptions, VendorStandIn } from '../stand-in.ts';
import type { Refusal } from '../vendor.ts';
import { customerRoutes } from './customers.ts';
import { emailRoutes } from './emails.ts';
import { guide } from './guide.ts';
import { invoiceRoutes } from './invoices.ts';

export interface InvoicingOptions extends StandInOptions {
  /** In the header `x-api-key`. */
  readonly apiKey: string;
  /** Basic sign-in beside the key; without it there is none. */
  readonly basic?: { readonly user: string; readonly password: string };
}

/** An invoicing service that listens once it is started. */
export function createInvoicing(options: InvoicingOptions): StandIn {
  const { apiKey, basic } = options;
  return new VendorStandIn(
    {
      name: 'sandbox-invoicing',
      tables: {
        customers: { idPrefix: 'cus', indexes: ['email'] },
        invoices: { idPrefix: 'inv', indexes: ['reference', 'orderNumber'] },
        emails: { idPrefix: 'eml', indexes: ['invoiceId'] },
      },
      seeds: {},
      routes: [...customerRoutes, ...invoiceRoutes, ...emailRoutes],
      actions: [],
      checkCredential: makeCredentialCheck({ apiKey, ...(basic === undefined ? {} : { basic }) }),
      errorBody: invoicingError,
      guide: (url) => guide(url, apiKey),
    },
    options,
  );
}

/** `{"Type":…,"Message":…,"ValidationErrors":[…]}` */
function invoicingError(refusal: Refusal) {
  const errors = refusal.problems.map(({ pointer, message }) => ({ Field: pointer.slice(1), Message: message }));
  return makeObject([
    ['Type', refusal.code],
    ['Message', refusal.message],
    ['ValidationErrors', errors],
  ]);
}
