/** Chooses a function by what it is called and what it does; what stood at the position becomes its first argument. */

import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { MAPPING_FUNCTIONS, type MappingFunction } from '../../../src/language/index.ts';
import { useReturnFocus } from '../../parts/use-return-focus.ts';
import { actionWords } from '../../words/actions.ts';
import { mapperWords } from '../../words/mapper.ts';
import { asFunction, isOpen } from '../expression-edit.ts';
import { useMapper } from '../mapper-context.ts';
import type { TargetPlace } from '../target-places.ts';
import { useFirstOption } from '../use-first-option.ts';
import { signatureOf } from './signature.ts';

const words = mapperWords;

interface FunctionDialogProps {
  readonly place: TargetPlace;
  readonly onClose: () => void;
}

export function FunctionDialog({ place, onClose }: FunctionDialogProps) {
  useReturnFocus();
  const mapper = useMapper();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ opened: true });
  const found = findFunctions(typed);
  useFirstOption(combobox, typed);
  const choose = (name: string): void => {
    const kept = place.expression === undefined || isOpen(place.expression) ? undefined : place.expression;
    mapper.edit(place.pointer, asFunction(name, kept));
    mapper.tell(words.slot.changed(place.label, name));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={words.fn.choose} closeButtonProps={{ 'aria-label': actionWords.close }}>
      <Combobox store={combobox} onOptionSubmit={choose}>
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            data-autofocus
            role="combobox"
            aria-autocomplete="list"
            mb="xs"
            aria-label={words.fn.choose}
            placeholder={words.fn.choose}
            value={typed}
            // The options are always open here, so Escape is for the dialog.
            onKeyDown={(event) => event.key === 'Escape' && onClose()}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }} aria-label={words.slot.functions}>
          {found.map((entry) => (
            <Combobox.Option key={entry.name} value={entry.name}>
              <div>
                <strong>{entry.title}</strong> <code className="hf-option-detail">{signatureOf(entry)}</code>
              </div>
              <div className="hf-hint">{entry.summary}</div>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{words.fn.nothing}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox>
    </Modal>
  );
}

function findFunctions(typed: string): readonly MappingFunction[] {
  const wanted = typed.toLowerCase().split(/\s+/);
  return MAPPING_FUNCTIONS.filter(({ name, title, summary }) => {
    const text = `${name} ${title} ${summary}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
