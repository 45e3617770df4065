/** Asks where a field is to go: the same search over targets that the mouse does by dragging. */

import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useReturnFocus } from '../parts/use-return-focus.ts';
import { actionWords } from '../words/actions.ts';
import { mapperWords } from '../words/mapper.ts';
import { isOpen } from './expression-edit.ts';
import type { FieldOffer } from './field-list.ts';
import { canMap } from './map-field.ts';
import { type Mapper, useMapper } from './mapper-context.ts';
import { allFields, hasFields, rootPlace, type TargetPlace } from './target-places.ts';
import { useFirstOption } from './use-first-option.ts';
import { expressionWords, typeWords } from './value-words.ts';

const words = mapperWords.mapTo;
const MAX_SHOWN = 60;

interface MapToDialogProps {
  readonly field: FieldOffer;
  readonly onClose: () => void;
}

export function MapToDialog({ field, onClose }: MapToDialogProps) {
  useReturnFocus();
  const mapper = useMapper();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ opened: true });
  const found = targetsFor(mapper, field, typed);
  useFirstOption(combobox, typed);
  const choose = (pointer: string): void => {
    const target = found.find(({ place }) => place.pointer === pointer);
    if (target !== undefined) mapper.bring(target.place, field);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title(field.path)}
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <Combobox store={combobox} onOptionSubmit={choose}>
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            data-autofocus
            role="combobox"
            aria-autocomplete="list"
            mb="xs"
            aria-label={words.find}
            placeholder={words.find}
            value={typed}
            // The options are always open here, so Escape is for the dialog.
            onKeyDown={(event) => event.key === 'Escape' && onClose()}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }} aria-label={words.title(field.path)}>
          {found.length === 0 && <Combobox.Empty>{words.nothing}</Combobox.Empty>}
          {found.map(({ place, name }) => (
            <Combobox.Option key={place.pointer} value={place.pointer} className="hf-option">
              <span>
                {name}
                {place.isRequired ? ' *' : ''} <span className="hf-option-detail">{typeWords(place.type)}</span>
              </span>
              <span className="hf-option-detail">{stateOf(place)}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox>
    </Modal>
  );
}

interface Target {
  readonly place: TargetPlace;
  readonly name: string;
}

/** The targets that take the field, those that are open first. */
function targetsFor({ root, rootType }: Mapper, field: FieldOffer, typed: string): readonly Target[] {
  const top = rootPlace(root, rootType, mapperWords.whole);
  const wanted = typed.toLowerCase().split(/\s+/);
  const inner = allFields(top).map((place) => ({ place, name: place.names.join(' › ') }));
  const all = inner.length === 0 || !hasFields(top) ? [{ place: top, name: top.label }, ...inner] : inner;
  return all
    .filter(({ place, name }) => wanted.every((word) => name.toLowerCase().includes(word)) && canMap(place, field))
    .toSorted((one, other) => Number(isTaken(one)) - Number(isTaken(other)))
    .slice(0, MAX_SHOWN);
}

function isTaken({ place }: Target): boolean {
  return place.expression !== undefined && !isOpen(place.expression);
}

function stateOf(place: TargetPlace): string {
  return isTaken({ place, name: '' }) ? words.replaces(expressionWords(place.expression)) : words.free;
}
