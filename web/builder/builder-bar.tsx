/** The head of the builder: what is built, whether it is saved, and what can be done with all of it. */
import { Button, Group, SegmentedControl } from '@mantine/core';
import { PageTitle } from '../parts/page-title.tsx';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { ProblemsButton } from './problems.tsx';
import { SaveNote } from './save-note.tsx';
import { ToolButton } from './tool-button.tsx';

export type BuilderView = 'canvas' | 'outline';

interface BuilderBarProps {
  readonly view: BuilderView;
  readonly onView: (view: BuilderView) => void;
  readonly onPublish: () => void;
}

export function BuilderBar({ view, onView, onPublish }: BuilderBarProps) {
  const { document, editor, canUndo, canRedo } = useBuilder();
  return (
    <div className="hfb-bar">
      <PageTitle title={document.title === '' ? document.name : document.title}>
        <SaveNote />
        <Group gap={2} wrap="nowrap">
          <ToolButton
            size={36}
            icon="undo"
            label={builderWords.undo}
            keys="Control+Z"
            isOn={canUndo}
            onUse={() => editor.undo()}
          />
          <ToolButton
            size={36}
            icon="redo"
            label={builderWords.redo}
            keys="Control+Shift+Z"
            isOn={canRedo}
            onUse={() => editor.redo()}
          />
        </Group>
        <SegmentedControl
          size="xs"
          aria-label={builderWords.view.title}
          value={view}
          onChange={(next) => onView(next as BuilderView)}
          data={[
            { value: 'canvas', label: builderWords.view.canvas },
            { value: 'outline', label: builderWords.view.outline },
          ]}
        />
        <ProblemsButton />
        <Button onClick={onPublish}>{builderWords.publish.button}</Button>
      </PageTitle>
    </div>
  );
}
