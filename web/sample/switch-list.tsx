/** The ways to break a vendor: the common ones, and the rest on request. */
import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { JsonObject } from '../../src/foundation/index.ts';
import { useMay } from '../shell/me.ts';
import { actionWords } from '../words/actions.ts';
import { sampleWords as words } from '../words/sample.ts';
import type { Vendor } from './sample-query.ts';
import { SwitchRow } from './switch-row.tsx';
import type { SwitchChange } from './use-switches.ts';

const COMMON = 7;
const ORDER = Object.keys(words.switches);

interface SwitchListProps {
  readonly vendor: Vendor;
  readonly isBusy: boolean;
  readonly onChange: (change: SwitchChange) => void;
}

export function SwitchList({ vendor, isBusy, onChange }: SwitchListProps) {
  const [isWhole, setWhole] = useState(false);
  const [often, setOften] = useState('');
  const mayOperate = useMay('operator');
  const known = vendor.known.toSorted((one, other) => placeOf(one.name) - placeOf(other.name));
  const shown = isWhole
    ? known
    : known.filter(({ name }, place) => place < COMMON || findOn(vendor, name) !== undefined);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end">
        <Title order={3}>{words.breakIt}</Title>
        <NativeSelect
          size="xs"
          label={words.howOften}
          value={often}
          onChange={(event) => setOften(event.currentTarget.value)}
          data={Object.entries(words.often)
            .map(([value, label]) => ({ value, label }))
            .toSorted((one, other) => one.value.localeCompare(other.value))}
        />
      </Group>
      {!mayOperate && <Text size="sm">{actionWords.needsRole.operator}</Text>}
      {shown.map((entry) => (
        <SwitchRow
          key={entry.name}
          entry={entry}
          on={findOn(vendor, entry.name)}
          often={often}
          isBusy={isBusy}
          onChange={onChange}
        />
      ))}
      <Group>
        <Button size="xs" variant="default" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? words.fewer : words.more}
        </Button>
      </Group>
    </Stack>
  );
}

function placeOf(name: string): number {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}

function findOn({ on }: Vendor, name: string): JsonObject | undefined {
  return on.find((setting) => setting.name === name);
}
