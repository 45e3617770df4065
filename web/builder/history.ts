/** What was done to a document, so that it can be taken back and done again. */
import type { FlowDocument } from '../../src/language/index.ts';

export interface History {
  readonly past: readonly FlowDocument[];
  readonly present: FlowDocument;
  readonly future: readonly FlowDocument[];
  /** What the last edit was about and when; another one about the same soon after is part of it, such as a next letter. */
  readonly last: { readonly tag: string; readonly atMs: number } | undefined;
}

export interface Edit {
  readonly next: FlowDocument;
  /** Names what is edited, such as a field; without it the edit stands for itself. */
  readonly tag?: string;
  readonly atMs: number;
}

const MAX_PAST = 200;
const SAME_EDIT_MS = 1_500;

/** A document with nothing to take back. */
export function startHistory(present: FlowDocument): History {
  return { past: [], present, future: [], last: undefined };
}

/** Adds an edit; one that changes nothing is none. */
export function addEdit(history: History, { next, tag, atMs }: Edit): History {
  if (next === history.present) return history;
  const { last } = history;
  const isSame = tag !== undefined && last?.tag === tag && atMs - last.atMs < SAME_EDIT_MS;
  return {
    past: isSame ? history.past : [...history.past, history.present].slice(-MAX_PAST),
    present: next,
    future: [],
    last: tag === undefined ? undefined : { tag, atMs },
  };
}

export function undo(history: History): History {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future], last: undefined };
}

export function redo(history: History): History {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, last: undefined };
}
