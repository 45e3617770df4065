/** The source of one position: type to search all fields, Enter maps, Backspace takes it out again. */
import { Combobox, InputBase } from '@mantine/core';
import { targetId } from '../builder/step-seam.ts';
import { mapperWords } from '../words/mapper.ts';
import { copiedPath } from './expression-edit.ts';
import { useMapper } from './mapper-context.ts';
import type { PickerGroup, PickerOption } from './picker-options.ts';
import type { TargetPlace } from './target-places.ts';
import { useFieldPicker } from './use-field-picker.ts';
import { typeWords } from './value-words.ts';

const words = mapperWords.slot;

export function FieldPicker({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const { combobox, typed, groups, choose, type, onKeyDown } = useFieldPicker(place);
  const path = copiedPath(place.expression);
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
      <Combobox.Target withExpandedAttribute>
        <InputBase
          id={targetId(mapper.pointer + place.pointer)}
          size="xs"
          className="hf-picker"
          data-mapped={path !== undefined || undefined}
          aria-label={sourceLabel(place)}
          placeholder={mapper.dragged === undefined ? words.find : words.dropHere}
          role="combobox"
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          value={typed ?? path ?? ''}
          onChange={(event) => type(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown miw={280}>
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={words.choices}>
          {groups.length === 0 ? <Combobox.Empty>{words.nothingFound}</Combobox.Empty> : <Groups groups={groups} />}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function sourceLabel({ label, type, isRequired }: TargetPlace): string {
  const required = isRequired ? `, ${mapperWords.mapping.required}` : '';
  return `${words.source(label)}, ${typeWords(type)}${required}`;
}

export function Groups({ groups }: { readonly groups: readonly PickerGroup[] }) {
  return groups.map(({ title, options }) => (
    <Combobox.Group key={title} label={title}>
      {options.map((option) => (
        <Option key={option.id} option={option} />
      ))}
    </Combobox.Group>
  ));
}

function Option({ option }: { readonly option: PickerOption }) {
  return (
    <Combobox.Option value={option.id} disabled={option.isDisabled === true} className="hf-option">
      <span className={option.field === undefined && option.isDisabled !== true ? '' : 'hf-option-path'}>
        {option.label}
      </span>
      {option.detail !== undefined && option.detail !== '' && <span className="hf-option-detail">{option.detail}</span>}
    </Combobox.Option>
  );
}
