/** Saves a draft when nobody has edited it for a moment, one save at a time, and keeps what could not be saved. */
import type { FlowDocument } from '../../src/language/index.ts';

/** How long the edits rest before they are saved. */
export const REST_MS = 500;
const TRY_AGAIN_MS = 5_000;

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  /** Somebody else saved in between; nothing is saved until a person has decided. */
  | { readonly kind: 'conflict' }
  /** Tried again by itself. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface SavedDraft {
  readonly revision: number;
}

export interface DraftSaverDeps<T extends SavedDraft> {
  readonly save: (document: FlowDocument, revision: number) => Promise<T>;
  readonly isConflict: (error: unknown) => boolean;
  readonly onState: (state: SaveState) => void;
  readonly onSaved: (draft: T) => void;
}

export class DraftSaver<T extends SavedDraft> {
  readonly #deps: DraftSaverDeps<T>;
  #revision: number;
  /** What is to be saved; undefined when all is. */
  #waiting: FlowDocument | undefined;
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: SaveState = { kind: 'saved' };

  constructor(revision: number, deps: DraftSaverDeps<T>) {
    this.#revision = revision;
    this.#deps = deps;
  }

  /** The revision that was saved or taken over last. */
  get revision(): number {
    return this.#revision;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** What is not saved yet; undefined when all is. */
  get unsaved(): FlowDocument | undefined {
    return this.#waiting;
  }

  /** Takes a newer document; it is saved after a rest. */
  edit(document: FlowDocument): void {
    this.#waiting = document;
    if (this.#state.kind === 'conflict') return;
    if (this.#running === undefined) this.#tell({ kind: 'unsaved' });
    this.#plan(REST_MS);
  }

  /** Saves at once what waits. Gives the revision that is saved then; rejects with what stands against it. */
  async flush(): Promise<number> {
    clearTimeout(this.#timer);
    await this.#running;
    if (this.#waiting !== undefined && this.#state.kind !== 'conflict') await this.#run();
    if (this.#state.kind === 'failed') throw this.#state.error;
    if (this.#waiting !== undefined) throw new Error('the draft was changed by somebody else');
    return this.#revision;
  }

  /** Takes over what somebody else saved; what waits here is dropped. */
  takeTheirs(revision: number): void {
    clearTimeout(this.#timer);
    this.#revision = revision;
    this.#waiting = undefined;
    this.#tell({ kind: 'saved' });
  }

  /** Saves what waits here on top of what somebody else saved. */
  async putOnTop(revision: number): Promise<void> {
    this.#revision = revision;
    this.#tell({ kind: 'unsaved' });
    await this.#run();
  }

  /** Ends it; what still waits is given back. */
  stop(): FlowDocument | undefined {
    clearTimeout(this.#timer);
    return this.#waiting;
  }

  #plan(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delayMs);
  }

  #run(): Promise<void> {
    this.#running ??= this.#save().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #save(): Promise<void> {
    const document = this.#waiting;
    if (document === undefined) return;
    this.#tell({ kind: 'saving' });
    try {
      const saved = await this.#deps.save(document, this.#revision);
      this.#revision = saved.revision;
      this.#deps.onSaved(saved);
      if (this.#waiting === document) this.#waiting = undefined;
      this.#tell({ kind: this.#waiting === undefined ? 'saved' : 'unsaved' });
      if (this.#waiting !== undefined) this.#plan(REST_MS);
    } catch (error) {
      const isConflict = this.#deps.isConflict(error);
      this.#tell(isConflict ? { kind: 'conflict' } : { kind: 'failed', error });
      if (!isConflict) this.#plan(TRY_AGAIN_MS);
    }
  }

  #tell(state: SaveState): void {
    this.#state = state;
    this.#deps.onState(state);
  }
}
