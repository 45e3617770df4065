/** Asks where a field is to go: the same search over targets that the mouse does by dragging. */

import { Combobox } from '@mantine/core';
import { useState } from 'react';
import { mapperWords } from '../words/mapper.ts';
import { isOpen } from './expression-edit.ts';
import type { FieldOffer } from './field-list.ts';
import { canMap } from './map-field.ts';
import { type Mapper, useMapper } from './mapper-context.ts';
import { SearchDialog } from './search-dialog.tsx';
import { allFields, hasFields, rootPlace, type TargetPlace } from './target-places.ts';
import { expressionWords, typeWords } from './value-words.ts';

const words = mapperWords.mapTo;
const MAX_SHOWN = 60;

interface MapToDialogProps {
  readonly field: FieldOffer;
  readonly onClose: () => void;
}

export function MapToDialog({ field, onClose }: MapToDialogProps) {
  const mapper = useMapper();
  const [typed, setTyped] = useState('');
  const found = targetsFor(mapper, field, typed);
  const choose = (pointer: string): void => {
    const target = found.find(({ place }) => place.pointer === pointer);
    if (target !== undefined) mapper.bring(target.place, field);
    onClose();
  };
  return (
    <SearchDialog
      title={words.title(field.path)}
      find={words.find}
      answers={words.title(field.path)}
      typed={typed}
      onType={setTyped}
      onChoose={choose}
      onClose={onClose}
    >
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
    </SearchDialog>
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
