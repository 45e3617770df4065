/** What the builder shows: its bar, the picture or the outline, and the settings beside or below it. */
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import { builderWords } from '../words/builder.ts';
import { AddStepDialog } from './add-step-dialog.tsx';
import { BuilderBar, type BuilderView } from './builder-bar.tsx';
import './builder.css';
import { useBuilder } from './builder-context.ts';
import { KeptNote, RunNote } from './builder-notes.tsx';
import { BuilderWork } from './builder-work.tsx';
import { ConflictNote } from './conflict-note.tsx';
import { insertStep, type StepPlace } from './edits.ts';
import { makeStep, type StepChoice } from './new-step.ts';
import { afterDialog } from './panel-focus.ts';
import { PublishDialog } from './publish-dialog.tsx';
import type { RunOpened } from './use-failed-run.ts';

interface BuilderScreenProps {
  readonly opened: RunOpened;
  /** Where a step is to be added; undefined while nobody asks. */
  readonly place: StepPlace | undefined;
  readonly onPlaced: () => void;
}

export function BuilderScreen({ opened, place, onPlaced }: BuilderScreenProps) {
  const { editor, select, announce } = useBuilder();
  const [view, setView] = useLocalStorage<BuilderView>({
    key: 'holdfast-builder-view',
    defaultValue: matchMedia('(min-width: 48em)').matches ? 'canvas' : 'outline',
    getInitialValueInEffect: false,
  });
  const [isPublishing, setPublishing] = useState(false);
  const add = (choice: StepChoice): void => {
    if (place === undefined) return;
    const step = makeStep(editor.state().document, choice);
    editor.edit((now) => insertStep(now, place, step));
    onPlaced();
    announce(builderWords.said.added(choice.kind === 'call' ? choice.title : builderWords.kinds[choice.kind]));
    afterDialog(() => select(step.key, 'head'));
  };
  return (
    <>
      <BuilderBar view={view} onView={setView} onPublish={() => setPublishing(true)} />
      <KeptNote />
      <ConflictNote />
      <RunNote opened={opened} />
      <BuilderWork view={view} />
      <AddStepDialog isOpen={place !== undefined} onClose={onPlaced} onChoose={add} />
      <PublishDialog isOpen={isPublishing} onClose={() => setPublishing(false)} />
    </>
  );
}
