/** Chooses a function by what it is called and what it does; what stood at the position becomes its first argument. */

import { Combobox } from '@mantine/core';
import { useState } from 'react';
import { MAPPING_FUNCTIONS, type MappingFunction } from '../../../src/language/index.ts';
import { mapperWords } from '../../words/mapper.ts';
import { asFunction, isOpen } from '../expression-edit.ts';
import { useMapper } from '../mapper-context.ts';
import { SearchDialog } from '../search-dialog.tsx';
import type { TargetPlace } from '../target-places.ts';
import { signatureOf } from './signature.ts';

const words = mapperWords;

interface FunctionDialogProps {
  readonly place: TargetPlace;
  readonly onClose: () => void;
}

export function FunctionDialog({ place, onClose }: FunctionDialogProps) {
  const mapper = useMapper();
  const [typed, setTyped] = useState('');
  const found = findFunctions(typed);
  const choose = (name: string): void => {
    const kept = place.expression === undefined || isOpen(place.expression) ? undefined : place.expression;
    mapper.edit(place.pointer, asFunction(name, kept));
    mapper.tell(words.slot.changed(place.label, name));
    onClose();
  };
  return (
    <SearchDialog
      title={words.fn.choose}
      find={words.fn.choose}
      answers={words.slot.functions}
      typed={typed}
      onType={setTyped}
      onChoose={choose}
      onClose={onClose}
    >
      {found.map((entry) => (
        <Combobox.Option key={entry.name} value={entry.name}>
          <div>
            <strong>{entry.title}</strong> <code className="hf-option-detail">{signatureOf(entry)}</code>
          </div>
          <div className="hf-hint">{entry.summary}</div>
        </Combobox.Option>
      ))}
      {found.length === 0 && <Combobox.Empty>{words.fn.nothing}</Combobox.Empty>}
    </SearchDialog>
  );
}

function findFunctions(typed: string): readonly MappingFunction[] {
  const wanted = typed.toLowerCase().split(/\s+/);
  return MAPPING_FUNCTIONS.filter(({ name, title, summary }) => {
    const text = `${name} ${title} ${summary}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
