import type { TokenId, WorkspaceId } from '../foundation/index.ts';

/** Who is calling: the workspace every query is bound to, and a name for the record of who did what. */
export interface Caller {
  readonly workspaceId: WorkspaceId;
  readonly tokenId: TokenId;
  readonly name: string;
}
