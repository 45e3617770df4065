/** A dialog with one search field and its answers below, always open: arrows choose, Enter takes. */
import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useReturnFocus } from '../parts/use-return-focus.ts';
import { actionWords } from '../words/actions.ts';
import { useFirstOption } from './use-first-option.ts';

interface SearchDialogProps {
  readonly title: string;
  /** Name and hint of the search field. */
  readonly find: string;
  /** Name of the answers. */
  readonly answers: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onChoose: (value: string) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function SearchDialog(props: SearchDialogProps) {
  const { title, find, answers, typed, onType, onChoose, onClose, children } = props;
  useReturnFocus();
  const combobox = useCombobox({ opened: true });
  useFirstOption(combobox, typed);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': actionWords.close }}>
      <Combobox store={combobox} onOptionSubmit={onChoose}>
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            data-autofocus
            role="combobox"
            aria-autocomplete="list"
            mb="xs"
            aria-label={find}
            placeholder={find}
            value={typed}
            // The options are always open here, so Escape is for the dialog.
            onKeyDown={(event) => event.key === 'Escape' && onClose()}
            onChange={(event) => onType(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }} aria-label={answers}>
          {children}
        </Combobox.Options>
      </Combobox>
    </Modal>
  );
}
