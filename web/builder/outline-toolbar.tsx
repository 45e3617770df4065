/** The buttons above the outline; they act on the row that has the tree's focus. */
import { Button, Group } from '@mantine/core';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import type { OutlineRow } from './outline-rows.ts';
import type { StepActions } from './step-actions.ts';
import { StepIcon } from './step-icon.tsx';
import { ToolButton } from './tool-button.tsx';

interface OutlineToolbarProps {
  readonly row: OutlineRow;
  readonly actions: StepActions;
  readonly onGo: (id: string) => void;
  readonly onRename: (id: string) => void;
}

export function OutlineToolbar({ row, actions, onGo, onRename }: OutlineToolbarProps) {
  const { askForStep } = useBuilder();
  const isStep = row.shows.kind === 'step';
  const words = builderWords.outline;
  const add = (): void => {
    if (row.shows.kind === 'lane') askForStep({ list: row.shows.list.pointer, index: 0 });
    else actions.addAfter(row.id);
  };
  return (
    <Group role="toolbar" aria-label={words.toolbar} gap={4} p="xs" wrap="nowrap" className="hfb-toolbar">
      <Button size="xs" leftSection={<StepIcon name="add" size={16} />} onClick={add} aria-keyshortcuts="A">
        {words.add}
      </Button>
      <ToolButton
        size={30}
        icon="up"
        label={words.up}
        keys="Alt+ArrowUp"
        isOn={isStep}
        onUse={() => actions.move(row.id, 'up')}
      />
      <ToolButton
        size={30}
        icon="down"
        label={words.down}
        keys="Alt+ArrowDown"
        isOn={isStep}
        onUse={() => actions.move(row.id, 'down')}
      />
      <ToolButton
        size={30}
        icon="copy"
        label={words.duplicate}
        keys="Control+D"
        isOn={isStep}
        onUse={() => onGo(actions.duplicate(row.id))}
      />
      <ToolButton size={30} icon="rename" label={words.rename} keys="F2" isOn={isStep} onUse={() => onRename(row.id)} />
      <ToolButton
        size={30}
        icon="remove"
        label={words.remove}
        keys="Delete"
        isOn={isStep}
        onUse={() => onGo(actions.remove(row.id))}
      />
    </Group>
  );
}
