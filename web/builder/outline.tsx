/** The flow as a tree that needs no eyes and no mouse; it can do all that the canvas can. */
import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { builderWords } from '../words/builder.ts';
import { problemsByStep, useBuilder } from './builder-context.ts';
import { OutlineItem } from './outline-item.tsx';
import { OutlineToolbar } from './outline-toolbar.tsx';
import { useOutline } from './use-outline.ts';

export function Outline() {
  const { problems, selected } = useBuilder();
  const outline = useOutline();
  const { rows, current, closed, renaming } = outline;
  const counts = useMemo(() => problemsByStep(problems), [problems]);
  return (
    <div className="hfb-outline">
      <OutlineToolbar row={current} actions={outline.actions} onGo={outline.go} onRename={outline.rename} />
      <div role="tree" aria-label={builderWords.outline.label} className="hfb-tree" onKeyDown={outline.onKeyDown}>
        {rows.map((row) => (
          <OutlineItem
            key={row.id}
            row={row}
            isActive={row.id === current.id}
            isSelected={row.id === selected}
            isClosed={closed.has(row.id)}
            isRenaming={row.id === renaming}
            problemCount={counts.get(row.id)?.length ?? 0}
            onOpen={outline.open}
            onToggle={outline.toggle}
            onRenamed={outline.endRenaming}
          />
        ))}
      </div>
      <Text size="xs" c="dimmed" p="xs" className="hfb-outline-hint">
        {builderWords.outline.hint}
      </Text>
    </div>
  );
}
