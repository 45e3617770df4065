export { FLOWS_ERRORS } from './errors.ts';
export type { FlowRow, FlowVersionRow } from './flow.store.ts';
export { FlowLibrary } from './flow-library.ts';
