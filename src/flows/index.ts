export { FLOWS_ERRORS } from './errors.ts';
export type { FlowRow, FlowVersionRow } from './flow.store.ts';
export { FlowLibrary, type PublishedFlow, type PublishRequest } from './flow-library.ts';
