import type { ConnectorTrigger } from '../../kit.ts';
import { dealClosedWon } from './deal-closed-won.ts';
import { leadSubmitted } from './lead-submitted.ts';

/** The events of the CRM, by name. */
export const triggers: Readonly<Record<string, ConnectorTrigger>> = {
  deal_closed_won: dealClosedWon,
  lead_submitted: leadSubmitted,
};
