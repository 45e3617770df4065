/** The API tokens of a workspace as its people use them: made, listed, revoked. */
import type { Database } from '../db/index.ts';
import type { Clock, Secret, TokenId, WorkspaceId } from '../foundation/index.ts';
import { listTokenRows, revokeTokenRow, type TokenRow } from './api-token.store.ts';
import { makeToken } from './api-token.ts';
import { fail } from './errors.ts';
import { hasOwner } from './member.store.ts';
import type { Role } from './role.ts';
import { lockWorkspace } from './workspace.store.ts';

/** Tokens a workspace may have at once, expired ones included; whoever needs more forgets to revoke. */
const MAX_TOKENS = 500;

export interface TokenBookDeps {
  readonly database: Database;
  readonly clock: Clock;
}

/** What a person asks for when they make a token. */
export interface TokenDraft {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly role: Role;
  /** RFC 3339; without it the token is good until it is revoked. */
  readonly expiresAt?: string;
}

export class TokenBook {
  readonly #deps: TokenBookDeps;

  constructor(deps: TokenBookDeps) {
    this.#deps = deps;
  }

  /** Makes a token; `secret` is its only readable form. Throws `access.token.*`. */
  create(draft: TokenDraft): Promise<{ readonly token: TokenRow; readonly secret: Secret<string> }> {
    const { workspaceId, role } = draft;
    const name = draft.name.trim();
    if (name === '') throw fail('access.token.nameless');
    const expiresAt = this.#expiryOf(draft.expiresAt);
    return this.#deps.database.inTx(async (tx) => {
      await lockWorkspace(tx, workspaceId);
      const count = (await listTokenRows(tx, workspaceId, MAX_TOKENS)).length;
      if (count >= MAX_TOKENS) throw fail('access.token.too_many', { context: { limit: MAX_TOKENS } });
      return makeToken(tx, { workspaceId, name, role, expiresAt });
    });
  }

  /** Every token of a workspace that is not revoked, the newest first; the secrets are in none of them. */
  list(workspaceId: WorkspaceId): Promise<readonly TokenRow[]> {
    return listTokenRows(this.#deps.database, workspaceId, MAX_TOKENS);
  }

  /** Ends a token, the caller's own too, and gives it back; throws `access.token.not_found` and `access.token.last`. */
  revoke(workspaceId: WorkspaceId, id: TokenId): Promise<TokenRow> {
    return this.#deps.database.inTx(async (tx) => {
      await lockWorkspace(tx, workspaceId);
      const tokens = await listTokenRows(tx, workspaceId, MAX_TOKENS);
      const token = tokens.find((row) => row.id === id);
      if (token === undefined) throw fail('access.token.not_found', { context: { tokenId: id } });
      const isWayIn = (row: TokenRow): boolean => row.role === 'owner' && !row.isExpired;
      // Without a way in nobody could make a token again. People who own the workspace are one as well.
      const isLast = isWayIn(token) && !tokens.some((row) => row.id !== id && isWayIn(row));
      if (isLast && !(await hasOwner(tx, workspaceId))) {
        throw fail('access.token.last', { context: { name: token.name } });
      }
      await revokeTokenRow(tx, workspaceId, id);
      return token;
    });
  }

  #expiryOf(text: string | undefined): Date | null {
    if (text === undefined) return null;
    const expiresAt = new Date(text);
    if (expiresAt.getTime() > this.#deps.clock.nowMs()) return expiresAt;
    throw fail('access.token.expiry_refused', { context: { expiresAt: text } });
  }
}
