/**
 * What a newcomer finds on an empty data folder: two connections, two flows, and the events that start them. The
 * application makes it; here it is only said what it is.
 */
import type { JsonObject } from '../../foundation/index.ts';
import type { FlowDocument } from '../../language/index.ts';
import { dealToInvoice } from './deal-to-invoice.ts';
import { leadToContact } from './lead-to-contact.ts';
import { CRM_CONNECTION, CRM_CONNECTOR, INVOICING_CONNECTION } from './sample-connections.ts';

/** A flow and the type of the CRM's event whose webhook has to lead to its trigger. */
export interface SampleFlow {
  readonly document: FlowDocument;
  readonly eventType: string;
}

export interface SampleConnection {
  readonly name: string;
  readonly connector: string;
  readonly vendor: 'crm' | 'invoicing';
}

/** The connections that the sample flows call through. */
export const sampleConnections: readonly SampleConnection[] = [
  { name: CRM_CONNECTION, connector: CRM_CONNECTOR, vendor: 'crm' },
  { name: INVOICING_CONNECTION, connector: 'sandbox_invoicing', vendor: 'invoicing' },
];

/** The two flows of the sample workspace. */
export const sampleFlows: readonly SampleFlow[] = [
  { document: dealToInvoice, eventType: 'deal.closed_won' },
  { document: leadToContact, eventType: 'lead.submitted' },
];

/** What to send to the CRM's actions so that something happens at once: path and body. */
export const sampleActions: readonly { readonly path: string; readonly body: JsonObject }[] = [
  { path: '/sandbox/close-deal', body: { dealId: 'deal_1' } },
  {
    path: '/sandbox/submit-lead',
    body: {
      name: 'Ada Lovelace',
      email: 'ada@engines.example',
      company: 'Engines Ltd',
      country: 'GB',
      message: 'Please call me.',
    },
  },
];
