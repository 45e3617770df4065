/** Who sends the events of a flow, which one it is, and through which account. */
import { NativeSelect, Select } from '@mantine/core';
import type { FlowTrigger, TriggerSignature } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import type { TriggerEvent } from './catalog.ts';
import { changeTrigger } from './edits.ts';
import { useField } from './field-problems.ts';

const words = builderWords.triggerPanel;
const ANY = '';

type TriggerChange = { readonly [Name in keyof FlowTrigger]?: FlowTrigger[Name] | undefined };

export function SenderFields() {
  const { connector } = useBuilder().document.trigger;
  return (
    <div className="hfb-fields">
      <SenderField />
      {connector === undefined ? (
        <FormatField />
      ) : (
        <>
          <EventField />
          <ConnectionField />
        </>
      )}
    </div>
  );
}

function useTriggerChange(): (change: TriggerChange) => void {
  const { editor } = useBuilder();
  return (change) => editor.edit((now) => changeTrigger(now, change));
}

function SenderField() {
  const { document, catalog } = useBuilder();
  const change = useTriggerChange();
  const choose = (name: string): void => {
    const connection = catalog.connections.find(({ connector }) => connector === name)?.name;
    if (name === ANY) change({ connector: undefined, event: undefined, connection: undefined });
    else change({ connector: name, event: '', connection, schema: undefined });
  };
  return (
    <Select
      {...useField('/trigger/connector')}
      size="xs"
      label={words.from}
      searchable
      allowDeselect={false}
      nothingFoundMessage={builderWords.call.nothing}
      data={[
        { value: ANY, label: words.anySender },
        ...catalog.connectors.map(({ name, title }) => ({ value: name, label: title })),
      ]}
      value={document.trigger.connector ?? ANY}
      onChange={(next) => next !== null && choose(next)}
    />
  );
}

function EventField() {
  const { document, catalog } = useBuilder();
  const { connector = '', event = '', signature } = document.trigger;
  const change = useTriggerChange();
  const events = catalog.known.get(connector)?.triggers ?? [];
  const choose = (next: string | null): void => {
    const found = events.find(({ name }) => name === next);
    if (found !== undefined) change({ event: found.name, signature: signatureOf(found, signature) });
  };
  return (
    <Select
      {...useField('/trigger/event')}
      size="xs"
      label={words.event}
      searchable
      allowDeselect={false}
      nothingFoundMessage={builderWords.call.nothing}
      data={events.map(({ name, title }) => ({ value: name, label: title }))}
      value={event === '' ? null : event}
      onChange={choose}
    />
  );
}

/** The signature that the event's connector names; a plain HMAC keeps the header that a person has set. */
function signatureOf(event: TriggerEvent, present: TriggerSignature | undefined): TriggerSignature {
  const own = event.signature as unknown as TriggerSignature;
  return present?.kind === own.kind && own.kind === 'hmac_sha256' ? present : own;
}

function ConnectionField() {
  const { document, catalog } = useBuilder();
  const { connector, connection = '' } = document.trigger;
  const change = useTriggerChange();
  const own = catalog.connections.filter((each) => each.connector === connector).map(({ name }) => name);
  const missing = connection === '' || own.includes(connection) ? [] : [connection];
  return (
    <NativeSelect
      {...useField('/trigger/connection')}
      size="xs"
      label={words.connection}
      data={[{ value: '', label: words.noConnection }, ...own, ...missing]}
      value={connection}
      onChange={({ currentTarget: { value } }) => change({ connection: value === '' ? undefined : value })}
    />
  );
}

function FormatField() {
  const { document } = useBuilder();
  const change = useTriggerChange();
  return (
    <NativeSelect
      size="xs"
      label={words.format}
      data={Object.entries(words.formats).map(([value, label]) => ({ value, label }))}
      value={document.trigger.bodyFormat ?? 'json'}
      onChange={({ currentTarget: { value } }) => change({ bodyFormat: value === 'form' ? 'form' : undefined })}
    />
  );
}
