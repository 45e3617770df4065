/** One way to break a vendor, with what it does to a write, and its settings. */
import { Button, Group, Switch, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { type JsonObject, type JsonValue, makeObject } from '../../src/foundation/index.ts';
import { useMay } from '../shell/me.ts';
import { sampleWords as words } from '../words/sample.ts';
import type { Vendor } from './sample-query.ts';
import type { SwitchChange } from './use-switches.ts';

type Entry = Vendor['known'][number];

/** What the fields of a switch hold at first. */
const FIRST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  slow: { ms: '5000' },
  key_ttl: { ms: '1000' },
  index_lag: { ms: '5000' },
  accepted_202: { ms: '1000' },
  status: { code: '404' },
  status_429: { retryAfter: '5' },
  renamed_field: { from: 'email', to: 'emailAddress' },
};
const NUMBERS = ['ms', 'code'];

interface SwitchRowProps {
  readonly entry: Entry;
  readonly on: JsonObject | undefined;
  readonly often: string;
  readonly isBusy: boolean;
  readonly onChange: (change: SwitchChange) => void;
}

export function SwitchRow({ entry, on, often, isBusy, onChange }: SwitchRowProps) {
  const { name } = entry;
  const mayOperate = useMay('operator');
  const fields = entry.settings.filter((setting) => setting in words.settings);
  const [values, setValues] = useState(FIRST[name] ?? {});
  const [isOpen, { toggle }] = useDisclosure(false);
  const title = words.switches[name] ?? name;
  const turn = (isOn: boolean): void =>
    onChange(isOn ? { kind: 'on', setting: settingOf(name, values, often) } : { kind: 'off', name });
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Switch
          checked={on !== undefined}
          disabled={isBusy || !mayOperate}
          label={title}
          description={describe(entry, on)}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
        {fields.length > 0 && on === undefined && mayOperate && (
          <Button
            size="compact-xs"
            flex="0 0 auto"
            variant="default"
            aria-expanded={isOpen}
            aria-label={words.changeLabel(title)}
            onClick={toggle}
          >
            {words.change}
          </Button>
        )}
      </Group>
      {isOpen && on === undefined && (
        <Group gap="xs" mt={4} pl={52}>
          {fields.map((field) => (
            <TextInput
              key={field}
              size="xs"
              w={130}
              label={words.settings[field]}
              value={values[field] ?? ''}
              onChange={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
            />
          ))}
        </Group>
      )}
      {on !== undefined && (
        <Text size="xs" pl={52} className="hf-text">
          {settingText(on)}
        </Text>
      )}
    </div>
  );
}

function describe({ name, explanation, effect }: Entry, on: JsonObject | undefined): string {
  const left = typeof on?.left === 'number' ? ` ${words.left(on.left)}.` : '';
  return `${words.switchTexts[name] ?? explanation} ${words.effect} ${words.effects[effect] ?? effect}.${left}`;
}

function settingOf(name: string, values: Readonly<Record<string, string>>, often: string): JsonObject {
  const given = Object.entries(values).filter(([, text]) => text.trim() !== '');
  const entries = given.map(([field, text]): [string, JsonValue] => [field, readValue(field, text.trim())]);
  const count: [string, JsonValue][] = often === '' ? [] : [['count', Number(often)]];
  return makeObject([['name', name], ...entries, ...count]);
}

/** A number that is none goes as the text it is, so that the stand-in says what is wrong with it. */
function readValue(field: string, text: string): JsonValue {
  return NUMBERS.includes(field) && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function settingText(on: JsonObject): string {
  const shown = Object.entries(on).filter(([name]) => name in words.settings);
  return shown.map(([name, value]) => `${words.settings[name]}: ${String(value)}`).join(', ');
}
