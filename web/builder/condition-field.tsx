/** A condition: its text, what is wrong with it, and a way to build it from a field without knowing the language. */
import { Button, Collapse, Group, NativeSelect, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import {
  ALONE,
  type Comparison,
  comparisonsOf,
  conditionFields,
  conditionText,
  withCondition,
} from './condition-text.ts';
import { setAt, valueAtPointer } from './edits.ts';
import { useField } from './field-problems.ts';
import { sourcesFor } from './sources.ts';
import { StepIcon } from './step-icon.tsx';

interface ConditionFieldProps {
  readonly label: string;
  readonly pointer: string;
  /** The step whose sources can be read; `trigger` for a condition of the trigger. */
  readonly stepKey: string;
}

const words = builderWords.condition;

export function ConditionField({ label, pointer, stepKey }: ConditionFieldProps) {
  const { document, editor } = useBuilder();
  const [isBuilding, setBuilding] = useState(false);
  const value = valueAtPointer(document, pointer);
  const text = typeof value === 'string' ? value : '';
  const change = (next: string): void => editor.edit((now) => setAt(now, pointer, next), `text ${pointer}`);
  return (
    <Stack gap={6}>
      <Textarea
        size="xs"
        {...useField(pointer)}
        label={label}
        placeholder={words.hint}
        autosize
        minRows={1}
        maxRows={8}
        spellCheck={false}
        className="hfb-code"
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <Group>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={isBuilding}
          leftSection={<StepIcon name="add" size={14} />}
          onClick={() => setBuilding(!isBuilding)}
        >
          {words.build}
        </Button>
      </Group>
      <Collapse expanded={isBuilding}>
        {isBuilding && <ConditionBuilder stepKey={stepKey} onAdd={(more) => change(withCondition(text, more))} />}
      </Collapse>
    </Stack>
  );
}

interface ConditionBuilderProps {
  readonly stepKey: string;
  readonly onAdd: (text: string) => void;
}

function ConditionBuilder({ stepKey, onAdd }: ConditionBuilderProps) {
  const { document, catalog, samples, announce } = useBuilder();
  const fields = useMemo(
    () => conditionFields(sourcesFor({ document, catalog, samples }, { stepKey, field: 'when' })),
    [document, catalog, samples, stepKey],
  );
  const [path, setPath] = useState<string | null>(null);
  const [comparison, setComparison] = useState<Comparison>('==');
  const [value, setValue] = useState('');
  const field = fields.find((each) => each.path === path);
  const comparisons = comparisonsOf(field);
  const chosen = comparisons.includes(comparison) ? comparison : '==';
  const add = (): void => {
    if (field === undefined) return;
    onAdd(conditionText(field, chosen, value));
    announce(words.added);
  };
  return (
    <Group align="end" gap="xs" wrap="wrap">
      <Select
        size="xs"
        flex="2 1 200px"
        label={words.field}
        placeholder={words.fieldPlaceholder}
        searchable
        limit={100}
        nothingFoundMessage={words.noFields}
        data={fields.map((each) => each.path)}
        value={path}
        onChange={setPath}
      />
      <NativeSelect
        size="xs"
        flex="1 1 110px"
        label={words.compare}
        data={comparisons.map((each) => ({ value: each, label: words.operators[each] }))}
        value={chosen}
        onChange={(event) => setComparison(event.currentTarget.value as Comparison)}
      />
      <TextInput
        size="xs"
        flex="1 1 120px"
        label={words.value}
        data-own-undo
        disabled={ALONE.has(chosen)}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" disabled={field === undefined} onClick={add}>
        {words.insert}
      </Button>
    </Group>
  );
}
