/**
 * The connections of all workspaces, as the rest of Holdfast uses them: made, found, opened, paused, marked.
 *
 * Opened connections are kept for a moment, because every call needs one and opening costs a query and a decryption. A
 * change made by another process is therefore seen within `CACHE_MS`; a change made here is seen at once.
 */
import { findConnector } from '../connectors/index.ts';
import type { Database, Tx } from '../db/index.ts';
import { type Clock, type ConnectionId, type JsonObject, makeId, type WorkspaceId } from '../foundation/index.ts';
import { checkNew } from './connect-checks.ts';
import {
  type ConnectionRow,
  findConnectionRow,
  insertConnection,
  listConnectionRows,
  markNeedsReconnect,
  markVerified,
  type ProblemSide,
  pauseConnectionRow,
  replaceCredentialRow,
  wakeConnection,
  withoutSealed,
} from './connection.store.ts';
import type { Connection, OpenConnection } from './connection.ts';
import type { ConnectionOpener, Opened } from './connection-opener.ts';
import type { Credential } from './credential.ts';
import type { CredentialSafe, SecretOwner } from './credential-safe.ts';
import { fail } from './errors.ts';
import { deleteToken, wakeToken } from './token.store.ts';
import type { TokenAnswer } from './token-answer.ts';
import type { RenewalResult, RenewalWish, TokenRenewer } from './token-renewer.ts';
import type { TokenShelf } from './token-shelf.ts';
import { noteTrouble } from './trouble-note.ts';

const CACHE_MS = 1_000;
const MAX_CACHED = 2_000;

export interface ConnectionBookDeps {
  readonly database: Database;
  readonly safe: CredentialSafe;
  readonly opener: ConnectionOpener;
  readonly renewer: TokenRenewer;
  readonly shelf: TokenShelf;
  readonly clock: Clock;
}

/** What a consent has given. */
export interface Grant {
  readonly tokens: TokenAnswer;
  /** The scopes that were asked for. */
  readonly asked: readonly string[];
}

export interface ConnectionDraft {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly credential: JsonObject;
}

interface Cached extends Opened {
  readonly atMs: number;
}

export interface Reauthenticated {
  readonly connection: OpenConnection;
  /** There was a newer credential already, which the refused call did not have: the refusal says nothing about that one. */
  readonly wasStale: boolean;
}

export class ConnectionBook {
  readonly #deps: ConnectionBookDeps;
  readonly #cache = new Map<string, Cached>();

  constructor(deps: ConnectionBookDeps) {
    this.#deps = deps;
  }

  /** Makes a connection after checking name, settings and credential; throws `connections.*` with the problems. */
  async create(draft: ConnectionDraft, grant?: Grant): Promise<Connection> {
    const connector = checkNew(draft);
    const credential = this.#deps.safe.accept(draft.workspaceId, connector, draft.credential);
    const owner = { workspaceId: draft.workspaceId, id: makeId<ConnectionId>() };
    const isNew = await this.#deps.database.inTx(async (tx) => {
      const sealedCredential = await this.#deps.safe.sealCredential(owner, credential, tx);
      const row = { ...draft, id: owner.id, authKind: credential.kind, sealedCredential };
      if (!(await insertConnection(tx, row))) return false;
      await this.#putTokens(tx, owner, credential, grant);
      return true;
    });
    if (!isNew) throw fail('connections.connection.name_taken', { context: { name: draft.name } });
    return this.find(draft.workspaceId, draft.name);
  }

  /** The connection of this name without its credential; throws `connections.connection.not_found`. */
  async find(workspaceId: WorkspaceId, name: string): Promise<Connection> {
    return withoutSealed(await this.#row(workspaceId, name));
  }

  /** All connections of a workspace. */
  list(workspaceId: WorkspaceId): Promise<readonly Connection[]> {
    return listConnectionRows(this.#deps.database, workspaceId);
  }

  /** The credential as it was given, references not followed; never to be shown. */
  async storedCredential(workspaceId: WorkspaceId, name: string): Promise<Credential> {
    const row = await this.#row(workspaceId, name);
    return this.#deps.safe.openCredential(row, row.sealedCredential);
  }

  /**
   * The connection opened for calling, its credential included; from the cache when that is fresh. A token that is about
   * to end is renewed first; where that cannot be done just now, `readiness` says so.
   */
  open(workspaceId: WorkspaceId, name: string): Promise<OpenConnection> {
    const cached = this.#cache.get(`${workspaceId}/${name}`);
    const nowMs = this.#deps.clock.monotonicMs();
    const isFresh = cached !== undefined && nowMs - cached.atMs < CACHE_MS && nowMs < cached.urgentAtMs;
    return isFresh ? Promise.resolve(cached.connection) : this.reopen(workspaceId, name);
  }

  /** As `open`, from the database: somebody may have replaced the credential a moment ago. */
  async reopen(workspaceId: WorkspaceId, name: string): Promise<OpenConnection> {
    const opened = await this.#read(workspaceId, name);
    const { connection, urgentAtMs, endsAtMs } = opened;
    if (connection.state !== 'active' || this.#deps.clock.monotonicMs() < urgentAtMs) return connection;
    const result = await this.#renew(connection, 'due');
    if (result.kind !== 'waiting') return (await this.#read(workspaceId, name)).connection;
    return this.#deps.clock.monotonicMs() < endsAtMs ? connection : unready(connection, result);
  }

  /**
   * What there is after the vendor has refused a credential (status 401): secrets that lie elsewhere are read anew, and
   * a token is renewed once for its version (F69). The same `credentialMark` says that nothing new was to be had.
   */
  async renewAfterRefusal(used: OpenConnection): Promise<Reauthenticated> {
    const { workspaceId, name } = used;
    const fresh = (await this.#read(workspaceId, name, true)).connection;
    const isNew = fresh.credentialMark !== used.credentialMark;
    if (isNew || fresh.tokenVersion === null || fresh.state !== 'active') return { connection: fresh, wasStale: isNew };
    const result = await this.#renew(fresh, 'refused');
    if (result.kind === 'waiting') return { connection: unready(fresh, result), wasStale: false };
    return { connection: (await this.#read(workspaceId, name)).connection, wasStale: false };
  }

  /** Pauses all calls of the connection, on every worker, for at least `delayMs`. */
  async pause(connection: Connection, delayMs: number): Promise<void> {
    const { workspaceId, id } = connection;
    await pauseConnectionRow(this.#deps.database, { workspaceId, id, delayMs });
    this.forget(connection);
  }

  /** The vendor refuses the credential: a person has to reconnect. True for the first that finds out. */
  async markNeedsReconnect(connection: Connection, problem: string, side: ProblemSide = 'account'): Promise<boolean> {
    const { workspaceId, id } = connection;
    const isFirst = await markNeedsReconnect(this.#deps.database, { workspaceId, id, problem, side });
    this.forget(connection);
    return isFirst;
  }

  /** The credential was proven good; held runs of the connection may go on. */
  async markVerified(connection: Connection): Promise<void> {
    await markVerified(this.#deps.database, connection);
    this.forget(connection);
  }

  /**
   * Replaces the credential of a connection and keeps everything else. With a `grant` its tokens are new as well; without
   * one, an OAuth app given anew goes on with the consent there is.
   */
  async replaceCredential(connection: Connection, given: JsonObject, grant?: Grant): Promise<void> {
    const credential = this.#deps.safe.accept(connection.workspaceId, findConnector(connection.connector), given);
    await this.storeCredential(connection, credential, grant);
  }

  /** As `replaceCredential`, with a credential that has been checked. */
  async storeCredential(connection: Connection, credential: Credential, grant?: Grant): Promise<void> {
    const { workspaceId, id } = connection;
    await this.#deps.database.inTx(async (tx) => {
      const sealedCredential = await this.#deps.safe.sealCredential(connection, credential, tx);
      await replaceCredentialRow(tx, { workspaceId, id, authKind: credential.kind, sealedCredential });
      await this.#putTokens(tx, connection, credential, grant);
      if (grant === undefined) await wakeConnection(tx, connection);
    });
    this.forget(connection);
  }

  /** Something about the connection was changed beside this book: the next `open` reads it anew. */
  forget(connection: Pick<Connection, 'workspaceId' | 'name'>): void {
    this.#cache.delete(`${connection.workspaceId}/${connection.name}`);
  }

  async #putTokens(tx: Tx, owner: SecretOwner, credential: Credential, grant: Grant | undefined): Promise<void> {
    const key = { workspaceId: owner.workspaceId, connectionId: owner.id };
    if (credential.kind !== 'oauth2') return deleteToken(tx, key);
    if (grant !== undefined) return this.#deps.shelf.put(tx, owner, { ...grant, credential });
    return credential.grant === 'authorization_code' ? wakeToken(tx, key) : this.#deps.shelf.begin(tx, owner);
  }

  async #row(workspaceId: WorkspaceId, name: string): Promise<ConnectionRow> {
    const row = await findConnectionRow(this.#deps.database, { workspaceId, name });
    if (row === undefined) throw fail('connections.connection.not_found', { context: { name: name.slice(0, 100) } });
    return row;
  }

  async #read(workspaceId: WorkspaceId, name: string, isFresh = false): Promise<Opened> {
    const atMs = this.#deps.clock.monotonicMs();
    const row = await this.#row(workspaceId, name);
    const opened = await this.#deps.opener.open(row, atMs, isFresh);
    await noteTrouble(this.#deps.database, row, opened.trouble);
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    this.#cache.set(`${workspaceId}/${name}`, { ...opened, atMs });
    return opened;
  }

  async #renew(connection: OpenConnection, reason: RenewalWish['reason']): Promise<RenewalResult> {
    const { workspaceId, id: connectionId, tokenVersion } = connection;
    const knownVersion = tokenVersion as number;
    const result = await this.#deps.renewer.renew({ workspaceId, connectionId }, { knownVersion, reason });
    this.forget(connection);
    return result;
  }
}

function unready(connection: OpenConnection, { retryInMs, reason }: Extract<RenewalResult, { kind: 'waiting' }>) {
  return { ...connection, readiness: { kind: 'renewing', retryInMs, reason } } as const;
}
