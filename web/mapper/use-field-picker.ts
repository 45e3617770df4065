/** What a person does in the search for a source: typing, choosing, taking out. */
import { type ComboboxStore, useCombobox } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { mapperWords } from '../words/mapper.ts';
import { isOpen } from './expression-edit.ts';
import { useMapper } from './mapper-context.ts';
import { type PickerGroup, pickerGroups } from './picker-options.ts';
import type { TargetPlace } from './target-places.ts';
import { useFirstOption } from './use-first-option.ts';
import { expressionWords } from './value-words.ts';

const words = mapperWords.slot;

export interface PickerState {
  readonly combobox: ComboboxStore;
  /** Undefined while nothing is typed. */
  readonly typed: string | undefined;
  readonly groups: readonly PickerGroup[];
  readonly choose: (id: string) => void;
  readonly type: (text: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The search for the source of one position. */
export function useFieldPicker(place: TargetPlace): PickerState {
  const mapper = useMapper();
  const [typed, setTyped] = useState<string>();
  const combobox = useCombobox({
    onDropdownClose() {
      combobox.resetSelectedOption();
      setTyped(undefined);
    },
  });
  useFirstOption(combobox, typed);
  const isOpened = combobox.dropdownOpened;
  const groups = isOpened ? pickerGroups(place, { offers: mapper.offers, typed: typed ?? '' }) : [];
  return {
    combobox,
    typed,
    groups,
    choose(id) {
      const option = groups.flatMap(({ options }) => options).find((one) => one.id === id);
      combobox.closeDropdown();
      if (option?.field !== undefined) mapper.bring(place, option.field);
      else if (option?.expression !== undefined) {
        mapper.edit(place.pointer, option.expression);
        mapper.tell(words.changed(place.label, expressionWords(option.expression)));
      }
    },
    type(text) {
      if (text.includes('{{')) {
        mapper.edit(place.pointer, { template: text });
        return;
      }
      setTyped(text);
      combobox.openDropdown();
      combobox.updateSelectedOptionIndex();
    },
    onKeyDown(event) {
      // Escape closes the options, and nothing else around them.
      if (event.key === 'Escape' && isOpened) event.stopPropagation();
      const isTaken = typed === undefined && place.expression !== undefined && !isOpen(place.expression);
      if (!isTaken || (event.key !== 'Backspace' && event.key !== 'Delete')) return;
      event.preventDefault();
      mapper.edit(place.pointer, undefined);
      mapper.tell(words.removed(place.label));
    },
  };
}
