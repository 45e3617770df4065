/** Makes a checked document the live version of its flow, in the transaction of whoever asks. */
import { createHash } from 'node:crypto';
import type { Tx } from '../db/index.ts';
import { canonicalJson, type FlowId, type JsonValue, makeId, type WorkspaceId } from '../foundation/index.ts';
import type { FlowDocument } from '../language/index.ts';
import { deleteEqualDraft } from './draft.store.ts';
import { type FlowRow, findVersion, insertVersion, setLiveVersion, upsertFlow } from './flow.store.ts';

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

/** A document as it is stored and known again: equal documents have equal hashes. */
export function hashDocument(document: JsonValue): { readonly text: string; readonly hash: Buffer } {
  const text = canonicalJson(document);
  return { text, hash: createHash('sha256').update(text).digest() };
}

/** Stores the next version unless the live one is the same; a draft that says the same is dropped. */
export async function publishVersion(tx: Tx, request: PublishRequest, document: FlowDocument): Promise<PublishedFlow> {
  const { workspaceId, note, publishedBy } = request;
  const { text, hash } = hashDocument(request.document);
  const { name, title } = document;
  const flow = await upsertFlow(tx, { workspaceId, id: makeId<FlowId>(), name, title });
  const key = { workspaceId, flowId: flow.id };
  await deleteEqualDraft(tx, { ...key, documentHash: hash });
  const live = flow.liveVersion === null ? undefined : await findVersion(tx, { ...key, number: flow.liveVersion });
  if (live?.documentHash.equals(hash) === true) return { flow, document, version: live.number, isUnchanged: true };
  const version = await insertVersion(tx, { ...key, document: text, documentHash: hash, note, publishedBy });
  await setLiveVersion(tx, { ...key, number: version });
  return { flow: { ...flow, liveVersion: version }, document, version, isUnchanged: false };
}
