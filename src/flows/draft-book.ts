/**
 * The drafts of flows: what is being worked on beside the live version. A save names the revision it began with, and is
 * refused when that is not the present one, so that nobody overwrites what they have not seen.
 */
import type { Database, Tx } from '../db/index.ts';
import {
  isObject,
  type JsonObject,
  type JsonValue,
  ownValue,
  parseJson,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { advanceRevision, type DraftRow, deleteDraft, findDraftRow, upsertDraft } from './draft.store.ts';
import { fail, flowNotFound } from './errors.ts';
import { type FlowRow, findVersion, lockFlow } from './flow.store.ts';
import type { FlowLibrary } from './flow-library.ts';
import { type NewFlow, planFlow, storeFlow } from './new-flow.ts';
import { hashDocument, type PublishedFlow, publishVersion } from './publishing.ts';

/** What an editor shows of a flow. */
export interface DraftState {
  readonly flow: FlowRow;
  /** The draft, or the live document where there is none. */
  readonly document: JsonValue;
  readonly revision: number;
  /** The version that the work began with; null for a flow that began without one. */
  readonly basedOn: number | null;
  /** It differs from the live version, or nothing is live. */
  readonly isChanged: boolean;
  readonly editedBy: string;
  readonly editedAt: Date;
}

export interface DraftSave {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly document: JsonValue;
  readonly revision: number;
  readonly editedBy: string;
}

/** Larger than what can be published, so that a flow that has grown too large is not lost while it is cut down. */
const MAX_DRAFT_BYTES = 1_048_576;
const MAX_TITLE_LENGTH = 200;

export class DraftBook {
  readonly #database: Database;
  readonly #flows: FlowLibrary;

  constructor(deps: { database: Database; flows: FlowLibrary }) {
    this.#database = deps.database;
    this.#flows = deps.flows;
  }

  /** Makes a flow that has a draft and no version; throws `flows.flow.name_taken` and what is wrong with the request. */
  async create(given: NewFlow): Promise<FlowRow> {
    const { workspaceId } = given;
    const plan = planFlow(given, await this.#flows.catalog(workspaceId));
    checkSize(stringifyJson(plan.document));
    return this.#database.inTx((tx) => storeFlow(tx, plan, { workspaceId, editedBy: given.editedBy }));
  }

  /** The draft of a flow, or its live document where there is none; throws `flows.flow.not_found`. */
  async find(workspaceId: WorkspaceId, name: string): Promise<DraftState> {
    const flow = await this.#flows.find(workspaceId, name);
    return stateOf(flow, await findDraftRow(this.#database, { workspaceId, flowId: flow.id }));
  }

  /** `draft`, `live`, the number of a version, or, without `of`, what is live, else the draft. */
  async documentOf(workspaceId: WorkspaceId, name: string, of?: string): Promise<JsonValue> {
    const flow = await this.#flows.find(workspaceId, name);
    if (of === 'draft' || (of === undefined && flow.liveVersion === null))
      return (await this.find(workspaceId, name)).document;
    const number = of === undefined || of === 'live' ? flow.liveVersion : Number(of);
    if (number === null) throw fail('flows.flow.not_live', { context: { name: flow.name } });
    return parseJson((await this.#flows.version(flow, number)).document);
  }

  /** Keeps a document with all its problems; throws `flows.draft.outdated` and keeps nothing when it is behind. */
  async save(save: DraftSave): Promise<void> {
    const { name, revision, editedBy } = save;
    const document = checkedDraft(save.document, name);
    await this.#change(save, async (tx, flow, row) => {
      checkRevision(row, revision);
      await storeDraft(tx, { flow, row, document, editedBy, basedOn: flow.liveVersion, isNewStart: false });
    });
  }

  /** Makes a version's document the draft, whatever the draft was. */
  async useVersion(use: { workspaceId: WorkspaceId; name: string; number: number; editedBy: string }): Promise<void> {
    const { workspaceId, number, editedBy } = use;
    await this.#change(use, async (tx, flow, row) => {
      const version = await findVersion(tx, { workspaceId, flowId: flow.id, number });
      if (version === undefined) throw fail('flows.version.not_found', { context: { number } });
      const document = parseJson(version.document) as JsonObject;
      await storeDraft(tx, { flow, row, document, editedBy, basedOn: number, isNewStart: true });
    });
  }

  /** Drops the draft; throws `flows.draft.only` where nothing else is there of the flow. */
  async discard(workspaceId: WorkspaceId, name: string): Promise<void> {
    await this.#change({ workspaceId, name }, async (tx, flow) => {
      if (flow.liveVersion === null) throw fail('flows.draft.only', { context: { name: flow.name } });
      await deleteDraft(tx, { workspaceId, flowId: flow.id });
      await advanceRevision(tx, { workspaceId, flowId: flow.id, title: null });
    });
  }

  /** Makes the draft of this revision live; throws `flows.flow.invalid` with its problems, or `flows.draft.outdated`. */
  async publish(publish: {
    workspaceId: WorkspaceId;
    name: string;
    revision: number;
    note: string;
    publishedBy: string;
  }): Promise<PublishedFlow> {
    const { workspaceId, name, revision } = publish;
    const draft = await this.find(workspaceId, name);
    checkRevision(draft, revision);
    const document = await this.#flows.checked(workspaceId, draft.document);
    return this.#change(publish, async (tx, _flow, row) => {
      checkRevision(row, revision);
      return publishVersion(tx, { ...publish, document: draft.document }, document);
    });
  }

  /** Runs a change of one flow's draft while nobody else changes the flow. */
  #change<T>(
    { workspaceId, name }: { readonly workspaceId: WorkspaceId; readonly name: string },
    change: (tx: Tx, flow: FlowRow, row: DraftRow) => Promise<T>,
  ): Promise<T> {
    return this.#database.inTx(async (tx) => {
      const flow = await lockFlow(tx, { workspaceId, name });
      const row = flow === undefined ? undefined : await findDraftRow(tx, { workspaceId, flowId: flow.id });
      if (flow === undefined || row === undefined) throw flowNotFound(name);
      return change(tx, flow, row);
    });
  }
}

interface Storing {
  readonly flow: FlowRow;
  readonly row: DraftRow;
  readonly document: JsonObject;
  readonly editedBy: string;
  readonly basedOn: number | null;
  readonly isNewStart: boolean;
}

/** A document that says what is live is kept as no draft at all. */
async function storeDraft(tx: Tx, { flow, row, document, ...rest }: Storing): Promise<void> {
  const key = { workspaceId: flow.workspaceId, flowId: flow.id };
  const { hash } = hashDocument(document);
  if (row.liveHash?.equals(hash) === true) await deleteDraft(tx, key);
  else await upsertDraft(tx, { ...key, ...rest, document: stringifyJson(document), documentHash: hash });
  await advanceRevision(tx, { ...key, title: titleOf(document) });
}

function stateOf(flow: FlowRow, row: DraftRow | undefined): DraftState {
  const text = row?.document ?? row?.liveDocument;
  if (row === undefined || text === null || text === undefined) throw flowNotFound(flow.name);
  const { documentHash, liveHash, revision } = row;
  return {
    flow,
    document: parseJson(text),
    revision,
    basedOn: row.document === null ? flow.liveVersion : row.basedOn,
    isChanged: documentHash !== null && liveHash?.equals(documentHash) !== true,
    editedBy: row.editedBy ?? row.publishedBy ?? '',
    editedAt: row.editedAt ?? row.publishedAt ?? flow.createdAt,
  };
}

function checkRevision({ revision: present }: { readonly revision: number }, given: number): void {
  if (present !== given) throw fail('flows.draft.outdated', { context: { present, given } });
}

function checkedDraft(document: JsonValue, name: string): JsonObject {
  if (!isObject(document)) throw fail('flows.draft.malformed');
  checkSize(stringifyJson(document));
  const given = ownValue(document, 'name');
  if (given === name) return document;
  const text = typeof given === 'string' ? given.slice(0, 100) : '';
  throw fail('flows.draft.other_flow', { context: { given: text, name: name.slice(0, 100) } });
}

function checkSize(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DRAFT_BYTES) throw fail('flows.draft.too_large', { context: { bytes, allowed: MAX_DRAFT_BYTES } });
}

function titleOf(document: JsonObject): string | null {
  const title = ownValue(document, 'title');
  return typeof title === 'string' && title !== '' && title.length <= MAX_TITLE_LENGTH ? title : null;
}
