/** One row of the outline. */
import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import type { OutlineRow } from './outline-rows.ts';
import { stepTitle } from './sources.ts';
import { type IconName, StepIcon } from './step-icon.tsx';
import { laneText, stepLine, triggerLine, triggerTitle } from './step-text.ts';

interface OutlineItemProps {
  readonly row: OutlineRow;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly isClosed: boolean;
  readonly isRenaming: boolean;
  readonly problemCount: number;
  readonly onOpen: (row: OutlineRow) => void;
  readonly onToggle: (id: string, isClosed: boolean) => void;
  readonly onRenamed: (id: string, title: string | undefined) => void;
}

export function OutlineItem(props: OutlineItemProps) {
  const { row, isActive, isSelected, isClosed, isRenaming, problemCount, onOpen, onToggle, onRenamed } = props;
  const { icon, title, line } = useRowWords(row);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys of all rows.
    <div
      role="treeitem"
      tabIndex={isActive ? 0 : -1}
      data-row={row.id}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.count}
      aria-selected={isSelected}
      {...(row.hasChildren ? { 'aria-expanded': !isClosed } : {})}
      className="hfb-row"
      style={{ paddingInlineStart: `${(row.level - 1) * 20 + 8}px` }}
      onClick={() => onOpen(row)}
    >
      {row.hasChildren ? (
        <span
          className="hfb-fold"
          data-closed={isClosed || undefined}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(row.id, !isClosed);
          }}
        >
          <StepIcon name="right" size={14} />
        </span>
      ) : (
        <span className="hfb-fold" />
      )}
      {icon !== undefined && (
        <span className="hfb-row-icon">
          <StepIcon name={icon} />
        </span>
      )}
      {isRenaming ? (
        <TitleField title={title} onDone={(next) => onRenamed(row.id, next)} />
      ) : (
        <span className="hfb-row-words">
          <span className="hfb-row-title">{title}</span>
          {line !== '' && <span className="hfb-row-line">{line}</span>}
        </span>
      )}
      {problemCount > 0 && (
        <span className="hfb-mark hfb-mark-problem">
          <StepIcon name="warning" size={16} />
          {builderWords.problemCount(problemCount)}
        </span>
      )}
      <RowMarks row={row} />
    </div>
  );
}

function RowMarks({ row: { id, shows } }: { readonly row: OutlineRow }) {
  const { samples, failed } = useBuilder();
  const isStale = shows.kind === 'step' && samples?.steps[id]?.isStale === true;
  if (failed?.key === id) return <span className="hfb-mark hfb-mark-problem">{builderWords.failedHere}</span>;
  return isStale ? <span className="hfb-mark hfb-mark-stale">{builderWords.stale}</span> : null;
}

function useRowWords({ shows }: OutlineRow): { icon?: IconName; title: string; line: string } {
  const { document, catalog } = useBuilder();
  if (shows.kind === 'trigger')
    return { icon: 'trigger', title: triggerTitle(document, catalog), line: triggerLine(document, catalog) };
  if (shows.kind === 'lane') return { title: laneText(shows.list, shows.around.step), line: '' };
  const { step } = shows.placed;
  return { icon: step.kind, title: stepTitle(step), line: stepLine(step, catalog) };
}

interface TitleFieldProps {
  readonly title: string;
  readonly onDone: (title: string | undefined) => void;
}

function TitleField({ title, onDone }: TitleFieldProps) {
  const [text, setText] = useState(title);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') onDone(text.trim());
    if (event.key === 'Escape') onDone(undefined);
  };
  return (
    <TextInput
      size="xs"
      autoFocus
      flex={1}
      aria-label={builderWords.outline.titleField}
      value={text}
      maxLength={200}
      data-own-undo
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      onBlur={() => onDone(text.trim())}
    />
  );
}
