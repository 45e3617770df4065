/** The flow as a tree that needs no eyes and no mouse; it can do all that the canvas can. */
import { Text } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { builderWords } from '../words/builder.ts';
import { problemsByStep, useBuilder } from './builder-context.ts';
import { OutlineItem } from './outline-item.tsx';
import { type OutlineRow, outlineRows } from './outline-rows.ts';
import { OutlineToolbar } from './outline-toolbar.tsx';
import { type StepActions, useStepActions } from './step-actions.ts';
import { TRIGGER_KEY } from './steps.ts';

export function Outline() {
  const builder = useBuilder();
  const { document, problems, selected, select } = builder;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(selected ?? TRIGGER_KEY);
  const [renaming, setRenaming] = useState<string>();
  const rows = useMemo(() => outlineRows(document, closed), [document, closed]);
  const counts = useMemo(() => problemsByStep(problems), [problems]);
  const tree = useRef<HTMLDivElement>(null);
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
    const next = new Set(closed);
    if (isClosed) next.add(id);
    else next.delete(id);
    setClosed(next);
  };
  const endRenaming = (id: string, title: string | undefined): void => {
    setRenaming(undefined);
    if (title !== undefined) actions.retitle(id, title);
    focusRow(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (renaming !== undefined) return;
    const done = actOnKey(event, {
      rows,
      current,
      closed,
      actions,
      go,
      toggle,
      open: openRow,
      rename: setRenaming,
      builder,
    });
    if (done) event.preventDefault();
  };
  const openRow = (row: OutlineRow): void => {
    if (row.shows.kind !== 'lane') select(row.id, 'head');
    else select(row.shows.around.step.key, { pointer: laneField(row) });
  };

  return (
    <div className="hfb-outline">
      <OutlineToolbar row={current} actions={actions} onGo={go} onRename={setRenaming} onOpen={openRow} />
      <div ref={tree} role="tree" aria-label={builderWords.outline.label} className="hfb-tree" onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <OutlineItem
            key={row.id}
            row={row}
            isActive={row.id === current.id}
            isSelected={row.id === selected}
            isClosed={closed.has(row.id)}
            isRenaming={row.id === renaming}
            problemCount={counts.get(row.id)?.length ?? 0}
            onOpen={openRow}
            onToggle={toggle}
            onRenamed={endRenaming}
          />
        ))}
      </div>
      <Text size="xs" c="dimmed" p="xs" className="hfb-outline-hint">
        {builderWords.outline.hint}
      </Text>
    </div>
  );
}

/** The field that says when a case is taken; the head of the step for `otherwise`. */
function laneField({ shows }: OutlineRow): string {
  if (shows.kind !== 'lane') return '';
  return shows.list.kind === 'case'
    ? `${shows.around.pointer}/cases/${shows.list.caseIndex ?? 0}/when`
    : shows.around.pointer;
}

interface KeyDeps {
  readonly rows: readonly OutlineRow[];
  readonly current: OutlineRow;
  readonly closed: ReadonlySet<string>;
  readonly actions: StepActions;
  readonly builder: Pick<ReturnType<typeof useBuilder>, 'askForStep'>;
  readonly go: (id: string) => void;
  readonly toggle: (id: string, isClosed: boolean) => void;
  readonly open: (row: OutlineRow) => void;
  readonly rename: (id: string) => void;
}

/** Does what a key stands for; false when it stands for nothing. */
function actOnKey(event: KeyboardEvent, deps: KeyDeps): boolean {
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

function actByKey(key: string, { current, actions, builder, go, open, rename }: KeyDeps): boolean {
  const isStep = current.shows.kind === 'step';
  if (key === 'Enter' || key === ' ') open(current);
  else if ((key === 'a' || key === 'A' || key === 'Insert') && current.shows.kind === 'lane')
    builder.askForStep({ list: current.shows.list.pointer, index: 0 });
  else if (key === 'a' || key === 'A' || key === 'Insert') actions.addAfter(current.id);
  else if (key === 'F2' && isStep) rename(current.id);
  else if ((key === 'Delete' || key === 'Backspace') && isStep) go(actions.remove(current.id));
  else return false;
  return true;
}

/** Puts the focus on a row once it is drawn. */
export function focusRow(id: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`.hfb-tree [data-row="${CSS.escape(id)}"]`)?.focus();
  });
}
