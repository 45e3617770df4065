/** Ends access at the provider (RFC 7009), as far as the provider lets us. */
import type { Database } from '../db/index.ts';
import { type ConnectionRow, findConnectionRow } from './connection.store.ts';
import type { Connection } from './connection.ts';
import type { CredentialSafe } from './credential-safe.ts';
import type { OAuthClient } from './oauth-client.ts';
import { endpointOf } from './oauth-endpoint.ts';
import { deleteToken } from './token.store.ts';

export interface TokenRevokerDeps {
  readonly database: Database;
  readonly safe: CredentialSafe;
  readonly client: OAuthClient;
}

export class TokenRevoker {
  readonly #deps: TokenRevokerDeps;

  constructor(deps: TokenRevokerDeps) {
    this.#deps = deps;
  }

  /** True when revoking also ends access at the provider. */
  async canRevokeAtVendor(connection: Connection): Promise<boolean> {
    if (connection.authKind !== 'oauth2') return false;
    const row = await findConnectionRow(this.#deps.database, connection);
    if (row === undefined || row.token === null) return false;
    const credential = await this.#deps.safe.openCredential(row, row.sealedCredential);
    return credential.kind === 'oauth2' && endpointOf(credential).revokeUrl !== undefined;
  }

  /**
   * Forgets the tokens here, whatever the provider says, and ends the grant there; true when the provider has confirmed
   * it. Throws what keeps the request from being made, such as a reference that cannot be read.
   */
  async revokeAtVendor(connection: Connection): Promise<boolean> {
    const { database } = this.#deps;
    const row = await findConnectionRow(database, connection);
    if (row === undefined || row.token === null) return false;
    await deleteToken(database, { workspaceId: row.workspaceId, connectionId: row.id });
    return this.#tellProvider(row, row.token.sealed);
  }

  /** The refresh token is what the grant hangs on; with it the access tokens end (RFC 7009, 2.1). */
  async #tellProvider(row: ConnectionRow, sealedTokens: Buffer): Promise<boolean> {
    const { safe, client } = this.#deps;
    const { refreshToken, accessToken } = await safe.openTokens(row, sealedTokens);
    const stored = await safe.openCredential(row, row.sealedCredential);
    const credential = await safe.resolve(row.workspaceId, stored);
    if (credential.kind !== 'oauth2') return false;
    if (refreshToken !== undefined) return client.revoke({ credential }, { text: refreshToken, hint: 'refresh_token' });
    return accessToken !== undefined && client.revoke({ credential }, { text: accessToken, hint: 'access_token' });
  }
}
