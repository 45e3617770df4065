export { DraftBook, type DraftState } from './draft-book.ts';
export { FLOWS_ERRORS } from './errors.ts';
export type { FlowRow, FlowVersionRow } from './flow.store.ts';
export { makeBundle, readBundle } from './flow-bundle.ts';
export { FlowDirectory, type FlowEntry } from './flow-directory.ts';
export { FlowLibrary } from './flow-library.ts';
export { triggerText } from './flow-outline.ts';
export type { PublishedFlow } from './publishing.ts';
export { listTemplates, type Template } from './templates/template-list.ts';
