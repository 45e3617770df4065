/** The flows of a workspace as a list shows them: with their drafts, what starts them and what they use. */
import type { ConnectionBook } from '../connections/index.ts';
import type { Database } from '../db/index.ts';
import { parseJson, type WorkspaceId } from '../foundation/index.ts';
import { flowNotFound } from './errors.ts';
import type { FlowRow } from './flow.store.ts';
import { type DirectoryRow, findDirectoryRow, listDirectoryRows, listDocuments } from './flow-directory.store.ts';
import { type FlowOutline, outlineOf } from './flow-outline.ts';

export interface FlowEntry extends FlowRow {
  /** There is a draft that differs from the live version. */
  readonly hasDraft: boolean;
  readonly draftEditedAt: Date | null;
  /** Such as "Sandbox CRM: Deal closed won". */
  readonly triggerText: string;
  /** Connectors of the trigger and of the steps, by name. */
  readonly connectors: readonly string[];
}

/** Outlines kept; one is small, and a miss costs the reading of one document. */
const MAX_OUTLINES = 5_000;

export class FlowDirectory {
  readonly #database: Database;
  readonly #connections: Pick<ConnectionBook, 'list'>;
  /** By flow and version, or revision of a draft: neither changes. */
  readonly #outlines = new Map<string, FlowOutline>();

  constructor(deps: { database: Database; connections: Pick<ConnectionBook, 'list'> }) {
    this.#database = deps.database;
    this.#connections = deps.connections;
  }

  /** The flows of a workspace by name. */
  async list(workspaceId: WorkspaceId): Promise<readonly FlowEntry[]> {
    return this.#entries(workspaceId, await listDirectoryRows(this.#database, workspaceId));
  }

  /** One flow; throws `flows.flow.not_found`. */
  async entry(workspaceId: WorkspaceId, name: string): Promise<FlowEntry> {
    const row = await findDirectoryRow(this.#database, { workspaceId, name });
    const [entry] = row === undefined ? [] : await this.#entries(workspaceId, [row]);
    if (entry === undefined) throw flowNotFound(name);
    return entry;
  }

  async #entries(workspaceId: WorkspaceId, rows: readonly DirectoryRow[]): Promise<readonly FlowEntry[]> {
    const [outlines, connections] = await Promise.all([
      this.#outlinesOf(workspaceId, rows),
      this.#connections.list(workspaceId),
    ]);
    const connectorOf = new Map(connections.map(({ name, connector }) => [name, connector]));
    return rows.map(({ draftRevision: _revision, hasDraft, draftEditedAt, ...flow }, index): FlowEntry => {
      const { triggerText, connector, connections: names } = outlines[index] as FlowOutline;
      const used = [connector, ...names.map((name) => connectorOf.get(name))].filter((name) => name !== undefined);
      const edited = hasDraft ? draftEditedAt : null;
      return { ...flow, hasDraft, draftEditedAt: edited, triggerText, connectors: [...new Set(used)] };
    });
  }

  async #outlinesOf(workspaceId: WorkspaceId, rows: readonly DirectoryRow[]): Promise<readonly FlowOutline[]> {
    const missing = rows.filter((row) => !this.#outlines.has(keyOf(row)));
    const documents = missing.length === 0 ? [] : await listDocuments(this.#database, workspaceId, missing);
    const read = new Map(documents.map(({ flowId, document }) => [flowId, outlineOf(parseJson(document))]));
    const outlines = rows.map((row) => this.#outlines.get(keyOf(row)) ?? read.get(row.id) ?? outlineOf(null));
    if (this.#outlines.size + read.size > MAX_OUTLINES) this.#outlines.clear();
    for (const row of missing) {
      const outline = read.get(row.id);
      if (outline !== undefined) this.#outlines.set(keyOf(row), outline);
    }
    return outlines;
  }
}

function keyOf({ id, liveVersion, draftRevision }: DirectoryRow): string {
  return `${id}/${liveVersion ?? `draft ${draftRevision}`}`;
}
