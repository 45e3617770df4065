export { createCrm } from './crm/crm.ts';
export { SANDBOX_ERRORS } from './errors.ts';
export { createInvoicing } from './invoicing/invoicing.ts';
export type { JournalPort } from './journal.ts';
export {
  type SampleFlow,
  sampleActions,
  sampleConnections,
  sampleFlows,
} from './sample/sample-workspace.ts';
export type { StandIn } from './stand-in.ts';
export type { DeliverPort } from './webhook-sender.ts';
