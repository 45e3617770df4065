/** A value table: what is given for which key, and what otherwise. */
import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import type { JsonValue } from '../../../src/foundation/index.ts';
import { KIND } from '../../../src/language/index.ts';
import { targetId } from '../../builder/step-seam.ts';
import { mapperWords } from '../../words/mapper.ts';
import { EMPTY, expressionAt } from '../expression-edit.ts';
import { InnerSlot } from '../inner-slot.tsx';
import { useMapper } from '../mapper-context.ts';
import { constantOf } from '../picker-options.ts';
import { innerPlace, kindsOnly, type TargetPlace } from '../target-places.ts';
import { ValueEditor } from './constant-editor.tsx';

const words = mapperWords.table;
const SCALARS = kindsOnly(KIND.text | KIND.integer | KIND.fraction | KIND.boolean);

export function TableEditor({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const { table } = place.expression as { table: Readonly<Record<string, JsonValue>> };
  const rows = Object.entries(table);
  const put = (next: readonly (readonly [string, JsonValue])[]): void => {
    mapper.edit(place.pointer, { ...(place.expression as object), table: Object.fromEntries(next) } as never);
  };
  const hasDefault = expressionAt(place.expression, '/default') !== undefined;
  const first = constantOf(place.type, 'x') ?? constantOf(place.type, '0') ?? '';
  const add = (): void => put([...rows, [freeKey(table), first === 'x' ? '' : first]]);
  return (
    <div id={targetId(mapper.pointer + place.pointer)} tabIndex={-1}>
      <div className="hf-inside">
        <InnerSlot place={innerPlace(place, 'key', { label: words.key, type: SCALARS })} />
        {rows.map(([key, value], index) => (
          <Row
            // The position names a row: its key is being typed.
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name that stays.
            key={index}
            index={index}
            entry={[key, value]}
            type={place.type}
            onChange={(entry) => put(rows.map((row, at) => (at === index ? entry : row)))}
            onRemove={() => put(rows.filter((_, at) => at !== index))}
          />
        ))}
        <Group gap="xs">
          <Button size="compact-xs" variant="default" onClick={add}>
            {words.addRow}
          </Button>
          {!hasDefault && (
            <Button size="compact-xs" variant="subtle" onClick={() => mapper.edit(`${place.pointer}/default`, EMPTY)}>
              {words.addFallback}
            </Button>
          )}
        </Group>
        {hasDefault && <InnerSlot place={innerPlace(place, 'default', { label: words.fallback, type: place.type })} />}
      </div>
    </div>
  );
}

interface RowProps {
  readonly index: number;
  readonly entry: readonly [string, JsonValue];
  readonly type: TargetPlace['type'];
  readonly onChange: (entry: readonly [string, JsonValue]) => void;
  readonly onRemove: () => void;
}

function Row({ index, entry: [key, value], type, onChange, onRemove }: RowProps) {
  const name = words.row(index + 1);
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <TextInput
        size="xs"
        className="hf-grow"
        aria-label={`${name}: ${words.when}`}
        placeholder={words.when}
        value={key}
        onChange={(event) => onChange([event.currentTarget.value, value])}
      />
      <span className="hf-hint">{words.give}</span>
      <div className="hf-grow">
        <ValueEditor
          label={`${name}: ${words.give}`}
          value={value}
          type={type}
          onChange={(next) => onChange([key, next])}
        />
      </div>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={words.removeRow(key)} onClick={onRemove}>
        <span aria-hidden="true">×</span>
      </ActionIcon>
    </Group>
  );
}

function freeKey(table: Readonly<Record<string, JsonValue>>): string {
  if (!Object.hasOwn(table, '')) return '';
  let number = 1;
  while (Object.hasOwn(table, `key ${number}`)) number += 1;
  return `key ${number}`;
}
