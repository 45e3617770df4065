/** Saves a connection that was proven: credential, tokens and what is known of it, all of it or nothing. */
import { findConnector } from '../connectors/index.ts';
import type { Database, Tx } from '../db/index.ts';
import { assert, type ConnectionId, makeId, type PersonId } from '../foundation/index.ts';
import type { FullPlan } from './connect-planner.ts';
import { insertConnection, markReconnected, replaceCredentialRow } from './connection.store.ts';
import type { Connection } from './connection.ts';
import type { ConnectionBook } from './connection-book.ts';
import { changeSettings, clearScopes, describeConnection, lockSettings } from './connection-change.store.ts';
import { factsOf } from './connection-facts.ts';
import type { CredentialSafe, SecretOwner } from './credential-safe.ts';
import type { Proven } from './draft-prover.ts';
import { fail } from './errors.ts';
import { deleteToken } from './token.store.ts';
import type { TokenShelf } from './token-shelf.ts';
import { noteProven } from './verification.store.ts';

export interface ConnectionSaverDeps {
  readonly database: Database;
  readonly book: ConnectionBook;
  readonly safe: CredentialSafe;
  readonly shelf: TokenShelf;
}

/** What is saved. */
export interface ProvenConnection {
  readonly plan: FullPlan;
  readonly proven: Proven;
  /** Scopes that were asked for; granted where the provider does not say. */
  readonly asked: readonly string[];
  /** Who is told when it breaks; null keeps whoever was. */
  readonly ownerId: PersonId | null;
}

export class ConnectionSaver {
  readonly #deps: ConnectionSaverDeps;

  constructor(deps: ConnectionSaverDeps) {
    this.#deps = deps;
  }

  /**
   * Saves a new connection, or gives an existing one its new credential, and settings where the plan changes them; `also`
   * belongs to the same transaction. Throws `connections.connection.name_taken`, `connections.settings.other_origin`.
   */
  async save(made: ProvenConnection, also: (tx: Tx, id: ConnectionId) => Promise<void>): Promise<Connection> {
    const { database, book } = this.#deps;
    const { workspaceId, name } = made.plan;
    await database.inTx(async (tx) => {
      const id = await this.#put(tx, made);
      await also(tx, id);
    });
    const connection = await book.find(workspaceId, name);
    book.forget(connection);
    return connection;
  }

  async #put(tx: Tx, { plan, proven, asked, ownerId }: ProvenConnection): Promise<ConnectionId> {
    const { safe } = this.#deps;
    const { workspaceId, name, connector, settings, credential } = plan;
    const id = plan.connectionId ?? makeId<ConnectionId>();
    const owner = { workspaceId, id };
    const sealedCredential = await safe.sealCredential(owner, credential, tx);
    const row = { ...owner, authKind: credential.kind, sealedCredential };
    if (plan.connectionId === null) {
      const isNew = await insertConnection(tx, { ...row, name, connector, settings });
      if (!isNew) throw fail('connections.connection.name_taken', { context: { name } });
    } else {
      await this.#keepSettings(tx, owner, plan);
      await replaceCredentialRow(tx, row);
    }
    await this.#putTokens(tx, { id, plan, tokens: proven.tokens, asked });
    await markReconnected(tx, owner);
    await noteProven(tx, owner, proven.account);
    await describeConnection(tx, owner, { ...factsOf(credential), ownerId, account: proven.account ?? null });
    return id;
  }

  /**
   * A consent or link may have begun before somebody changed the settings: those stay, unless they lead to where the
   * credential was not given for (C44).
   */
  async #keepSettings(tx: Tx, owner: SecretOwner, plan: FullPlan): Promise<void> {
    const { name, connector, settings, hasNewSettings = false } = plan;
    if (hasNewSettings) return changeSettings(tx, owner, settings);
    const present = await lockSettings(tx, owner);
    if (present === undefined) throw fail('connections.connection.not_found', { context: { name } });
    const { origins } = findConnector(connector);
    const known = origins(settings);
    const strange = origins(present).find((origin) => !known.includes(origin));
    if (strange !== undefined) throw fail('connections.settings.other_origin', { context: { name, origin: strange } });
  }

  async #putTokens(
    tx: Tx,
    {
      id,
      plan,
      tokens,
      asked,
    }: { id: ConnectionId; plan: FullPlan; tokens: Proven['tokens']; asked: readonly string[] },
  ): Promise<void> {
    const { workspaceId, credential } = plan;
    if (credential.kind === 'oauth2') {
      assert(tokens !== undefined, 'what signs in by OAuth was proven with a token');
      await this.#deps.shelf.put(tx, { workspaceId, id }, { tokens, credential, asked });
      return;
    }
    await deleteToken(tx, { workspaceId, connectionId: id });
    await clearScopes(tx, { workspaceId, id });
  }
}
