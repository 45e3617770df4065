import type { ConnectorTrigger } from '../../kit.ts';
import { dealSchema, eventSchema } from '../records.ts';
import { recentEvents, webhookSubscription } from './webhooks.ts';

/** A deal was won. The event carries the whole deal, so no further call is needed to make its invoice. */
export const dealClosedWon: ConnectorTrigger = {
  name: 'deal_closed_won',
  title: 'Deal closed won',
  summary: 'Sent each time a deal is won, and again when a won deal is changed and closed anew.',
  kind: 'webhook',
  output: eventSchema('deal.closed_won', { deal: dealSchema }),
  signature: { kind: 'standard_webhooks' },
  match: { path: ['type'], equals: 'deal.closed_won' },
  examples: [
    {
      type: 'deal.closed_won',
      timestamp: '2026-11-24T09:30:00Z',
      data: {
        deal: {
          id: 'deal_1',
          title: 'Analytical engine, first year',
          stage: 'won',
          amount: 1250.5,
          currency: 'EUR',
          closedAt: '2026-11-24T09:30:00Z',
          company: { name: 'Engines Ltd', email: 'accounts@engines.example', country: 'GB' },
          lines: [
            { description: 'Licence', quantity: 1, unitPrice: 1000.5 },
            { description: 'Support hours', quantity: 2.5, unitPrice: 100 },
          ],
        },
      },
    },
  ],
  recent: {
    operation: 'list_deals',
    input: {},
    events: (output) =>
      recentEvents(output, {
        type: 'deal.closed_won',
        name: 'deal',
        instant: 'closedAt',
        isMeant: (deal) => deal.stage === 'won',
      }),
  },
  subscription: webhookSubscription('deal.closed_won'),
};
