/** A text with places: a field is dropped at the caret, or searched after typing two opening braces. */
import { Combobox, Textarea, useCombobox } from '@mantine/core';
import { type SyntheticEvent, useRef, useState } from 'react';
import { targetId } from '../../builder/step-seam.ts';
import { isLeaf } from '../../parts/data-rows.ts';
import { mapperWords } from '../../words/mapper.ts';
import { typedPlace, withPlace } from '../expression-edit.ts';
import { type FieldOffer, offersInside, searchOffers } from '../field-list.ts';
import { Groups } from '../field-picker.tsx';
import { insideLoop } from '../map-field.ts';
import { useMapper } from '../mapper-context.ts';
import type { TargetPlace } from '../target-places.ts';
import { useFieldDrop } from '../use-drag.ts';
import { useOpenWhileTyped } from '../use-first-option.ts';
import { shortValue } from '../value-words.ts';

const words = mapperWords.template;

export function TemplateEditor({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const { template } = place.expression as { template: string };
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(template.length);
  const combobox = useCombobox();
  const typed = typedPlace(template, caret);
  const fields = typed === undefined ? [] : fieldsFor(place, mapper.offers, typed);
  useOpenWhileTyped(combobox, fields.length > 0 ? typed : undefined);
  const insert = (path: string): void => {
    const next = withPlace(template, path.trim(), area.current?.selectionStart ?? template.length);
    // Closing braces that stand there already are not doubled.
    const text = next.text.slice(0, next.caret) + next.text.slice(next.caret).replace(/^\}\}/, '');
    mapper.edit(place.pointer, { template: text });
    mapper.tell(mapperWords.slot.mapped(place.label, path));
    setCaret(next.caret);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const drop = useFieldDrop<HTMLDivElement>(place, (field) => insert(pathInside(place, field)));
  const moveCaret = (event: SyntheticEvent<HTMLTextAreaElement>): void => setCaret(event.currentTarget.selectionStart);
  return (
    <div ref={drop.ref} data-drop={drop.isOver || undefined}>
      <Combobox store={combobox} onOptionSubmit={insert} withinPortal>
        <Combobox.Target targetType="input">
          <Textarea
            ref={area}
            id={targetId(mapper.pointer + place.pointer)}
            size="xs"
            autosize
            minRows={1}
            maxRows={8}
            aria-label={words.label(place.label)}
            placeholder={words.hint}
            value={template}
            onChange={(event) => {
              setCaret(event.currentTarget.selectionStart);
              mapper.edit(place.pointer, { template: event.currentTarget.value });
            }}
            onSelect={moveCaret}
            onKeyDown={(event) => event.key === 'Escape' && combobox.dropdownOpened && event.stopPropagation()}
            onBlur={() => combobox.closeDropdown()}
          />
        </Combobox.Target>
        <Combobox.Dropdown miw={280}>
          <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={words.fields}>
            <Groups groups={[{ title: words.fields, options: fields.map(optionOf) }]} />
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {template === '' || <div className="hf-hint">{words.hint}</div>}
    </div>
  );
}

function fieldsFor({ loops }: TargetPlace, offers: readonly FieldOffer[], typed: string): readonly FieldOffer[] {
  return searchOffers(offersInside(offers, loops), typed).filter(({ sample }) => sample !== null && isLeaf(sample));
}

function optionOf(field: FieldOffer) {
  return { id: field.path, label: field.path, detail: shortValue(field.sample), field };
}

function pathInside({ loops }: TargetPlace, { path }: FieldOffer): string {
  return loops.reduce((inner, loop) => (loop.isMade ? insideLoop(inner, loop) : inner), path);
}
