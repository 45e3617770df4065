/** What people do with connections: made, proven, changed. Each is remembered in the audit. */
import type { AuditBook } from '../access/index.ts';
import { findConnector } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import { isAppError, type JsonObject, type PersonId, parseId } from '../foundation/index.ts';
import { checkSameApp, checkSettings, needsConsent } from './connect-checks.ts';
import type { ConnectPlanner, FullPlan } from './connect-planner.ts';
import type { Asker, ConnectTarget } from './connect-target.ts';
import type { Connection } from './connection.ts';
import type { ConnectionBook } from './connection-book.ts';
import { changeDrain, changeOwner, changeSettings, describeConnection } from './connection-change.store.ts';
import { factsOf } from './connection-facts.ts';
import type { ConnectionSaver } from './connection-saver.ts';
import type { ConnectionVerifier } from './connection-verifier.ts';
import { type DraftProver, schemeScopes } from './draft-prover.ts';
import { fail } from './errors.ts';

export interface ConnectionDeskDeps {
  readonly database: Database;
  readonly book: ConnectionBook;
  readonly planner: ConnectPlanner;
  readonly prover: DraftProver;
  readonly saver: ConnectionSaver;
  readonly verifier: ConnectionVerifier;
  readonly audit: AuditBook;
}

/** A new connection as it is posted. */
export interface NewConnectionWish {
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly credential: JsonObject;
  /** Proven before anything is saved. */
  readonly verify?: boolean;
}

/** What of a connection is to change. */
export interface ConnectionWish {
  readonly name: string;
  readonly settings?: JsonObject;
  readonly credential?: JsonObject;
  readonly drainPerSecond?: number;
  /** null: the owners of the workspace are told. */
  readonly ownerId?: string | null;
  readonly verify?: boolean;
}

export class ConnectionDesk {
  readonly #deps: ConnectionDeskDeps;

  constructor(deps: ConnectionDeskDeps) {
    this.#deps = deps;
  }

  /** Makes a connection. Throws `connections.*` with what is wrong, and the vendor's own words when it is proven first. */
  async create(asker: Asker, { verify = false, ...draft }: NewConnectionWish): Promise<Connection> {
    const { planner, book } = this.#deps;
    const { workspaceId } = asker;
    const plan = await planner.plan(workspaceId, { kind: 'new', ...draft });
    if (verify) return this.#proveAndSave(asker, plan, 'connection.made');
    requireNoConsent(plan);
    const made = await book.create({ workspaceId, ...draft });
    await this.#describe(asker, made, plan.credential);
    await this.#note(asker, 'connection.made', made.name);
    return made;
  }

  /**
   * Gives a connection another credential and keeps everything else. Where runs are held for it, or it is revoked, it is
   * proven at once, so that it goes on. Throws `connections.*`.
   */
  async replaceCredential(
    asker: Asker,
    { name, credential, verify = false }: { name: string; credential: JsonObject; verify?: boolean },
  ): Promise<Connection> {
    const { planner, book } = this.#deps;
    const { workspaceId } = asker;
    const plan = await planner.plan(workspaceId, { kind: 'reconnect', name, credential });
    const isConsent = needsConsent(plan.credential);
    const connection = await book.find(workspaceId, name);
    const isRevoked = connection.state === 'revoked';
    if ((verify || isRevoked) && !isConsent) return this.#proveAndSave(asker, plan, 'connection.reconnected');
    requireNotRevoked(connection);
    checkSameApp(name, await book.storedCredential(workspaceId, name), plan.credential);
    await book.replaceCredential(connection, credential);
    await this.#describe(asker, connection, plan.credential);
    await this.#note(asker, 'connection.credential_replaced', name);
    return verify || connection.state === 'needs_reconnect' ? this.#verify(asker, name) : book.find(workspaceId, name);
  }

  /** Proves the credential by a call; held runs then go on. Throws `connections.verification.*`. */
  async verify(asker: Asker, name: string): Promise<Connection> {
    requireNotRevoked(await this.#deps.book.find(asker.workspaceId, name));
    return this.#verify(asker, name);
  }

  /** Changes what is named and nothing else. Throws `connections.settings.*`, `connections.owner.not_member`. */
  async update(asker: Asker, { name, settings, credential, ...wish }: ConnectionWish): Promise<Connection> {
    const { database, book } = this.#deps;
    const connection = await book.find(asker.workspaceId, name);
    const { ownerId, drainPerSecond, verify = false } = wish;
    if (settings !== undefined) await this.#changeSettings(asker, connection, { settings, credential, verify });
    else if (credential !== undefined) await this.replaceCredential(asker, { name, credential, verify });
    if (drainPerSecond !== undefined) await changeDrain(database, connection, drainPerSecond);
    if (ownerId !== undefined && !(await changeOwner(database, connection, readOwner(ownerId))))
      throw fail('connections.owner.not_member');
    book.forget(connection);
    await this.#note(asker, 'connection.changed', name);
    return book.find(asker.workspaceId, name);
  }

  async #proveAndSave(asker: Asker, plan: FullPlan, action: string): Promise<Connection> {
    const { prover, saver, audit } = this.#deps;
    const { workspaceId, actor, personId } = asker;
    const asked =
      plan.credential.kind === 'oauth2' ? [...schemeScopes(plan.connector), ...(plan.credential.scopes ?? [])] : [];
    try {
      const proven = await prover.prove(plan);
      return await saver.save({ plan, proven, asked, ownerId: personId }, (tx) =>
        audit.note({ workspaceId, actor, action, subject: plan.name }, tx),
      );
    } catch (error) {
      if (isAppError(error, 'connections.verification.refused'))
        await audit.note({ workspaceId, actor, action, subject: plan.name, result: 'refused' });
      throw error;
    }
  }

  async #verify({ workspaceId, actor }: Asker, name: string): Promise<Connection> {
    const { book, verifier, audit } = this.#deps;
    try {
      await verifier.verify(await book.reopen(workspaceId, name));
    } catch (error) {
      if (isAppError(error, 'connections.verification.refused'))
        await audit.note({ workspaceId, actor, action: 'connection.verified', subject: name, result: 'refused' });
      throw error;
    }
    return book.find(workspaceId, name);
  }

  /** A credential given for one vendor must not reach another by a mere change of an address (C44). */
  async #changeSettings(
    asker: Asker,
    connection: Connection,
    { settings, credential, verify }: { settings: JsonObject; credential: JsonObject | undefined; verify: boolean },
  ): Promise<void> {
    const { database, book, planner, prover } = this.#deps;
    const { workspaceId, name, connector } = connection;
    const definition = findConnector(connector);
    checkSettings(definition, settings);
    const known = definition.origins(connection.settings);
    const strange = definition.origins(settings).find((origin) => !known.includes(origin));
    const target: ConnectTarget = { kind: 'reconnect', name, ...(credential === undefined ? {} : { credential }) };
    const plan = { ...(await planner.plan(workspaceId, target)), settings, hasNewSettings: true };
    const isNew = credential !== undefined && !needsConsent(plan.credential);
    if (strange !== undefined && !isNew && connection.authKind !== 'none')
      throw fail('connections.settings.other_origin', { context: { name, origin: strange } });
    if (isNew && verify) {
      await this.#proveAndSave(asker, plan, 'connection.reconnected');
      return;
    }
    if (verify && credential === undefined) await prover.proveWith(await book.reopen(workspaceId, name), settings);
    await changeSettings(database, connection, settings);
    book.forget(connection);
    if (credential !== undefined) await this.replaceCredential(asker, { name, credential });
  }

  async #describe({ personId }: Asker, connection: Connection, credential: FullPlan['credential']): Promise<void> {
    const facts = { ...factsOf(credential), ownerId: personId, account: null };
    await describeConnection(this.#deps.database, connection, facts);
  }

  #note({ workspaceId, actor }: Asker, action: string, subject: string): Promise<void> {
    return this.#deps.audit.note({ workspaceId, actor, action, subject });
  }
}

function requireNotRevoked({ name, state }: Connection): void {
  if (state === 'revoked') throw fail('connections.connection.revoked', { context: { name } });
}

function requireNoConsent({ name, credential }: FullPlan): void {
  if (needsConsent(credential)) throw fail('connections.authorization.needed', { context: { name } });
}

function readOwner(ownerId: string | null): PersonId | null {
  if (ownerId === null) return null;
  const id = parseId<PersonId>(ownerId);
  if (id === undefined) throw fail('connections.owner.not_member');
  return id;
}
