/** The keys of the outline. */
import type { KeyboardEvent } from 'react';
import type { StepPlace } from './edits.ts';
import type { OutlineRow } from './outline-rows.ts';
import type { StepActions } from './step-actions.ts';

export interface KeyDeps {
  readonly rows: readonly OutlineRow[];
  readonly current: OutlineRow;
  readonly closed: ReadonlySet<string>;
  readonly actions: StepActions;
  readonly askForStep: (place: StepPlace) => void;
  readonly go: (id: string) => void;
  readonly toggle: (id: string, isClosed: boolean) => void;
  readonly open: (row: OutlineRow) => void;
  readonly rename: (id: string) => void;
}

/** Does what a key stands for; false when it stands for nothing. */
export function actOnKey(event: KeyboardEvent, deps: KeyDeps): boolean {
  const { key, altKey, ctrlKey, metaKey } = event;
  if (altKey) return moveByKey(key, deps);
  if (ctrlKey || metaKey) return key.toLowerCase() === 'd' && duplicateByKey(deps);
  return goByKey(key, deps) || actByKey(key, deps);
}

function moveByKey(key: string, { current, actions, go }: KeyDeps): boolean {
  if (current.shows.kind !== 'step' || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
  actions.move(current.id, key === 'ArrowUp' ? 'up' : 'down');
  go(current.id);
  return true;
}

function duplicateByKey({ current, actions, go }: KeyDeps): boolean {
  if (current.shows.kind === 'step') go(actions.duplicate(current.id));
  return true;
}

function goByKey(key: string, { rows, current, closed, go, toggle }: KeyDeps): boolean {
  const at = rows.indexOf(current);
  const isOpen = current.hasChildren && !closed.has(current.id);
  const target = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1) }[key];
  if (target !== undefined) go(target.id);
  else if (key === 'ArrowRight' && isOpen) go(rows[at + 1]?.id ?? current.id);
  else if (key === 'ArrowRight' && current.hasChildren) toggle(current.id, false);
  else if (key === 'ArrowLeft' && isOpen) toggle(current.id, true);
  else if (key === 'ArrowLeft' && current.parent !== undefined) go(current.parent);
  else return ['ArrowDown', 'ArrowUp', 'Home', 'End', 'ArrowLeft', 'ArrowRight'].includes(key);
  return true;
}

function actByKey(key: string, { current, actions, askForStep, go, open, rename }: KeyDeps): boolean {
  const isStep = current.shows.kind === 'step';
  if (key === 'Enter' || key === ' ') open(current);
  else if ((key === 'a' || key === 'A' || key === 'Insert') && current.shows.kind === 'lane')
    askForStep({ list: current.shows.list.pointer, index: 0 });
  else if (key === 'a' || key === 'A' || key === 'Insert') actions.addAfter(current.id);
  else if (key === 'F2' && isStep) rename(current.id);
  else if ((key === 'Delete' || key === 'Backspace') && isStep) go(actions.remove(current.id));
  else return false;
  return true;
}
