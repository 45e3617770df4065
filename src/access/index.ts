export type { TokenRow } from './api-token.store.ts';
export { authenticate, makeApiToken, readBearer } from './api-token.ts';
export type { Caller } from './caller.ts';
export { ACCESS_ERRORS } from './errors.ts';
export { TokenBook } from './token-book.ts';
export { insertWorkspace, listWorkspaces, type WorkspaceRow } from './workspace.store.ts';
