/** The end of connections: revoked, which a reconnect brings back, or removed for good. Each is remembered in the audit. */
import type { AuditBook } from '../access/index.ts';
import type { Database, Tx } from '../db/index.ts';
import type { JsonObject, Log } from '../foundation/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Asker } from './connect-target.ts';
import { replaceCredentialRow } from './connection.store.ts';
import type { Connection } from './connection.ts';
import type { ConnectionBook } from './connection-book.ts';
import { deleteConnectionRow, revokeConnectionRow } from './connection-change.store.ts';
import { readHealthRows } from './connection-health.store.ts';
import type { Credential } from './credential.ts';
import type { CredentialSafe } from './credential-safe.ts';
import { fail } from './errors.ts';
import type { TokenRevoker } from './token-revoker.ts';

export interface ConnectionEndingDeps {
  readonly database: Database;
  readonly book: ConnectionBook;
  readonly revoker: TokenRevoker;
  readonly safe: CredentialSafe;
  readonly vault: Vault;
  readonly audit: AuditBook;
  readonly log: Log;
}

export class ConnectionEnding {
  readonly #deps: ConnectionEndingDeps;

  constructor(deps: ConnectionEndingDeps) {
    this.#deps = deps;
  }

  /** True where the vendor can be told that the access ends (RFC 7009). */
  revokesAtVendor(connection: Connection): Promise<boolean> {
    return this.#deps.revoker.canRevokeAtVendor(connection);
  }

  /** Ends the access, here for certain and at the vendor where that is possible. Its name and settings stay. */
  async revoke(
    asker: Asker,
    name: string,
  ): Promise<{ readonly connection: Connection; readonly isRevokedAtVendor: boolean }> {
    const { database, book, revoker, log } = this.#deps;
    const connection = await book.find(asker.workspaceId, name);
    // First here: from now on nothing is sent with it, whatever the vendor says.
    await database.inTx(async (tx) => {
      await revokeConnectionRow(tx, connection);
      await this.#wipe(tx, connection);
    });
    book.forget(connection);
    const isRevokedAtVendor = await revoker.revokeAtVendor(connection).catch((error: unknown) => {
      log.warn('connections.revocation_failed', { connectionId: connection.id, error });
      return false;
    });
    await this.#note(asker, name, { action: 'connection.revoked', details: { isRevokedAtVendor } });
    return { connection: await book.find(asker.workspaceId, name), isRevokedAtVendor };
  }

  /** Deletes a connection for which no runs are held. Throws `connections.connection.held_for`. */
  async remove(asker: Asker, name: string): Promise<void> {
    const { database, book, vault } = this.#deps;
    const { workspaceId } = asker;
    const connection = await book.find(workspaceId, name);
    const [health] = await readHealthRows(database, workspaceId, connection.id);
    const count = health?.heldCount ?? 0;
    if (count > 0) throw fail('connections.connection.held_for', { context: { name, count } });
    // With its data key go the copies of its secrets that other rows may hold.
    await database.inTx(async (tx) => {
      await deleteConnectionRow(tx, connection);
      await vault.forget({ workspaceId, ownerId: connection.id }, tx);
    });
    book.forget(connection);
    await this.#note(asker, name, { action: 'connection.deleted', details: {} });
  }

  /** The secrets go. Of OAuth the app stays: the vendor is told with it, and a consent needs it. */
  async #wipe(tx: Tx, connection: Connection): Promise<void> {
    const { workspaceId, id, authKind } = connection;
    if (authKind === 'oauth2') return;
    const rest = { kind: authKind } as Credential;
    const sealedCredential = await this.#deps.safe.sealCredential(connection, rest, tx);
    await replaceCredentialRow(tx, { workspaceId, id, authKind, sealedCredential });
  }

  #note(
    { workspaceId, actor }: Asker,
    subject: string,
    what: { readonly action: string; readonly details: JsonObject },
  ): Promise<void> {
    return this.#deps.audit.note({ workspaceId, actor, subject, ...what });
  }
}
