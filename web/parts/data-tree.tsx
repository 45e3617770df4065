/** The tree of a value: one stop for the Tab key, arrows inside, a path and a value to copy from every line. */
import { Button, Text, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { actionWords } from '../words/actions.ts';
import './data-tree.css';
import { type DataRow, dataRows, leafText, valueText } from './data-rows.ts';

const words = actionWords.data;

/** Lines made at first, and with every "show more". */
const PAGE = 200;
/** Characters of a leaf in one line, and of one that is opened. */
const SHORT_TEXT = 160;
const LONG_TEXT = 20_000;

interface DataTreeProps {
  readonly value: JsonValue;
  readonly root: string;
  readonly label: string;
}

export function DataTree({ value, root, label }: DataTreeProps) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(PAGE);
  const [current, setCurrent] = useState(0);
  const [told, setTold] = useState('');
  const clipboard = useClipboard();
  const list = useRef<HTMLDivElement>(null);
  const hint = useId();
  const found = useMemo(() => dataRows(value, { root, turned, limit }), [value, root, turned, limit]);
  const rows = found.slice(0, limit);
  const turn = (row: DataRow): void => setTurned(toggled(turned, row.path));
  const copy = (row: DataRow, what: 'path' | 'value'): void => {
    clipboard.copy(what === 'path' ? row.path : valueText(row.value));
    setTold(what === 'path' ? words.copiedPath(row.path) : words.copiedValue(row.path));
  };
  const go = (to: number): void => {
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    setCurrent(next);
    list.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[current];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keyAction(event.key, { row, rows, current, go, turn, copy });
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div>
      <div className="hf-tree" role="tree" aria-label={label} aria-describedby={hint} ref={list} onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <TreeLine
            key={row.path}
            row={row}
            isCurrent={index === Math.min(current, rows.length - 1)}
            onCurrent={() => setCurrent(index)}
            onTurn={() => turn(row)}
            onCopy={(what) => copy(row, what)}
          />
        ))}
      </div>
      {found.length > limit && (
        <Button size="compact-xs" variant="default" onClick={() => setLimit(limit + PAGE)}>
          {words.more}
        </Button>
      )}
      <VisuallyHidden id={hint}>{words.hint}</VisuallyHidden>
      <VisuallyHidden aria-live="polite">{told}</VisuallyHidden>
    </div>
  );
}

interface LineProps {
  readonly row: DataRow;
  readonly isCurrent: boolean;
  readonly onCurrent: () => void;
  readonly onTurn: () => void;
  readonly onCopy: (what: 'path' | 'value') => void;
}

function TreeLine({ row, isCurrent, onCurrent, onTurn, onCopy }: LineProps) {
  const canTurn = row.size !== undefined ? row.size > 0 : isLong(row);
  const open = canTurn ? { 'aria-expanded': row.isOpen } : {};
  return (
    <div
      className="hf-tree-line"
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onCurrent}
      style={{ paddingInlineStart: row.depth * 16 }}
      {...open}
    >
      {/* Keys reach all of this through the line itself. */}
      <button
        type="button"
        className="hf-tree-turn"
        tabIndex={-1}
        aria-hidden="true"
        onClick={onTurn}
        hidden={!canTurn}
      >
        {row.isOpen ? '▾' : '▸'}
      </button>
      <span className="hf-tree-key">{row.label}</span>
      <LineValue row={row} />
      <span className="hf-tree-copy">
        <button type="button" tabIndex={-1} onClick={() => onCopy('path')}>
          {words.copyPath}
        </button>
        <button type="button" tabIndex={-1} onClick={() => onCopy('value')}>
          {words.copyValue}
        </button>
      </span>
    </div>
  );
}

function LineValue({ row }: { readonly row: DataRow }) {
  if (row.size !== undefined) {
    return (
      <Text span inherit c="dimmed">
        {Array.isArray(row.value) ? `[${words.entries(row.size)}]` : `{${words.entries(row.size)}}`}
      </Text>
    );
  }
  return (
    <span className="hf-tree-value">
      {leafText(row.value, row.isOpen ? LONG_TEXT : SHORT_TEXT)}
      {isLong(row) && <Text span inherit c="dimmed">{` (${words.characters((row.value as string).length)})`}</Text>}
    </span>
  );
}

function isLong({ value }: DataRow): boolean {
  return typeof value === 'string' && value.length > SHORT_TEXT;
}

function toggled(paths: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(paths);
  if (!next.delete(path)) next.add(path);
  return next;
}

interface KeyContext {
  readonly row: DataRow;
  readonly rows: readonly DataRow[];
  readonly current: number;
  readonly go: (to: number) => void;
  readonly turn: (row: DataRow) => void;
  readonly copy: (row: DataRow, what: 'path' | 'value') => void;
}

/** What a key does on a line, as trees do it everywhere (WAI-ARIA tree pattern), and the two letters that copy. */
function keyAction(key: string, { row, rows, current, go, turn, copy }: KeyContext): (() => void) | undefined {
  const canTurn = (row.size ?? 0) > 0 || isLong(row);
  switch (key) {
    case 'ArrowDown':
      return () => go(current + 1);
    case 'ArrowUp':
      return () => go(current - 1);
    case 'Home':
      return () => go(0);
    case 'End':
      return () => go(rows.length - 1);
    case 'ArrowRight':
      return () => (canTurn && !row.isOpen ? turn(row) : go(current + 1));
    case 'ArrowLeft':
      return () => (canTurn && row.isOpen ? turn(row) : go(parentOf(rows, current)));
    case 'Enter':
      return canTurn ? () => turn(row) : undefined;
    case 'p':
      return () => copy(row, 'path');
    case 'c':
      return () => copy(row, 'value');
    default:
      return undefined;
  }
}

function parentOf(rows: readonly DataRow[], current: number): number {
  const depth = rows[current]?.depth ?? 0;
  return Math.max(
    rows.findLastIndex((row, index) => index < current && row.depth < depth),
    0,
  );
}
