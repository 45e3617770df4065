import type { PersonId, SessionId, TokenId, WorkspaceId } from '../foundation/index.ts';
import type { Role } from './role.ts';

/** Who is calling: the workspace every query is bound to, what they may do, and a name for the record of who did what. */
export interface Caller {
  readonly workspaceId: WorkspaceId;
  readonly role: Role;
  readonly name: string;
  /** A signed-in person; without it the caller is a token. */
  readonly person?: { readonly id: PersonId; readonly sessionId: SessionId };
  readonly tokenId?: TokenId;
}
