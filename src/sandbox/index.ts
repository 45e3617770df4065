export { type CrmOptions, createCrm } from './crm/crm.ts';
export { SANDBOX_ERRORS } from './errors.ts';
export { createInvoicing, type InvoicingOptions } from './invoicing/invoicing.ts';
export { type JournalPort, memoryJournal } from './journal.ts';
export {
  type SampleConnection,
  type SampleFlow,
  sampleActions,
  sampleConnections,
  sampleFlows,
} from './sample/sample-workspace.ts';
export type { StandIn, StandInOptions } from './stand-in.ts';
export type { DeliverPort } from './webhook-sender.ts';
