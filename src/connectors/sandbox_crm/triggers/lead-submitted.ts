import type { ConnectorTrigger } from '../../kit.ts';
import { eventSchema, leadSchema } from '../records.ts';
import { recentEvents, webhookSubscription } from './webhooks.ts';

/** Somebody filled in the web form. */
export const leadSubmitted: ConnectorTrigger = {
  name: 'lead_submitted',
  title: 'Lead submitted',
  summary: 'Sent each time somebody fills in the web form.',
  kind: 'webhook',
  output: eventSchema('lead.submitted', { lead: leadSchema }),
  signature: { kind: 'standard_webhooks' },
  match: { path: ['type'], equals: 'lead.submitted' },
  examples: [
    {
      type: 'lead.submitted',
      timestamp: '2026-11-24T09:30:00Z',
      data: {
        lead: {
          id: 'lead_1',
          name: 'Ada Lovelace',
          email: 'ada@engines.example',
          company: 'Engines Ltd',
          country: 'GB',
          message: 'Please call me.',
          submittedAt: '2026-11-24T09:30:00Z',
        },
      },
    },
  ],
  recent: {
    operation: 'list_leads',
    input: {},
    events: (output) => recentEvents(output, { type: 'lead.submitted', name: 'lead', instant: 'submittedAt' }),
  },
  subscription: webhookSubscription('lead.submitted'),
};
