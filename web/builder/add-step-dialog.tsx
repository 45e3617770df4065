/** Chooses a step to add: an operation of a connection, or a step of the flow itself. */
import { Combobox, Modal, Stack, Text, TextInput, useCombobox, VisuallyHidden } from '@mantine/core';
import { useMemo, useState } from 'react';
import { AppLink } from '../parts/app-link.tsx';
import { builderWords } from '../words/builder.ts';
import { type AddChoice, addGroups, searchGroups } from './add-choices.ts';
import { useBuilder } from './builder-context.ts';
import type { StepChoice } from './new-step.ts';
import { StepIcon } from './step-icon.tsx';

const words = builderWords.add;

interface AddStepDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChoose: (choice: StepChoice) => void;
}

export function AddStepDialog({ isOpen, onClose, onChoose }: AddStepDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={words.title}
      size="lg"
      closeButtonProps={{ 'aria-label': builderWords.publish.close }}
    >
      {isOpen && <ChoiceList onClose={onClose} onChoose={onChoose} />}
    </Modal>
  );
}

function ChoiceList({ onClose, onChoose }: Pick<AddStepDialogProps, 'onClose' | 'onChoose'>) {
  const { catalog } = useBuilder();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({ opened: true });
  const all = useMemo(() => addGroups(catalog), [catalog]);
  const groups = useMemo(() => searchGroups(all, search), [all, search]);
  const choices = groups.flatMap((group) => group.choices);
  const choose = (id: string): void => {
    const found = choices.find((choice) => choice.id === id);
    if (found !== undefined) onChoose(found.choice);
  };
  return (
    <Stack gap="sm" pt={4}>
      <Combobox store={combobox} onOptionSubmit={choose}>
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            aria-label={words.search}
            placeholder={words.placeholder}
            value={search}
            onKeyDown={(event) => {
              // A list that is always open would keep the key to itself.
              if (event.key === 'Escape') onClose();
            }}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              combobox.resetSelectedOption();
              requestAnimationFrame(() => combobox.selectFirstOption());
            }}
          />
        </Combobox.EventsTarget>
        <VisuallyHidden role="status">
          {words.count(choices.length, search === '' ? undefined : choices[0]?.title)}
        </VisuallyHidden>
        <Combobox.Options aria-label={words.title} tabIndex={0} className="hfb-choices">
          {groups.map((group) => (
            <Combobox.Group key={group.title} label={group.title}>
              {group.choices.map((choice) => (
                <ChoiceOption key={choice.id} choice={choice} />
              ))}
            </Combobox.Group>
          ))}
          {choices.length === 0 && <Combobox.Empty>{words.nothing}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox>
      <Text size="sm">
        <AppLink to="/connections">{words.toConnections}</AppLink>
      </Text>
    </Stack>
  );
}

function ChoiceOption({ choice: { id, title, hint, icon } }: { readonly choice: AddChoice }) {
  return (
    <Combobox.Option value={id}>
      <span className="hfb-choice">
        <span className="hfb-row-icon">
          <StepIcon name={icon} />
        </span>
        <span className="hfb-choice-words">
          <span>{title}</span>
          <span className="hfb-choice-hint">{hint}</span>
        </span>
      </span>
    </Combobox.Option>
  );
}
