/**
 * The connections of all workspaces, as the rest of Holdfast uses them: made, found, opened, paused, marked.
 *
 * Opened connections are kept for a moment, because every call needs one and opening costs a query and a decryption. A
 * change made by another process is therefore seen within `CACHE_MS`; a change made here is seen at once.
 */
import { type Connector, findConnector } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import {
  type Clock,
  type ConnectionId,
  type JsonObject,
  makeId,
  parseJson,
  Secret,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { compileSchema } from '../language/index.ts';
import { makeRedactor } from '../outbound/index.ts';
import type { Vault } from '../vault/index.ts';
import {
  type ConnectionRow,
  findConnectionRow,
  insertConnection,
  listConnectionRows,
  markNeedsReconnect,
  markVerified,
  pauseConnectionRow,
  replaceCredentialRow,
} from './connection.store.ts';
import { type Connection, isConnectionName, type OpenConnection } from './connection.ts';
import { attachmentOf, type Credential, parseCredential, secretsOf } from './credential.ts';
import { fail } from './errors.ts';

const CACHE_MS = 1_000;
const MAX_CACHED = 2_000;
/** A password such as `1234` stands in many an amount; masking it there would change the data. */
const LONG_SECRET = 12;

export interface ConnectionBookDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
}

export interface ConnectionDraft {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly credential: JsonObject;
}

interface Cached {
  readonly connection: OpenConnection;
  readonly atMs: number;
}

export class ConnectionBook {
  readonly #deps: ConnectionBookDeps;
  readonly #cache = new Map<string, Cached>();

  constructor(deps: ConnectionBookDeps) {
    this.#deps = deps;
  }

  /** Makes a connection after checking name, settings and credential; throws `connections.*` with the problems. */
  async create(draft: ConnectionDraft): Promise<Connection> {
    if (!isConnectionName(draft.name)) {
      throw fail('connections.connection.name_malformed', { context: { name: draft.name.slice(0, 100) } });
    }
    const connector = findConnector(draft.connector);
    checkSettings(connector, draft.settings);
    const credential = parseCredential(connector, draft.credential);
    const id = makeId<ConnectionId>();
    const sealedCredential = this.#seal(draft.workspaceId, id, credential);
    const row = { ...draft, id, authKind: credential.kind, sealedCredential };
    const isNew = await insertConnection(this.#deps.database, row);
    if (!isNew) throw fail('connections.connection.name_taken', { context: { name: draft.name } });
    return this.find(draft.workspaceId, draft.name);
  }

  /** The connection of this name without its credential; throws `connections.connection.not_found`. */
  async find(workspaceId: WorkspaceId, name: string): Promise<Connection> {
    return withoutCredential(await this.#row(workspaceId, name));
  }

  /** All connections of a workspace. */
  async list(workspaceId: WorkspaceId): Promise<readonly Connection[]> {
    return (await listConnectionRows(this.#deps.database, workspaceId)).map(withoutCredential);
  }

  /** The connection opened for calling, its credential included; from the cache when that is fresh. */
  open(workspaceId: WorkspaceId, name: string): Promise<OpenConnection> {
    const cached = this.#cache.get(`${workspaceId}/${name}`);
    const isFresh = cached !== undefined && this.#deps.clock.monotonicMs() - cached.atMs < CACHE_MS;
    return isFresh ? Promise.resolve(cached.connection) : this.reopen(workspaceId, name);
  }

  /** As `open`, from the database: somebody may have replaced the credential a moment ago. */
  async reopen(workspaceId: WorkspaceId, name: string): Promise<OpenConnection> {
    const key = `${workspaceId}/${name}`;
    const connection = this.#openRow(await this.#row(workspaceId, name));
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    this.#cache.set(key, { connection, atMs: this.#deps.clock.monotonicMs() });
    return connection;
  }

  /** Pauses all calls of the connection, on every worker, for at least `delayMs`. */
  async pause(connection: Connection, delayMs: number): Promise<void> {
    const { workspaceId, id } = connection;
    await pauseConnectionRow(this.#deps.database, { workspaceId, id, delayMs });
    this.#forget(connection);
  }

  /** The vendor refuses the credential: a person has to reconnect. True for the first that finds out. */
  async markNeedsReconnect(connection: Connection, problem: string): Promise<boolean> {
    const { workspaceId, id } = connection;
    const isFirst = await markNeedsReconnect(this.#deps.database, { workspaceId, id, problem });
    this.#forget(connection);
    return isFirst;
  }

  /** The credential was proven good; held runs of the connection may go on. */
  async markVerified(connection: Connection): Promise<void> {
    await markVerified(this.#deps.database, connection);
    this.#forget(connection);
  }

  /** Replaces the credential of a connection and keeps everything else. */
  async replaceCredential(connection: Connection, given: JsonObject): Promise<void> {
    const credential = parseCredential(findConnector(connection.connector), given);
    const { workspaceId, id } = connection;
    const sealedCredential = this.#seal(workspaceId, id, credential);
    await replaceCredentialRow(this.#deps.database, { workspaceId, id, authKind: credential.kind, sealedCredential });
    this.#forget(connection);
  }

  async #row(workspaceId: WorkspaceId, name: string): Promise<ConnectionRow> {
    const row = await findConnectionRow(this.#deps.database, { workspaceId, name });
    if (row === undefined) throw fail('connections.connection.not_found', { context: { name: name.slice(0, 100) } });
    return row;
  }

  #openRow(row: ConnectionRow): OpenConnection {
    const definition = findConnector(row.connector);
    const opened = this.#deps.vault.open(row.sealedCredential, credentialPlace(row.workspaceId, row.id));
    const credential = parseJson(opened.reveal()) as unknown as Credential;
    return {
      ...withoutCredential(row),
      definition,
      baseUrl: definition.baseUrl(row.settings),
      origins: definition.origins(row.settings),
      attachment: attachmentOf(definition, credential, row.settings),
      redact: makeRedactor(secretsOf(credential)),
      redactData: makeRedactor(secretsOf(credential).filter((secret) => secret.length >= LONG_SECRET)),
      credentialMark: row.sealedCredential.toString('base64'),
    };
  }

  #seal(workspaceId: WorkspaceId, id: ConnectionId, credential: Credential): Buffer {
    const text = new Secret(stringifyJson({ ...credential }));
    return this.#deps.vault.seal(text, credentialPlace(workspaceId, id));
  }

  #forget(connection: Connection): void {
    this.#cache.delete(`${connection.workspaceId}/${connection.name}`);
  }
}

function credentialPlace(workspaceId: WorkspaceId, ownerId: ConnectionId) {
  return { workspaceId, ownerId, field: 'connection.credential' };
}

function withoutCredential(row: ConnectionRow): Connection {
  const { sealedCredential: _sealed, ...connection } = row;
  return connection;
}

function checkSettings(connector: Connector, settings: JsonObject): void {
  const problems = compileSchema(connector.settings)(settings);
  if (problems.length > 0)
    throw fail('connections.settings.invalid', { problems, context: { connector: connector.name } });
}
