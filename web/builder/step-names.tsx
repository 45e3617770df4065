/** The title of a step, for people, and its key, by which other steps read it. */
import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Step } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { useField } from './field-problems.ts';
import { keyFault } from './new-step.ts';
import { useStepActions } from './step-actions.ts';
import { takenKeys } from './steps.ts';

const words = builderWords.panel;

interface StepNamesProps {
  readonly step: Step;
  readonly pointer: string;
  /** More fields in the same row. */
  readonly children?: ReactNode;
}

export function StepNames({ step, pointer, children }: StepNamesProps) {
  const actions = useStepActions();
  const title = useField(`${pointer}/title`);
  return (
    <div className="hfb-fields">
      <TextInput
        {...title}
        size="xs"
        label={words.title}
        maxLength={200}
        placeholder={step.key}
        value={step.title ?? ''}
        onChange={(event) => actions.retitle(step.key, event.currentTarget.value)}
      />
      <KeyField step={step} pointer={pointer} />
      {children}
    </div>
  );
}

/** Takes the key over when it is left, because every letter on the way would be a key of its own. */
function KeyField({ step, pointer }: Omit<StepNamesProps, 'children'>) {
  const { document } = useBuilder();
  const actions = useStepActions();
  /** What is typed; undefined while the key stands as it is. */
  const [typed, setTyped] = useState<string>();
  const text = typed ?? step.key;
  const field = useField(`${pointer}/key`);
  const isEdited = text !== step.key;
  const fault = isEdited ? keyFault(text, takenKeys(document)) : undefined;
  const error = fault === undefined ? field.error : words.keyFaults[fault];
  const take = (): void => {
    setTyped(undefined);
    if (isEdited && fault === undefined) actions.rekey(step.key, text);
  };
  return (
    <TextInput
      id={field.id}
      {...(error === undefined ? {} : { error })}
      size="xs"
      label={words.key}
      {...(isEdited && error === undefined ? { description: words.keyHint } : {})}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      className="hfb-code"
      spellCheck={false}
      data-own-undo
      value={text}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key !== 'Escape' || !isEdited) return;
        event.preventDefault();
        setTyped(undefined);
      }}
    />
  );
}
