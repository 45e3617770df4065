/** What the outline shows, which row the keys act on, and what they do. */
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useBuilder } from './builder-context.ts';
import { actOnKey } from './outline-keys.ts';
import { type OutlineRow, outlineRows } from './outline-rows.ts';
import { type StepActions, useStepActions } from './step-actions.ts';
import { TRIGGER_KEY } from './steps.ts';

export interface OutlineInHand {
  readonly rows: readonly OutlineRow[];
  /** The row that has the tree's focus. */
  readonly current: OutlineRow;
  readonly closed: ReadonlySet<string>;
  /** Id of the row whose title is being written. */
  readonly renaming: string | undefined;
  readonly actions: StepActions;
  readonly go: (id: string) => void;
  readonly rename: (id: string) => void;
  readonly endRenaming: (id: string, title: string | undefined) => void;
  readonly toggle: (id: string, isClosed: boolean) => void;
  readonly open: (row: OutlineRow) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function useOutline(): OutlineInHand {
  const { document, selected, select, askForStep } = useBuilder();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(selected ?? TRIGGER_KEY);
  const [renaming, rename] = useState<string>();
  const rows = useMemo(() => outlineRows(document, closed), [document, closed]);
  const current = rows.find(({ id }) => id === active) ?? (rows[0] as OutlineRow);
  const actions = useStepActions();
  useEffect(() => {
    if (selected !== null) setActive(selected);
  }, [selected]);
  const go = (id: string): void => {
    setActive(id);
    focusRow(id);
  };
  const toggle = (id: string, isClosed: boolean): void => {
    setClosed(isClosed ? new Set([...closed, id]) : new Set([...closed].filter((each) => each !== id)));
  };
  const endRenaming = (id: string, title: string | undefined): void => {
    rename(undefined);
    if (title !== undefined) actions.retitle(id, title);
    focusRow(id);
  };
  const open = (row: OutlineRow): void => {
    if (row.shows.kind !== 'lane') select(row.id, 'head');
    else select(row.shows.around.step.key, { pointer: laneField(row) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (renaming !== undefined) return;
    const deps = { rows, current, closed, actions, askForStep, go, toggle, open, rename };
    if (actOnKey(event, deps)) event.preventDefault();
  };
  return { rows, current, closed, renaming, actions, go, rename, endRenaming, toggle, open, onKeyDown };
}

/** The field that says when a case is taken; the head of the step for `otherwise`. */
function laneField({ shows }: OutlineRow): string {
  if (shows.kind !== 'lane') return '';
  const { list, around } = shows;
  return list.kind === 'case' ? `${around.pointer}/cases/${list.caseIndex ?? 0}/when` : around.pointer;
}

/** Puts the focus on a row once it is drawn. */
export function focusRow(id: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`.hfb-tree [data-row="${CSS.escape(id)}"]`)?.focus();
  });
}
