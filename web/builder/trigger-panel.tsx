/** What starts the flow: who sends the events, how they prove it, which ones count, and in what order they go. */
import { NativeSelect, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Expression, FlowTrigger, TriggerSignature } from '../../src/language/index.ts';
import { call } from '../api/call.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { findEvent, type TriggerEvent } from './catalog.ts';
import { ConditionField } from './condition-field.tsx';
import { changeTrigger, setAt } from './edits.ts';
import { useField } from './field-problems.ts';
import { MappingField } from './mapping-field.tsx';
import { DedupeSettings, SignatureSettings, startSignature } from './signature-settings.tsx';
import { targetId } from './step-seam.ts';
import { TRIGGER_KEY } from './steps.ts';
import { TextField } from './text-field.tsx';

const words = builderWords.triggerPanel;
const ANY = '';
const EMPTY_KEY: Expression = { from: '' };

export function TriggerSettings() {
  return (
    <Stack gap="md">
      <Address />
      <SignatureSettings />
      <DedupeSettings />
      <WhenFields />
      <OrderFields />
    </Stack>
  );
}

/** Who sends the events, which one it is, and through which account. */
export function SenderFields() {
  const { document, catalog, editor } = useBuilder();
  const { trigger } = document;
  const connector = useField('/trigger/connector');
  const event = useField('/trigger/event');
  const connection = useField('/trigger/connection');
  const chosen = catalog.known.get(trigger.connector ?? '');
  const change = (next: Partial<Record<keyof FlowTrigger, unknown>>): void =>
    editor.edit((now) => changeTrigger(now, next as Parameters<typeof changeTrigger>[1]));
  const senders = catalog.connectors.map(({ name, title }) => ({ value: name, label: title }));
  const own = catalog.connections.filter((each) => each.connector === trigger.connector);
  const chooseConnector = (name: string): void => {
    if (name === ANY) change({ connector: undefined, event: undefined, connection: undefined });
    else
      change({
        connector: name,
        event: '',
        connection: catalog.connections.find((each) => each.connector === name)?.name,
        schema: undefined,
      });
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: trigger.connector === undefined ? 2 : 3 }} spacing="md">
      <Select
        {...connector}
        size="xs"
        label={words.from}
        searchable
        allowDeselect={false}
        nothingFoundMessage={builderWords.call.nothing}
        data={[{ value: ANY, label: words.anySender }, ...senders]}
        value={trigger.connector ?? ANY}
        onChange={(next) => next !== null && chooseConnector(next)}
      />
      {trigger.connector !== undefined && (
        <Select
          {...event}
          size="xs"
          label={words.event}
          searchable
          allowDeselect={false}
          nothingFoundMessage={builderWords.call.nothing}
          data={(chosen?.triggers ?? []).map(({ name, title }) => ({ value: name, label: title }))}
          value={trigger.event === '' ? null : (trigger.event ?? null)}
          onChange={(next) => {
            const found = chosen?.triggers.find(({ name }) => name === next);
            if (found !== undefined) change({ event: found.name, signature: signatureOf(found, trigger.signature) });
          }}
        />
      )}
      {trigger.connector !== undefined && (
        <NativeSelect
          {...connection}
          size="xs"
          label={words.connection}
          data={[{ value: '', label: words.noConnection }, ...own.map(({ name }) => name)]}
          value={trigger.connection ?? ''}
          onChange={({ currentTarget: { value } }) => change({ connection: value === '' ? undefined : value })}
        />
      )}
      {trigger.connector === undefined && (
        <NativeSelect
          size="xs"
          label={words.format}
          data={Object.entries(words.formats).map(([value, label]) => ({ value, label }))}
          value={trigger.bodyFormat ?? 'json'}
          onChange={({ currentTarget: { value } }) => change({ bodyFormat: value === 'json' ? undefined : value })}
        />
      )}
    </SimpleGrid>
  );
}

/** The signature that the event's connector names, keeping what is set where it is of that kind already. */
function signatureOf(event: TriggerEvent, present: TriggerSignature): TriggerSignature {
  const kind = event.signature as TriggerSignature['kind'];
  return present.kind === kind ? present : startSignature(kind);
}

/** Where senders post to; only once the flow was published. */
function Address() {
  const { flowName, document, catalog, draft } = useBuilder();
  const hook = useQuery({
    queryKey: ['flows', flowName, 'hook'],
    queryFn: () => call('getHook', { path: { name: flowName } }),
    enabled: draft.basedOn !== null,
    retry: false,
  });
  const event = findEvent(catalog, document);
  const isByItself = event?.canSubscribe === true && document.trigger.connection !== undefined;
  if (hook.data !== undefined) return <CopyField label={words.address} value={hook.data.url} />;
  return (
    <Text size="xs" c="dimmed">
      {isByItself ? words.connectionHint : words.addressLater}
    </Text>
  );
}

function WhenFields() {
  const { document, editor } = useBuilder();
  const { when } = document.trigger;
  return (
    <>
      <Switch
        size="xs"
        label={words.whenOn}
        checked={when !== undefined}
        onChange={({ currentTarget: { checked } }) =>
          editor.edit((now) => changeTrigger(now, { when: checked ? '' : undefined }))
        }
      />
      {when !== undefined && <ConditionField label={words.when} pointer="/trigger/when" stepKey={TRIGGER_KEY} />}
    </>
  );
}

function OrderFields() {
  const { document, editor } = useBuilder();
  const isOn = document.orderKey !== undefined;
  return (
    <>
      <Switch
        size="xs"
        // What asks for the order key leads here while there is none.
        {...(isOn ? {} : { id: targetId('/orderKey') })}
        label={words.orderOn}
        description={words.orderHint}
        checked={isOn}
        onChange={({ currentTarget: { checked } }) =>
          editor.edit((now) => setAt(now, '/orderKey', checked ? EMPTY_KEY : undefined))
        }
      />
      {isOn && (
        <>
          <Text fw={600} size="sm">
            {words.order}
          </Text>
          <MappingField stepKey={TRIGGER_KEY} field="orderKey" pointer="/orderKey" />
        </>
      )}
    </>
  );
}

/** Title and description of the flow. */
export function FlowFields() {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextField label={builderWords.flow.title} pointer="/title" maxLength={200} />
      <TextField label={builderWords.flow.description} pointer="/description" isOptional maxLength={5_000} />
    </SimpleGrid>
  );
}
