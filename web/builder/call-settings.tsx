/** Which operation a call step calls, through whose account. */
import { Select, Stack, Text } from '@mantine/core';
import type { CallStep } from '../../src/language/index.ts';
import { AppLink } from '../parts/app-link.tsx';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { type Catalog, connectorOfConnection, findOperation } from './catalog.ts';
import { DeclareSettings } from './declare-settings.tsx';
import { changeStep } from './edits.ts';
import { useField } from './field-problems.ts';
import { MappingField } from './mapping-field.tsx';

const words = builderWords.call;

interface CallSettingsProps {
  readonly step: CallStep;
  readonly pointer: string;
}

/** The connection and the operation, to stand beside the step's names. */
export function CallFields({ step, pointer }: CallSettingsProps) {
  const { catalog, editor } = useBuilder();
  const connection = useField(`${pointer}/connection`);
  const operation = useField(`${pointer}/operation`);
  const change = (next: Partial<CallStep>): void =>
    editor.edit((now) =>
      changeStep(now, step.key, (before) => withNeeds(catalog, { ...(before as CallStep), ...next })),
    );
  return (
    <>
      <Select
        {...connection}
        size="xs"
        label={words.connection}
        searchable
        allowDeselect={false}
        nothingFoundMessage={words.nothing}
        data={connectionChoices(catalog, step.connection)}
        value={step.connection}
        onChange={(next) => next !== null && change({ connection: next })}
      />
      <Select
        {...operation}
        size="xs"
        label={words.operation}
        searchable
        allowDeselect={false}
        nothingFoundMessage={words.nothing}
        maxDropdownHeight={320}
        data={operationChoices(catalog, step)}
        value={step.operation}
        onChange={(next) => next !== null && change({ operation: next })}
      />
    </>
  );
}

/** What the operation does, as its connector says it. */
export function OperationSummary({ step }: Pick<CallSettingsProps, 'step'>) {
  const { catalog } = useBuilder();
  const summary = findOperation(catalog, step)?.summary;
  if (summary === undefined || summary === '') return null;
  return (
    <Text size="xs" c="dimmed" mt={-8}>
      {summary}
    </Text>
  );
}

/** What the call sends, and what it promises where the connector cannot know. */
export function CallSettings({ step, pointer }: CallSettingsProps) {
  const { catalog } = useBuilder();
  return (
    <Stack gap="md">
      {catalog.connections.length === 0 && (
        <Text size="sm">
          {words.noConnections} <AppLink to="/connections">{words.connect}</AppLink>
        </Text>
      )}
      {step.declare !== undefined && <DeclareSettings step={step} pointer={pointer} />}
      <MappingField stepKey={step.key} field="input" pointer={`${pointer}/input`} />
    </Stack>
  );
}

/** A declaration goes with an operation that can be any call, and only with such a one. */
function withNeeds(catalog: Catalog, step: CallStep): CallStep {
  const found = findOperation(catalog, step);
  if (found === undefined) return step;
  const { declare, ...rest } = step;
  return found.class === 'author' ? { ...rest, declare: declare ?? { class: 'N' } } : rest;
}

function connectionChoices({ connections, connectors }: Catalog, present: string) {
  const titles = new Map(connectors.map(({ name, title }) => [name, title]));
  const choices = connections.map(({ name, connector }) => {
    return { value: name, label: `${name} (${titles.get(connector) ?? connector})` };
  });
  return choices.some(({ value }) => value === present) || present === '' ? choices : [...choices, present];
}

function operationChoices(catalog: Catalog, { connection, operation }: CallStep) {
  const operations = connectorOfConnection(catalog, connection)?.operations ?? [];
  const group = (title: string, isMeant: (kind: string) => boolean) => ({
    group: title,
    items: operations.filter((each) => isMeant(each.class)).map((each) => ({ value: each.name, label: each.title })),
  });
  const known = [
    group(words.writes, (kind) => kind !== 'R' && kind !== 'author'),
    group(words.reads, (kind) => kind === 'R'),
    group(words.author, (kind) => kind === 'author'),
  ].filter(({ items }) => items.length > 0);
  const isKnown = operation === '' || operations.some(({ name }) => name === operation);
  return isKnown ? known : [...known, { group: words.operation, items: [{ value: operation, label: operation }] }];
}
