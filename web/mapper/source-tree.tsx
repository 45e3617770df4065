/** The sample of a source as a tree: every line can be dragged, Enter asks where to map it. */
import { Button } from '@mantine/core';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { type DataRow, dataRows } from '../parts/data-rows.ts';
import { mapperWords } from '../words/mapper.ts';
import { offerAt } from './field-list.ts';
import { useMapper } from './mapper-context.ts';
import { useFieldDrag } from './use-drag.ts';
import { shortValue, typeWords } from './value-words.ts';

const words = mapperWords.input;
const PAGE = 150;

interface SourceTreeProps {
  readonly root: string;
  readonly title: string;
  readonly sample: JsonValue;
}

export function SourceTree({ root, title, sample }: SourceTreeProps) {
  const mapper = useMapper();
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(PAGE);
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => dataRows(sample, { root, turned, limit }), [sample, root, turned, limit]);
  const rows = found.slice(0, limit);
  const at = Math.min(current, rows.length - 1);
  const turn = (row: DataRow): void => {
    const next = new Set(turned);
    if (!next.delete(row.path)) next.add(row.path);
    setTurned(next);
  };
  const go = (to: number): void => {
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    setCurrent(next);
    list.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[next]?.focus();
  };
  const ask = (row: DataRow): void => mapper.askTarget(offerAt(mapper.offers, row.path, row.value));
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keyAction(event.key, { rows, at, go, turn, ask });
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <div className="hf-source" role="tree" aria-label={title} tabIndex={-1} ref={list} onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <Line
            key={row.path}
            row={row}
            isCurrent={index === at}
            onCurrent={() => setCurrent(index)}
            onTurn={() => turn(row)}
            onAsk={() => ask(row)}
          />
        ))}
      </div>
      {found.length > limit && (
        <Button size="compact-xs" variant="default" mt={4} onClick={() => setLimit(limit + PAGE)}>
          {words.more}
        </Button>
      )}
    </>
  );
}

interface LineProps {
  readonly row: DataRow;
  readonly isCurrent: boolean;
  readonly onCurrent: () => void;
  readonly onTurn: () => void;
  readonly onAsk: () => void;
}

function Line({ row, isCurrent, onCurrent, onTurn, onAsk }: LineProps) {
  const mapper = useMapper();
  const field = offerAt(mapper.offers, row.path, row.value);
  const ref = useFieldDrag<HTMLDivElement>(field);
  const canTurn = (row.size ?? 0) > 0;
  return (
    <div
      ref={ref}
      className="hf-source-line"
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      title={`${row.path} (${typeWords(field.type)}) = ${shortValue(row.value)}`}
      data-path={row.path}
      onFocus={onCurrent}
      onDoubleClick={onAsk}
      style={{ paddingInlineStart: 4 + row.depth * 14 }}
      {...(canTurn ? { 'aria-expanded': row.isOpen } : {})}
    >
      {/* Keys reach this through the line itself. */}
      <button type="button" className="hf-fold" tabIndex={-1} aria-hidden="true" onClick={onTurn} hidden={!canTurn}>
        {row.isOpen ? '▾' : '▸'}
      </button>
      <span className="hf-source-key">{row.label}</span>
      <span className={row.size === undefined ? 'hf-source-value' : 'hf-source-size'}>{shortValue(row.value)}</span>
      <button
        type="button"
        className="hf-source-map"
        tabIndex={-1}
        aria-hidden="true"
        title={words.mapTo(row.path)}
        onClick={onAsk}
      >
        →
      </button>
    </div>
  );
}

interface KeyContext {
  readonly rows: readonly DataRow[];
  readonly at: number;
  readonly go: (to: number) => void;
  readonly turn: (row: DataRow) => void;
  readonly ask: (row: DataRow) => void;
}

/** What a key does on a line, as trees do it everywhere (WAI-ARIA tree pattern). */
function keyAction(key: string, { rows, at, go, turn, ask }: KeyContext): (() => void) | undefined {
  const row = rows[at];
  if (row === undefined) return undefined;
  const canTurn = (row.size ?? 0) > 0;
  switch (key) {
    case 'ArrowDown':
      return () => go(at + 1);
    case 'ArrowUp':
      return () => go(at - 1);
    case 'Home':
      return () => go(0);
    case 'End':
      return () => go(rows.length - 1);
    case 'ArrowRight':
      return () => (canTurn && !row.isOpen ? turn(row) : go(at + 1));
    case 'ArrowLeft':
      return () => (canTurn && row.isOpen ? turn(row) : go(parentOf(rows, at)));
    case 'Enter':
    case ' ':
      return () => ask(row);
    default:
      return undefined;
  }
}

function parentOf(rows: readonly DataRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  const parent = rows.findLastIndex((row, index) => index < at && row.depth < depth);
  return Math.max(parent, 0);
}
