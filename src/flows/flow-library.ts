/**
 * The flows of all workspaces: checked, published as immutable versions, and compiled for running. Compiled versions are
 * kept in memory, which is safe for ever, because a version never changes.
 */
import type { ConnectionBook } from '../connections/index.ts';
import type { Database } from '../db/index.ts';
import { type FlowId, type JsonValue, type Problem, parseJson, type WorkspaceId } from '../foundation/index.ts';
import {
  type CompiledFlow,
  checkFlow,
  compileFlow,
  type FlowCatalog,
  type FlowDocument,
  parseFlow,
} from '../language/index.ts';
import { deleteEqualDraft } from './draft.store.ts';
import { fail, flowNotFound } from './errors.ts';
import {
  archiveFlowRow,
  type FlowRow,
  type FlowVersionRow,
  findFlowById,
  findFlowByName,
  findVersion,
  isNameTaken,
  listFlowRows,
  listVersions,
  lockFlow,
  setLiveVersion,
  upsertFlow,
} from './flow.store.ts';
import { makeCatalog } from './flow-catalog.ts';
import { type PublishedFlow, type PublishRequest, publishVersion } from './publishing.ts';

/** Compiled versions kept; far more than a firm has flows, and a miss costs one query. */
const MAX_COMPILED = 1_000;

export class FlowLibrary {
  readonly #database: Database;
  readonly #connections: ConnectionBook;
  readonly #compiled = new Map<string, CompiledFlow>();

  constructor(deps: { database: Database; connections: ConnectionBook }) {
    this.#database = deps.database;
    this.#connections = deps.connections;
  }

  /** What documents of a workspace are checked against. */
  async catalog(workspaceId: WorkspaceId): Promise<FlowCatalog> {
    return makeCatalog(await this.#connections.list(workspaceId));
  }

  /** All problems of a document against the connections of a workspace; none means that it can be published. */
  async check(workspaceId: WorkspaceId, document: JsonValue): Promise<readonly Problem[]> {
    return checkFlow(document, await this.catalog(workspaceId));
  }

  /** The document without a problem; throws `flows.flow.invalid` with every one there is. */
  async checked(workspaceId: WorkspaceId, given: JsonValue): Promise<FlowDocument> {
    const problems = await this.check(workspaceId, given);
    const { flow } = parseFlow(given);
    if (flow !== undefined && problems.length === 0) return flow;
    throw fail('flows.flow.invalid', { problems, context: { count: problems.length } });
  }

  /** Publishes a document as the flow's live version; throws `flows.flow.invalid` with every problem. */
  async publish(request: PublishRequest): Promise<PublishedFlow> {
    const document = await this.checked(request.workspaceId, request.document);
    return this.#database.inTx((tx) => publishVersion(tx, request, document));
  }

  /**
   * Makes a version live again; runs under way keep theirs. Throws `flows.flow.invalid` when the version does not fit the
   * connections and connectors of today.
   */
  async rollBack(workspaceId: WorkspaceId, name: string, number: number): Promise<PublishedFlow> {
    const { id: flowId } = await this.find(workspaceId, name);
    const key = { workspaceId, flowId };
    const version = await this.version({ workspaceId, id: flowId }, number);
    const document = await this.checked(workspaceId, parseJson(version.document));
    return this.#database.inTx(async (tx) => {
      const locked = await lockFlow(tx, { workspaceId, name });
      if (locked === undefined) throw flowNotFound(name);
      const isUnchanged = locked.liveVersion === number;
      if (isUnchanged) return { flow: locked, document, version: number, isUnchanged };
      await deleteEqualDraft(tx, { ...key, documentHash: version.documentHash });
      const flow = await upsertFlow(tx, { workspaceId, id: flowId, name, title: document.title });
      await setLiveVersion(tx, { ...key, number });
      return { flow: { ...flow, liveVersion: number }, document, version: number, isUnchanged };
    });
  }

  /** Takes a flow out of the lists and from its address; runs under way go on, and its history stays. */
  archive({ workspaceId, id }: Pick<FlowRow, 'workspaceId' | 'id'>): Promise<void> {
    return archiveFlowRow(this.#database, { workspaceId, id });
  }

  /** The flow of this name; throws `flows.flow.not_found`. */
  async find(workspaceId: WorkspaceId, name: string): Promise<FlowRow> {
    const flow = await findFlowByName(this.#database, { workspaceId, name });
    if (flow === undefined) throw flowNotFound(name);
    return flow;
  }

  /** True for the name of a flow that is or was there: an archived one keeps its name. */
  isKnown(workspaceId: WorkspaceId, name: string): Promise<boolean> {
    return isNameTaken(this.#database, { workspaceId, name });
  }

  /** The flow with this id, or undefined. */
  findById(workspaceId: WorkspaceId, id: FlowId): Promise<FlowRow | undefined> {
    return findFlowById(this.#database, { workspaceId, id });
  }

  /** The flow of this name with what is live of it; throws `flows.flow.not_live`. */
  async live(workspaceId: WorkspaceId, name: string): Promise<{ flow: FlowRow; document: FlowDocument }> {
    const flow = await this.find(workspaceId, name);
    if (flow.liveVersion === null) throw fail('flows.flow.not_live', { context: { name: flow.name } });
    const { document } = await this.compiled(workspaceId, flow.id, flow.liveVersion);
    return { flow, document };
  }

  /** The flows of a workspace. */
  list(workspaceId: WorkspaceId): Promise<readonly FlowRow[]> {
    return listFlowRows(this.#database, workspaceId);
  }

  /** The versions of a flow, the newest first. */
  versions(workspaceId: WorkspaceId, flowId: FlowId): Promise<readonly FlowVersionRow[]> {
    return listVersions(this.#database, { workspaceId, flowId });
  }

  /** One version of a flow; throws `flows.version.not_found`. */
  async version({ workspaceId, id }: Pick<FlowRow, 'workspaceId' | 'id'>, number: number): Promise<FlowVersionRow> {
    const row = await findVersion(this.#database, { workspaceId, flowId: id, number });
    if (row === undefined) throw fail('flows.version.not_found', { context: { number } });
    return row;
  }

  /** A version ready to run; throws `flows.version.not_found`. */
  async compiled(workspaceId: WorkspaceId, flowId: FlowId, number: number): Promise<CompiledFlow> {
    const key = `${flowId}/${number}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const compiled = compileFlow(parseStored((await this.version({ workspaceId, id: flowId }, number)).document));
    if (this.#compiled.size >= MAX_COMPILED) this.#compiled.clear();
    this.#compiled.set(key, compiled);
    return compiled;
  }
}

/** A stored version was checked when it was published; should it no longer parse, that is a defect, not bad input. */
function parseStored(text: string): FlowDocument {
  const { flow, problems } = parseFlow(parseJson(text));
  if (flow === undefined) throw fail('flows.flow.invalid', { problems, context: { count: problems.length } });
  return flow;
}
