/** A duration as an amount and a unit; one of several units as the text that it is. */
import { Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { setAt, valueAtPointer } from './edits.ts';
import { useField } from './field-problems.ts';
import { readDuration } from './step-text.ts';

interface DurationFieldProps {
  readonly label: string;
  readonly pointer: string;
}

const UNITS = Object.entries(builderWords.delay.units).map(([value, label]) => ({ value, label }));
const MAX_AMOUNT = 999_999;

export function DurationField({ label, pointer }: DurationFieldProps) {
  const { document, editor } = useBuilder();
  const field = useField(pointer);
  const value = valueAtPointer(document, pointer);
  const text = typeof value === 'string' ? value : '';
  const change = (next: string): void => editor.edit((now) => setAt(now, pointer, next), `text ${pointer}`);
  const simple = readDuration(text);
  if (simple === undefined) {
    const onChange = (next: string): void => change(next.toUpperCase());
    return (
      <TextInput
        size="xs"
        {...field}
        label={`${label}: ${builderWords.delay.raw}`}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const { amount, unit } = simple;
  return (
    <Group align="start" gap="xs" wrap="nowrap">
      <NumberInput
        size="xs"
        {...field}
        label={label}
        min={0}
        max={MAX_AMOUNT}
        allowDecimal={false}
        clampBehavior="strict"
        w={140}
        value={amount}
        onChange={(next) => change(durationText(Number(next) || 0, unit))}
      />
      <NativeSelect
        size="xs"
        label={builderWords.delay.unit}
        data={UNITS}
        w={140}
        value={unit}
        onChange={(event) => change(durationText(amount, event.currentTarget.value))}
      />
    </Group>
  );
}

function durationText(amount: number, unit: string): string {
  return unit === 'D' ? `P${amount}D` : `PT${amount}${unit}`;
}
