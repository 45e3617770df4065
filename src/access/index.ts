export { authenticate, makeApiToken, readBearer } from './api-token.ts';
export type { Caller } from './caller.ts';
export { ACCESS_ERRORS } from './errors.ts';
export { insertWorkspace, listWorkspaces, type WorkspaceRow } from './workspace.store.ts';
