/**
 * What the flows of a workspace use its connections for: which of them name a connection, and which scopes their calls
 * need of it. Read from the documents themselves, so that it holds for drafts in the middle of an edit as well.
 */
import { type Connection, type ConnectionBook, missingScopes } from '../connections/index.ts';
import { registry } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import { isObject, type JsonValue, ownValue, parseJson, type WorkspaceId } from '../foundation/index.ts';
import { callsOf, connectionsOf } from '../language/index.ts';
import { type DirectoryRow, listDirectoryRows, listDocuments } from './flow-directory.store.ts';
import { type HeldScope, listHeldScopes } from './held-scopes.store.ts';

/** A flow that names a connection, in a step or in its trigger. */
interface UsingFlow {
  readonly name: string;
  readonly title: string;
  /** False where only its draft names the connection. */
  readonly isLive: boolean;
}

/** Scopes that a document needs and its connection was not granted. */
export interface Consent {
  readonly connection: string;
  readonly missing: readonly string[];
}

/** What one document does with connections. */
interface DocumentUse {
  readonly connections: readonly string[];
  readonly calls: readonly Call[];
}

interface Call {
  readonly connection: string;
  readonly scopes: readonly string[];
  /** Its scopes are needed too; a name that the connector does not have needs none. */
  readonly operation: string;
}

/** A flow's row, with what its live version and its draft do; the draft only where there is one. */
interface FlowUse {
  readonly row: DirectoryRow;
  readonly live: DocumentUse | undefined;
  readonly draft: DocumentUse | undefined;
}

/** Documents whose use is kept; one is small, and a miss costs the reading of a document. */
const MAX_KEPT = 5_000;

const NOTHING: DocumentUse = { connections: [], calls: [] };

export class ConnectionUse {
  readonly #database: Database;
  readonly #connections: Pick<ConnectionBook, 'list'>;
  /** By flow and version, or revision of a draft: neither changes. */
  readonly #kept = new Map<string, DocumentUse>();

  constructor(deps: { database: Database; connections: Pick<ConnectionBook, 'list'> }) {
    this.#database = deps.database;
    this.#connections = deps.connections;
  }

  /**
   * The scopes that the live flows of a workspace need, and those that held runs wait for, which perhaps the vendor alone
   * has named; of one connection, when it is named.
   */
  async neededScopes(workspaceId: WorkspaceId, connection?: string): Promise<readonly HeldScope[]> {
    const [flows, connectorOf, held] = await Promise.all([
      this.#read(workspaceId),
      this.#connectors(workspaceId),
      listHeldScopes(this.#database, workspaceId, connection),
    ]);
    const declared = flows.flatMap(({ row, live = NOTHING }) => {
      const needed = scopesByConnection(live, connectorOf);
      return [...needed].flatMap(([name, scopes]) => {
        if (connection !== undefined && name !== connection) return [];
        return [...scopes].map((scope): HeldScope => ({ connection: name, scope, flow: row.name }));
      });
    });
    const known = new Set(declared.map(keyOf));
    return [...declared, ...held.filter((each) => !known.has(keyOf(each)))];
  }

  /** The flows that name each connection, by name of the connection. */
  async users(workspaceId: WorkspaceId): Promise<ReadonlyMap<string, readonly UsingFlow[]>> {
    const byConnection = new Map<string, UsingFlow[]>();
    for (const { row, live = NOTHING, draft = NOTHING } of await this.#read(workspaceId)) {
      const { name, title } = row;
      for (const connection of new Set([...live.connections, ...draft.connections])) {
        const known = byConnection.get(connection) ?? [];
        known.push({ name, title, isLive: live.connections.includes(connection) });
        byConnection.set(connection, known);
      }
    }
    return byConnection;
  }

  /** What has to be consented to before the calls of a document can be made; none when all is granted. */
  async consentFor(workspaceId: WorkspaceId, document: JsonValue): Promise<readonly Consent[]> {
    const connections = await this.#connections.list(workspaceId);
    const byName = new Map(connections.map((each) => [each.name, each]));
    const needed = scopesByConnection(useOf(document), (name) => byName.get(name)?.connector);
    return [...needed].flatMap(([connection, scopes]) => {
      const missing = missingScopes(byName.get(connection) as Connection, [...scopes]);
      return missing.length === 0 ? [] : [{ connection, missing }];
    });
  }

  async #connectors(workspaceId: WorkspaceId): Promise<ConnectorOf> {
    const connections = await this.#connections.list(workspaceId);
    const byName = new Map(connections.map(({ name, connector }) => [name, connector]));
    return (name) => byName.get(name);
  }

  async #read(workspaceId: WorkspaceId): Promise<readonly FlowUse[]> {
    const rows = await listDirectoryRows(this.#database, workspaceId);
    const documents = rows.flatMap((row) => [
      ...(row.liveVersion === null ? [] : [{ key: liveKey(row), id: row.id, liveVersion: row.liveVersion }]),
      ...(row.hasDraft ? [{ key: draftKey(row), id: row.id, liveVersion: null }] : []),
    ]);
    const missing = documents.filter(({ key }) => !this.#kept.has(key));
    const uses = new Map(documents.map(({ key }) => [key, this.#kept.get(key)]));
    for (const [key, use] of await this.#load(workspaceId, missing)) uses.set(key, use);
    return rows.map((row) => ({ row, live: uses.get(liveKey(row)), draft: uses.get(draftKey(row)) }));
  }

  /** Drafts and versions are read apart: both of one flow may be wanted. */
  async #load(
    workspaceId: WorkspaceId,
    wanted: readonly (Pick<DirectoryRow, 'id' | 'liveVersion'> & { readonly key: string })[],
  ): Promise<readonly (readonly [string, DocumentUse])[]> {
    const halves = [
      wanted.filter((each) => each.liveVersion !== null),
      wanted.filter((each) => each.liveVersion === null),
    ];
    const loaded = await Promise.all(
      halves.map(async (half) => {
        const found = half.length === 0 ? [] : await listDocuments(this.#database, workspaceId, half);
        const keys = new Map(half.map(({ id, key }) => [id, key]));
        return found.map(({ flowId, document }) => [keys.get(flowId) as string, useOf(parseJson(document))] as const);
      }),
    );
    const uses = loaded.flat();
    if (this.#kept.size + uses.length > MAX_KEPT) this.#kept.clear();
    for (const [key, use] of uses) this.#kept.set(key, use);
    return uses;
  }
}

type ConnectorOf = (connection: string) => string | undefined;

/** Neither names nor scopes have spaces in them. */
function keyOf({ connection, scope, flow }: HeldScope): string {
  return `${connection} ${scope} ${flow}`;
}

function liveKey({ id, liveVersion }: DirectoryRow): string {
  return `${id}/${liveVersion}`;
}

function draftKey({ id, draftRevision }: DirectoryRow): string {
  return `${id}/draft ${draftRevision}`;
}

function useOf(document: JsonValue): DocumentUse {
  return { connections: connectionsOf(document), calls: [...callsOf(document), ...triggerCalls(document)] };
}

/** Through the connection of the trigger recent records are read and the webhook is registered. */
function triggerCalls(document: JsonValue): readonly Call[] {
  const trigger = isObject(document) ? ownValue(document, 'trigger') : undefined;
  if (!isObject(trigger)) return [];
  const [connection, connector, event] = ['connection', 'connector', 'event'].map((name) => ownValue(trigger, name));
  if (typeof connection !== 'string' || typeof connector !== 'string' || typeof event !== 'string') return [];
  const triggers = registry.get(connector)?.triggers ?? {};
  const { recent, subscription } = (Object.hasOwn(triggers, event) ? triggers[event] : undefined) ?? {};
  return [{ connection, operation: recent?.operation ?? '', scopes: subscription?.scopes ?? [] }];
}

function scopesByConnection(use: DocumentUse, connectorOf: ConnectorOf): ReadonlyMap<string, ReadonlySet<string>> {
  const needed = new Map<string, Set<string>>();
  for (const { connection, operation, scopes } of use.calls) {
    const connector = connectorOf(connection);
    const operations = connector === undefined ? undefined : registry.get(connector)?.operations;
    if (operations === undefined) continue;
    const own = Object.hasOwn(operations, operation) ? (operations[operation]?.scopes ?? []) : [];
    const known = needed.get(connection) ?? new Set();
    for (const scope of [...own, ...scopes]) known.add(scope);
    if (known.size > 0) needed.set(connection, known);
  }
  return needed;
}
