/** What can be set of a step, by its kind. */
import { NumberInput, SegmentedControl, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import type { Expression, Step } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { BranchSettings } from './branch-settings.tsx';
import { useBuilder } from './builder-context.ts';
import { CallSettings } from './call-settings.tsx';
import { ConditionField } from './condition-field.tsx';
import { DurationField } from './duration-field.tsx';
import { changeStep, setStepField } from './edits.ts';
import { useField } from './field-problems.ts';
import { MappingField } from './mapping-field.tsx';
import { TextField } from './text-field.tsx';

interface StepSettingsProps<Kind extends Step['kind'] = Step['kind']> {
  readonly step: Step & { kind: Kind };
  readonly pointer: string;
}

export function StepSettings({ step, pointer }: StepSettingsProps) {
  switch (step.kind) {
    case 'call':
      return <CallSettings step={step} pointer={pointer} />;
    case 'map':
      return <MappingField stepKey={step.key} field="to" pointer={`${pointer}/to`} />;
    case 'filter':
      return <ConditionField label={builderWords.filter.when} pointer={`${pointer}/when`} stepKey={step.key} />;
    case 'branch':
      return <BranchSettings step={step} pointer={pointer} />;
    case 'each':
      return <EachSettings step={step} pointer={pointer} />;
    case 'delay':
      return <DelaySettings step={step} pointer={pointer} />;
  }
}

const MAX_ITEMS = 1_000;
const EMPTY: Expression = { from: '' };

function EachSettings({ step, pointer }: StepSettingsProps<'each'>) {
  const { editor } = useBuilder();
  const words = builderWords.each;
  const maxItems = useField(`${pointer}/maxItems`);
  const set = (name: string, value: number | Expression | undefined): void =>
    editor.edit((now) => setStepField(now, { key: step.key, name }, value), `${name} ${step.key}`);
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextField label={words.as} description={words.asHint} pointer={`${pointer}/as`} isCode maxLength={40} />
        <NumberInput
          size="xs"
          {...maxItems}
          label={words.maxItems}
          description={words.maxItemsHint}
          min={1}
          max={MAX_ITEMS}
          allowDecimal={false}
          value={step.maxItems}
          onChange={(next) => set('maxItems', Number(next) || 1)}
        />
      </SimpleGrid>
      <Text fw={600} size="sm">
        {words.over}
      </Text>
      <MappingField stepKey={step.key} field="over" pointer={`${pointer}/over`} />
      <Switch
        size="xs"
        label={words.itemKeyOn}
        description={words.itemKeyHint}
        checked={step.itemKey !== undefined}
        onChange={(event) => set('itemKey', event.currentTarget.checked ? EMPTY : undefined)}
      />
      {step.itemKey !== undefined && (
        <>
          <Text fw={600} size="sm">
            {words.itemKey}
          </Text>
          <MappingField stepKey={step.key} field="itemKey" pointer={`${pointer}/itemKey`} />
        </>
      )}
    </Stack>
  );
}

function DelaySettings({ step, pointer }: StepSettingsProps<'delay'>) {
  const { editor } = useBuilder();
  const words = builderWords.delay;
  const how = step.until === undefined ? 'for' : 'until';
  const choose = (next: string): void =>
    editor.edit((now) =>
      changeStep(now, step.key, (before) => {
        const { for: _for, until: _until, ...rest } = before as typeof step;
        return next === 'for' ? { ...rest, for: 'PT5M' } : { ...rest, until: EMPTY };
      }),
    );
  return (
    <Stack gap="md" align="stretch">
      <SegmentedControl
        aria-label={words.how}
        value={how}
        onChange={choose}
        className="hfb-start"
        data={[
          { value: 'for', label: words.for },
          { value: 'until', label: words.until },
        ]}
      />
      {how === 'for' && <DurationField label={words.amount} pointer={`${pointer}/for`} />}
      {how === 'until' && <MappingField stepKey={step.key} field="until" pointer={`${pointer}/until`} />}
    </Stack>
  );
}
