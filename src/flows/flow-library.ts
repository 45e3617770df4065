/**
 * The flows of all workspaces: checked, published as immutable versions, and compiled for running. Compiled versions are
 * kept in memory, which is safe for ever, because a version never changes.
 */
import { createHash } from 'node:crypto';
import type { ConnectionBook } from '../connections/index.ts';
import { registry } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import {
  canonicalJson,
  type FlowId,
  type JsonValue,
  makeId,
  type Problem,
  parseJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import {
  type CompiledFlow,
  checkFlow,
  compileFlow,
  type FlowCatalog,
  type FlowDocument,
  parseFlow,
} from '../language/index.ts';
import { fail } from './errors.ts';
import {
  type FlowRow,
  type FlowVersionRow,
  findFlowById,
  findFlowByName,
  findVersion,
  insertVersion,
  listFlowRows,
  listVersions,
  setLiveVersion,
  upsertFlow,
} from './flow.store.ts';

/** Compiled versions kept; far more than a firm has flows, and a miss costs one query. */
const MAX_COMPILED = 1_000;

export interface PublishedFlow {
  readonly flow: FlowRow;
  readonly document: FlowDocument;
  /** The live version: a new one, or the present one when nothing changed. */
  readonly version: number;
  readonly isUnchanged: boolean;
}

export interface PublishRequest {
  readonly workspaceId: WorkspaceId;
  readonly document: JsonValue;
  readonly note: string;
  readonly publishedBy: string;
}

export class FlowLibrary {
  readonly #database: Database;
  readonly #connections: ConnectionBook;
  readonly #compiled = new Map<string, CompiledFlow>();

  constructor(deps: { database: Database; connections: ConnectionBook }) {
    this.#database = deps.database;
    this.#connections = deps.connections;
  }

  /** All problems of a document against the connections of a workspace; none means that it can be published. */
  async check(workspaceId: WorkspaceId, document: JsonValue): Promise<readonly Problem[]> {
    return checkFlow(document, await this.#catalog(workspaceId));
  }

  /** Publishes a document as the flow's live version; throws `flows.flow.invalid` with every problem. */
  async publish(request: PublishRequest): Promise<PublishedFlow> {
    const problems = await this.check(request.workspaceId, request.document);
    const { flow: document } = parseFlow(request.document);
    if (document === undefined || problems.length > 0) {
      throw fail('flows.flow.invalid', { problems, context: { count: problems.length } });
    }
    return this.#storeVersion(request, document);
  }

  /** The flow of this name; throws `flows.flow.not_found`. */
  async find(workspaceId: WorkspaceId, name: string): Promise<FlowRow> {
    const flow = await findFlowByName(this.#database, { workspaceId, name });
    if (flow === undefined) throw fail('flows.flow.not_found', { context: { name: name.slice(0, 100) } });
    return flow;
  }

  /** The flow with this id, or undefined. */
  findById(workspaceId: WorkspaceId, id: FlowId): Promise<FlowRow | undefined> {
    return findFlowById(this.#database, { workspaceId, id });
  }

  /** The flows of a workspace. */
  list(workspaceId: WorkspaceId): Promise<readonly FlowRow[]> {
    return listFlowRows(this.#database, workspaceId);
  }

  /** The versions of a flow, the newest first. */
  versions(workspaceId: WorkspaceId, flowId: FlowId): Promise<readonly FlowVersionRow[]> {
    return listVersions(this.#database, { workspaceId, flowId });
  }

  /** A version ready to run; throws `flows.version.not_found`. */
  async compiled(workspaceId: WorkspaceId, flowId: FlowId, number: number): Promise<CompiledFlow> {
    const key = `${flowId}/${number}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const row = await findVersion(this.#database, { workspaceId, flowId, number });
    if (row === undefined) throw fail('flows.version.not_found', { context: { number } });
    const compiled = compileFlow(parseStored(row.document));
    if (this.#compiled.size >= MAX_COMPILED) this.#compiled.clear();
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #storeVersion(request: PublishRequest, document: FlowDocument): Promise<PublishedFlow> {
    const { workspaceId, note, publishedBy } = request;
    const text = canonicalJson(request.document);
    const documentHash = createHash('sha256').update(text).digest();
    return this.#database.inTx(async (tx) => {
      const { name, title } = document;
      const flow = await upsertFlow(tx, { workspaceId, id: makeId<FlowId>(), name, title });
      const live =
        flow.liveVersion === null
          ? undefined
          : await findVersion(tx, { workspaceId, flowId: flow.id, number: flow.liveVersion });
      if (live?.documentHash.equals(documentHash) === true) {
        return { flow, document, version: live.number, isUnchanged: true };
      }
      const version = await insertVersion(tx, {
        workspaceId,
        flowId: flow.id,
        document: text,
        documentHash,
        note,
        publishedBy,
      });
      await setLiveVersion(tx, { workspaceId, flowId: flow.id, number: version });
      return { flow: { ...flow, liveVersion: version }, document, version, isUnchanged: false };
    });
  }

  /** What a document is checked against: the workspace's connections and the connectors behind them. */
  async #catalog(workspaceId: WorkspaceId): Promise<FlowCatalog> {
    const connections = new Map((await this.#connections.list(workspaceId)).map((each) => [each.name, each.connector]));
    return {
      connection: (name) => {
        const connector = connections.get(name);
        return connector === undefined ? undefined : { connector };
      },
      operation: (connector, name) => entryOf(registry.get(connector)?.operations, name),
      triggerSchema: (connector, event) => entryOf(registry.get(connector)?.triggers, event)?.output,
      names: {
        connectors: () => [...registry.keys()],
        connections: () => [...connections.keys()],
        operations: (connector) => Object.keys(registry.get(connector)?.operations ?? {}),
        events: (connector) => Object.keys(registry.get(connector)?.triggers ?? {}),
      },
    };
  }
}

/** Own entries only: a document may name an operation `constructor`. */
function entryOf<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A stored version was checked when it was published; should it no longer parse, that is a defect, not bad input. */
function parseStored(text: string): FlowDocument {
  const { flow, problems } = parseFlow(parseJson(text));
  if (flow === undefined) throw fail('flows.flow.invalid', { problems, context: { count: problems.length } });
  return flow;
}
