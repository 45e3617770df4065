/** What can be done to a step, from the outline, the panel and the keyboard alike; each is said to screen readers. */
import { builderWords } from '../words/builder.ts';
import { type Builder, useBuilder } from './builder-context.ts';
import { duplicateStep, moveStep, removeStep, renameStep, type StepPlace, setStepField } from './edits.ts';
import { placeOf } from './outline-rows.ts';
import { stepTitle } from './sources.ts';
import { findStep, listsOf, TRIGGER_KEY } from './steps.ts';

export interface StepActions {
  readonly addAfter: (key: string) => void;
  readonly move: (key: string, direction: 'up' | 'down') => void;
  /** Gives the key of the copy. */
  readonly duplicate: (key: string) => string;
  /** Gives the key of the step that takes its place in the list, or of the one before. */
  readonly remove: (key: string) => string;
  readonly retitle: (key: string, title: string) => void;
  /** Gives the step another key, which must be free. */
  readonly rekey: (key: string, next: string) => void;
}

export function useStepActions(): StepActions {
  const builder = useBuilder();
  const { editor, announce, askForStep, document } = builder;
  return {
    addAfter: (key) => askForStep(placeAfter(document, key)),
    move(key, direction) {
      const next = moveStep(document, key, direction);
      editor.edit(() => next);
      const placed = findStep(next, key);
      if (placed === undefined) return;
      const title = stepTitle(placed.step);
      const { position, count, lane } = placeOf(placed);
      const place = builderWords.said.place(position, count, lane);
      announce(next === document ? builderWords.said.notMoved(title) : builderWords.said.moved(title, place));
    },
    duplicate(key) {
      const copy = duplicateStep(document, key);
      editor.edit(() => copy.document);
      announce(builderWords.said.duplicated(copy.key));
      return copy.key;
    },
    remove: (key) => remove(builder, key),
    retitle(key, title) {
      editor.edit((now) => setStepField(now, { key, name: 'title' }, title === '' ? undefined : title), `title ${key}`);
    },
    rekey(key, next) {
      editor.edit((now) => renameStep(now, key, next));
      if (builder.selected === key) builder.select(next, 'stay');
      announce(builderWords.said.renamed(next));
    },
  };
}

/** Behind a step; behind the trigger is the beginning. */
function placeAfter(document: Builder['document'], key: string): StepPlace {
  const placed = key === TRIGGER_KEY ? undefined : findStep(document, key);
  if (placed === undefined) return { list: '/steps', index: 0 };
  return { list: placed.list.pointer, index: placed.index + 1 };
}

function remove({ editor, announce, document, selected, select }: Builder, key: string): string {
  const placed = findStep(document, key);
  if (placed === undefined) return TRIGGER_KEY;
  const { list, index, parent, step } = placed;
  const near = list.steps[index + 1] ?? list.steps[index - 1] ?? parent?.step;
  editor.edit((now) => removeStep(now, key));
  announce(builderWords.said.removed(stepTitle(step)));
  const isOpen = selected !== null && (selected === key || holds(placed, selected));
  if (isOpen) select(null, 'stay');
  return near?.key ?? TRIGGER_KEY;
}

function holds(
  { step, pointer }: Pick<NonNullable<ReturnType<typeof findStep>>, 'step' | 'pointer'>,
  key: string,
): boolean {
  return listsOf(step, pointer).some(({ steps }) => findStep({ steps }, key) !== undefined);
}
