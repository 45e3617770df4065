/** The filters above the run list; each change goes into the address. */
import { Button, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RUN_STATES, stateWord } from '../parts/state-badge.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { runsWords } from '../words/runs.ts';
import { countFilters, instantOfField, isFiltered, localField, type RunSearch, timeChoice } from './run-filter.ts';
import { flowChoices } from './run-queries.ts';

const words = runsWords.filters;

interface RunFiltersProps {
  readonly search: RunSearch;
  readonly onChange: (change: Partial<Record<keyof RunSearch, string>>) => void;
  readonly onClear: () => void;
}

/** All filters; on a narrow screen behind a button, so that the runs are what is seen first. */
export function RunFilters(props: RunFiltersProps) {
  const isNarrow = useNarrow();
  const [isOpen, setOpen] = useState(false);
  if (!isNarrow) return <FilterFields {...props} />;
  const count = countFilters(props.search);
  return (
    <>
      <Button variant="default" fullWidth mb="md" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.hide : words.show(count)}
      </Button>
      {isOpen && <FilterFields {...props} />}
    </>
  );
}

function FilterFields({ search, onChange, onClear }: RunFiltersProps) {
  const flows = useQuery(flowChoices).data?.flows ?? [];
  const states = search.state?.split(',') ?? [];
  return (
    <Group component="search" aria-label={words.label} align="flex-end" gap="sm" mb="md">
      <Select
        label={words.flow}
        placeholder={words.anyFlow}
        data={flows.map(({ name, title }) => ({ value: name, label: title }))}
        value={search.flow ?? null}
        onChange={(flow) => onChange({ flow: flow ?? '' })}
        searchable
        clearable
        w={{ base: '100%', xs: 165 }}
      />
      <MultiSelect
        label={words.state}
        {...(states.length === 0 ? { placeholder: words.anyState } : {})}
        data={RUN_STATES.map((value) => ({ value, label: stateWord(value) }))}
        value={states}
        onChange={(chosen) => onChange({ state: chosen.join(',') })}
        clearable
        w={{ base: '100%', xs: 165 }}
      />
      <TimeFilter search={search} onChange={onChange} />
      <TextFilter field="orderKey" label={words.orderKey} hint={words.orderKeyHint} {...{ search, onChange }} />
      <TextFilter field="code" label={words.code} hint={words.codeHint} {...{ search, onChange }} />
      <TextFilter field="text" label={words.text} hint={words.textHint} {...{ search, onChange }} />
      {isFiltered(search) && (
        <Button variant="default" onClick={onClear}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}

type FilterPart = Pick<RunFiltersProps, 'search' | 'onChange'>;

function TimeFilter({ search, onChange }: FilterPart) {
  const choice = timeChoice(search);
  return (
    <>
      <Select
        label={words.time}
        data={Object.entries(words.times).map(([value, label]) => ({ value, label }))}
        value={choice}
        allowDeselect={false}
        onChange={(time) => onChange({ time: time === 'any' ? '' : (time ?? ''), from: '', to: '' })}
        w={{ base: '100%', xs: 128 }}
      />
      {choice === 'between' && (
        <>
          <TextInput
            type="datetime-local"
            label={words.from}
            defaultValue={localField(search.from)}
            onBlur={({ currentTarget }) => onChange({ from: instantOfField(currentTarget.value) })}
            w={{ base: '100%', xs: 210 }}
          />
          <TextInput
            type="datetime-local"
            label={words.to}
            defaultValue={localField(search.to)}
            onBlur={({ currentTarget }) => onChange({ to: instantOfField(currentTarget.value) })}
            w={{ base: '100%', xs: 210 }}
          />
        </>
      )}
    </>
  );
}

interface TextFilterProps extends FilterPart {
  readonly field: 'orderKey' | 'code' | 'text';
  readonly label: string;
  readonly hint: string;
}

/** Asked for with Enter or when the field is left, for some of these make the server look through much. */
function TextFilter({ field, label, hint, search, onChange }: TextFilterProps) {
  const present = search[field] ?? '';
  const apply = (text: string): void => {
    if (text.trim() !== present) onChange({ [field]: text.trim() });
  };
  return (
    <TextInput
      // A new value from the address makes a new field.
      key={present}
      label={label}
      placeholder={hint}
      defaultValue={present}
      onBlur={({ currentTarget }) => apply(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(event.currentTarget.value);
      }}
      w={{ base: '100%', xs: field === 'text' ? 178 : 144 }}
    />
  );
}
