export { authenticate, makeApiToken, readBearer } from './api-token.ts';
export type { Caller } from './caller.ts';

export { insertWorkspace, listWorkspaces, type WorkspaceRow } from './workspace.store.ts';
