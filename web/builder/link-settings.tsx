/** Whether a call updates the record that an earlier event made, and how. */
import { Alert, Button, Group, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import type { CallStep, Expression } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { connectorOfConnection } from './catalog.ts';
import { setStepField } from './edits.ts';
import { useField } from './field-problems.ts';
import { MappingField } from './mapping-field.tsx';
import { TRIGGER_KEY } from './steps.ts';
import { TextField } from './text-field.tsx';

const words = builderWords.link;
const EMPTY_SOURCE: Expression = { from: '' };
const EMPTY_INPUT: Expression = { object: {} };

interface LinkSettingsProps {
  readonly step: CallStep;
  readonly pointer: string;
}

export function LinkSettings({ step, pointer }: LinkSettingsProps) {
  const { editor } = useBuilder();
  const turn = (isOn: boolean): void => {
    const link = { source: EMPTY_SOURCE, id: 'id', update: { operation: '', input: EMPTY_INPUT } };
    editor.edit((now) => setStepField(now, { key: step.key, name: 'link' }, isOn ? (link as never) : undefined));
  };
  return (
    <Stack gap="md">
      <Switch
        size="xs"
        label={words.on}
        description={words.hint}
        checked={step.link !== undefined}
        onChange={(event) => turn(event.currentTarget.checked)}
      />
      {step.link !== undefined && <LinkFields step={step} pointer={`${pointer}/link`} />}
    </Stack>
  );
}

function LinkFields({ step, pointer }: LinkSettingsProps) {
  const { document, catalog, editor, select } = useBuilder();
  const operation = useField(`${pointer}/update/operation`);
  const operations = connectorOfConnection(catalog, step.connection)?.operations ?? [];
  const name = { key: step.key, name: 'link/update/operation' };
  return (
    <>
      {document.orderKey === undefined && (
        <Alert color="gray" variant="outline">
          <Group justify="space-between" gap="xs">
            <Text size="sm">{words.needsOrder}</Text>
            <Button size="xs" variant="default" onClick={() => select(TRIGGER_KEY, { pointer: '/orderKey' })}>
              {words.toOrder}
            </Button>
          </Group>
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextField label={words.id} description={words.idHint} pointer={`${pointer}/id`} isCode />
        <Select
          size="xs"
          {...operation}
          label={words.operation}
          description=" "
          searchable
          allowDeselect={false}
          nothingFoundMessage={builderWords.call.nothing}
          data={operations
            .filter((each) => each.class !== 'R')
            .map((each) => ({ value: each.name, label: each.title }))}
          value={step.link?.update.operation ?? null}
          onChange={(next) => next !== null && editor.edit((now) => setStepField(now, name, next))}
        />
      </SimpleGrid>
      <Text fw={600} size="sm">
        {words.source}
      </Text>
      <MappingField stepKey={step.key} field="link.source" pointer={`${pointer}/source`} />
      <Text fw={600} size="sm">
        {words.input}
      </Text>
      <MappingField stepKey={step.key} field="link.update.input" pointer={`${pointer}/update/input`} />
    </>
  );
}
