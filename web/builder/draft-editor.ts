/**
 * The draft in a person's hands: its document with what can be taken back, what is saved of it, and what is wrong with
 * it. React reads it as a store; nothing here knows of React.
 */
import { ApiProblem } from '../../src/api/client.ts';
import type { JsonValue } from '../../src/foundation/index.ts';
import type { FlowDocument } from '../../src/language/index.ts';
import type { Answer } from '../api/call.ts';
import { DraftSaver, type SaveState } from './draft-saver.ts';
import { addEdit, type History, redo, startHistory, undo } from './history.ts';
import { readDocument } from './steps.ts';

export type Draft = Answer<'getDraft'>;
export type FlowProblem = Draft['problems'][number];

export interface EditorState {
  readonly document: FlowDocument;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly save: SaveState;
  /** The draft as the server had it last. */
  readonly draft: Draft;
  /** Of the document as it was saved last; a moment behind while edits rest. */
  readonly problems: readonly FlowProblem[];
}

export interface EditorDeps {
  readonly document: FlowDocument;
  readonly save: (document: JsonValue, revision: number) => Promise<Draft>;
  readonly onSaved: (draft: Draft) => void;
  /** Keeps what is not saved where it outlives the page; undefined forgets it. */
  readonly keep: (unsaved: FlowDocument | undefined) => void;
  readonly nowMs: () => number;
}

const OUTDATED = 'flows.draft.outdated';

export class DraftEditor {
  readonly #deps: EditorDeps;
  readonly #saver: DraftSaver<Draft>;
  readonly #listeners = new Set<() => void>();
  /** Something of ours lies in the browser; what an earlier visit left there is not ours to forget. */
  #hasKept = false;
  #history: History;
  #state: EditorState;

  constructor(draft: Draft, deps: EditorDeps) {
    this.#deps = deps;
    this.#history = startHistory(deps.document);
    this.#saver = new DraftSaver<Draft>(draft.revision, {
      save: (document, revision) => deps.save(document as unknown as JsonValue, revision),
      isConflict: (error) => error instanceof ApiProblem && error.code === OUTDATED,
      onState: (save) => this.#took(save),
      onSaved: (saved) => this.#update({ draft: saved, problems: saved.problems }),
    });
    const { document } = deps;
    const save: SaveState = { kind: 'saved' };
    this.#state = { document, canUndo: false, canRedo: false, save, draft, problems: draft.problems };
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): EditorState => this.#state;

  /** Changes the document; edits with the same tag soon after each other are taken back together. */
  edit(change: (document: FlowDocument) => FlowDocument, tag?: string): void {
    const atMs = this.#deps.nowMs();
    const next = change(this.#history.present);
    this.#put(addEdit(this.#history, { next, atMs, ...(tag === undefined ? {} : { tag }) }));
  }

  undo(): void {
    this.#put(undo(this.#history));
  }

  redo(): void {
    this.#put(redo(this.#history));
  }

  /** Saves at once what is not saved; gives the revision, rejects with what stands against it. */
  flush(): Promise<number> {
    return this.#saver.flush();
  }

  /** What is in hand is saved: nothing waits, nothing runs. */
  isAtRest(): boolean {
    return this.#saver.state.kind === 'saved' && this.#saver.unsaved === undefined;
  }

  get revision(): number {
    return this.#saver.revision;
  }

  /** Shows what somebody else saved. Ours can be brought back with undo. False when it cannot be drawn. */
  takeTheirs(draft: Draft): boolean {
    const next = readDocument(draft.document);
    if (next === undefined) return false;
    this.#history = addEdit(this.#history, { next, atMs: this.#deps.nowMs() });
    this.#update({ ...this.#shown(), draft, problems: draft.problems });
    this.#saver.takeTheirs(draft.revision);
    return true;
  }

  /** Saves ours on top of what somebody else saved. */
  putOnTop(draft: Draft): Promise<void> {
    return this.#saver.putOnTop(draft.revision);
  }

  /** Ends it; what is not saved is saved now, or kept in the browser when that fails. */
  async close(): Promise<void> {
    this.#keep(this.#saver.unsaved);
    await this.#saver.flush().catch(() => undefined);
    this.#keep(this.#saver.stop());
  }

  /** Writes what is not saved into the browser, for a page that may be gone in a moment. */
  keepUnsaved(): void {
    this.#keep(this.#saver.unsaved);
  }

  #keep(unsaved: FlowDocument | undefined): void {
    if (unsaved === undefined && !this.#hasKept) return;
    this.#hasKept = unsaved !== undefined;
    this.#deps.keep(unsaved);
  }

  #put(history: History): void {
    if (history === this.#history) return;
    this.#history = history;
    this.#update(this.#shown());
    this.#saver.edit(history.present);
  }

  #took(save: SaveState): void {
    if (save.kind === 'failed' || save.kind === 'conflict') this.#keep(this.#saver.unsaved);
    if (save.kind === 'saved') {
      this.#keep(undefined);
      this.#deps.onSaved(this.#state.draft);
    }
    this.#update({ save });
  }

  #shown(): Pick<EditorState, 'document' | 'canUndo' | 'canRedo'> {
    const { past, present, future } = this.#history;
    return { document: present, canUndo: past.length > 0, canRedo: future.length > 0 };
  }

  #update(change: Partial<EditorState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
