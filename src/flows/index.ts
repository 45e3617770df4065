export type { FlowRow, FlowVersionRow } from './flow.store.ts';
export { FlowLibrary } from './flow-library.ts';
