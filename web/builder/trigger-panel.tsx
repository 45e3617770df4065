/** What starts the flow: who sends the events, how they prove it, which ones count, and in what order they go. */
import { SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Expression } from '../../src/language/index.ts';
import { call } from '../api/call.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { findEvent } from './catalog.ts';
import { ConditionField } from './condition-field.tsx';
import { changeTrigger, setAt } from './edits.ts';
import { MappingField } from './mapping-field.tsx';
import { DedupeSettings, SignatureSettings } from './signature-settings.tsx';
import { targetId } from './step-seam.ts';
import { TRIGGER_KEY } from './steps.ts';
import { TextField } from './text-field.tsx';

const words = builderWords.triggerPanel;
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
