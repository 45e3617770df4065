/** What a new flow begins with: nothing, a document that is given, or a template with connections of the workspace. */
import type { Tx } from '../db/index.ts';
import {
  type FlowId,
  isObject,
  type JsonObject,
  type JsonValue,
  makeId,
  makeObject,
  ownValue,
  parseJson,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { type FlowCatalog, renameConnections } from '../language/index.ts';
import { advanceRevision, upsertDraft } from './draft.store.ts';
import { fail } from './errors.ts';
import { type FlowRow, insertFlow } from './flow.store.ts';
import { isFlowName, nameFromTitle, namesLike } from './flow-name.ts';
import { hashDocument } from './publishing.ts';
import { findTemplate, type Template } from './templates/template-list.ts';

export interface NewFlow {
  readonly workspaceId: WorkspaceId;
  readonly editedBy: string;
  /** Left out, the document's own. */
  readonly title?: string;
  /** Left out, one is made from the title, or is the document's, with a number behind it where it is taken. */
  readonly name?: string;
  readonly document?: JsonValue;
  readonly template?: string;
  /** Connections of the workspace, by the template's role or by the name in the document. */
  readonly connections?: Readonly<Record<string, string>>;
}

export interface FlowPlan {
  readonly title: string;
  /** Tried in this order until one is free. */
  readonly names: readonly string[];
  readonly document: JsonObject;
}

/** Names that are tried before a person has to choose one. */
const MAX_NAMES = 50;
const UNTITLED = 'New flow';

/** Checks the request and makes the document; throws `flows.flow.name_malformed`, `flows.draft.malformed` and the like. */
export function planFlow(given: NewFlow, catalog: FlowCatalog): FlowPlan {
  const document = startOf(given, catalog);
  const ownTitle = ownValue(document, 'title');
  const title = given.title ?? (typeof ownTitle === 'string' && ownTitle !== '' ? ownTitle : UNTITLED);
  return { title, names: namesFor(given, document, title), document };
}

/** Stores the flow with its draft under the first name that is free; throws `flows.flow.name_taken`. */
export async function storeFlow(
  tx: Tx,
  plan: FlowPlan,
  { workspaceId, editedBy }: { readonly workspaceId: WorkspaceId; readonly editedBy: string },
): Promise<FlowRow> {
  const { title } = plan;
  for (const name of plan.names) {
    const flow = await insertFlow(tx, { workspaceId, id: makeId<FlowId>(), name, title });
    if (flow === undefined) continue;
    const document = named(plan.document, { name, title });
    const { hash: documentHash } = hashDocument(document);
    const key = { workspaceId, flowId: flow.id };
    const draft = { ...key, document: stringifyJson(document), documentHash, editedBy };
    await upsertDraft(tx, { ...draft, basedOn: null, isNewStart: true });
    await advanceRevision(tx, { ...key, title });
    return flow;
  }
  throw fail('flows.flow.name_taken', { context: { name: plan.names[0] ?? '' } });
}

function startOf({ document, template, connections = {} }: NewFlow, catalog: FlowCatalog): JsonObject {
  const chosen = new Map(Object.entries(connections));
  if (template !== undefined) return fromTemplate(findTemplate(template), chosen, catalog);
  if (document === undefined) return parseJson(EMPTY_FLOW) as JsonObject;
  if (!isObject(document)) throw fail('flows.draft.malformed');
  return renameConnections(document, chosen) as JsonObject;
}

const EMPTY_FLOW =
  '{"holdfast":1,"name":"","title":"","trigger":{"kind":"webhook","signature":{"kind":"standard_webhooks"}},"steps":[]}';

/** A role that nobody filled takes the only connection of its connector; else its name stays, and is told as a problem. */
function fromTemplate(template: Template, chosen: ReadonlyMap<string, string>, catalog: FlowCatalog): JsonObject {
  const filled = new Map(chosen);
  for (const { role, connector } of template.roles) {
    const fitting = catalog.names.connections().filter((name) => catalog.connection(name)?.connector === connector);
    if (!filled.has(role) && fitting.length === 1) filled.set(role, fitting[0] as string);
  }
  return renameConnections(parseJson(JSON.stringify(template.document)), filled) as JsonObject;
}

function namesFor(given: NewFlow, document: JsonObject, title: string): readonly string[] {
  if (given.name !== undefined) {
    if (isFlowName(given.name)) return [given.name];
    throw fail('flows.flow.name_malformed', { context: { name: given.name.slice(0, 100) } });
  }
  const own = given.title === undefined ? ownValue(document, 'name') : undefined;
  const name = typeof own === 'string' && isFlowName(own) ? own : nameFromTitle(title);
  return [...namesLike(name, MAX_NAMES)];
}

/** The document under its flow's name; the order of its fields stays. */
function named(document: JsonObject, fields: { readonly name: string; readonly title: string }): JsonObject {
  return makeObject([...Object.entries(document), ...Object.entries(fields)]);
}
