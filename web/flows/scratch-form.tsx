/** A new flow from scratch: the event that starts it, and the first thing that happens. */
import { Button, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import type { TriggerSignature } from '../../src/language/index.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { newFlowWords, scratchWords as words } from '../words/flows.ts';
import { ConnectionSelect, onlyConnection } from './connection-select.tsx';
import { type Connection, type Connector, connectionList, useConnectors } from './flow-queries.ts';
import { type ScratchChoice, scratchDocument, withTriggers } from './scratch-document.ts';
import { useCreateFlow } from './use-create-flow.ts';

const ANY_SENDER = '*';

interface Chosen {
  readonly connector: string;
  readonly event: string;
  readonly triggerConnection: string;
  readonly stepConnection: string;
  readonly operation: string;
}

const NOTHING: Chosen = { connector: '', event: '', triggerConnection: '', stepConnection: '', operation: '' };

/** The names that were chosen, with what the connectors say about them. */
interface Found {
  readonly trigger: Connector['triggers'][number] | undefined;
  readonly operation: Connector['operations'][number] | undefined;
}

interface PartProps {
  readonly chosen: Chosen;
  readonly onChange: (change: Partial<Chosen>) => void;
  readonly connectors: readonly Connector[];
  readonly connections: readonly Connection[];
}

export function ScratchForm() {
  const [chosen, setChosen] = useState(NOTHING);
  const [ownTitle, setOwnTitle] = useState<string>();
  const [isTried, setTried] = useState(false);
  const connectors = useConnectors();
  const connections = useQuery(connectionList).data?.connections ?? [];
  const create = useCreateFlow();
  const found = findChosen(chosen, { connectors, connections });
  const title = ownTitle ?? titleOf(chosen, found);
  const missing = missingOf(chosen, title);
  const parts = {
    connectors,
    connections,
    chosen,
    onChange: (change: Partial<Chosen>) => setChosen({ ...chosen, ...change }),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(missing).length > 0) return;
    const document = scratchDocument(choiceOf(chosen, found)) as unknown as JsonValue;
    create.mutate({ title: title.trim(), document });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={560}>
        <TriggerPart {...parts} missing={isTried ? missing : {}} />
        <StepPart {...parts} missing={isTried ? missing : {}} />
        <TextInput
          label={newFlowWords.flowTitle}
          description={newFlowWords.flowTitleHint}
          value={title}
          maxLength={200}
          onChange={(event) => setOwnTitle(event.currentTarget.value)}
          {...shownError(isTried ? missing.title : undefined)}
        />
        {create.error !== null && <ProblemNote error={create.error} />}
        <Group>
          <Button type="submit" loading={create.isPending}>
            {newFlowWords.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Missing = Partial<Record<keyof Chosen | 'title', string>>;

function TriggerPart({
  chosen,
  onChange,
  connectors,
  connections,
  missing,
}: PartProps & { readonly missing: Missing }) {
  const connector = connectors.find(({ name }) => name === chosen.connector);
  const choices = withTriggers(connectors).map(({ name, title }) => ({ value: name, label: title }));
  const choose = (name: string | null): void => {
    const only = onlyConnection(connections, name ?? '');
    const triggers = connectors.find((each) => each.name === name)?.triggers ?? [];
    const event = triggers.length === 1 ? (triggers[0]?.name ?? '') : '';
    onChange({ connector: name ?? '', event, triggerConnection: only });
  };
  return (
    <Fieldset legend={words.trigger}>
      <Stack gap="sm">
        <Select
          label={words.connector}
          data={[...choices, { value: ANY_SENDER, label: words.anySender }]}
          value={chosen.connector === '' ? null : chosen.connector}
          onChange={choose}
          searchable
          {...shownError(missing.connector)}
        />
        {chosen.connector === ANY_SENDER && <Text size="sm">{words.anySenderHint}</Text>}
        {connector !== undefined && (
          <>
            <Select
              label={words.event}
              data={connector.triggers.map(({ name, title }) => ({ value: name, label: title }))}
              value={chosen.event === '' ? null : chosen.event}
              onChange={(event) => onChange({ event: event ?? '' })}
              {...described(connector.triggers.find(({ name }) => name === chosen.event)?.summary)}
              {...shownError(missing.event)}
            />
            <ConnectionSelect
              connections={connections}
              connector={connector.name}
              connectorTitle={connector.title}
              value={chosen.triggerConnection}
              onChange={(triggerConnection) => onChange({ triggerConnection })}
              description={words.connectionHint}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

function StepPart({ chosen, onChange, connectors, connections, missing }: PartProps & { readonly missing: Missing }) {
  const titles = new Map(connectors.map(({ name, title }) => [name, title]));
  const connection = connections.find(({ name }) => name === chosen.stepConnection);
  const operations = connectors.find(({ name }) => name === connection?.connector)?.operations ?? [];
  return (
    <Fieldset legend={words.step}>
      <Stack gap="sm">
        <Select
          label={words.stepConnection}
          placeholder={words.noStep}
          data={connections.map(({ name, connector }) => ({
            value: name,
            label: `${name} (${titles.get(connector) ?? connector})`,
          }))}
          value={chosen.stepConnection === '' ? null : chosen.stepConnection}
          onChange={(name) => onChange({ stepConnection: name ?? '', operation: '' })}
          searchable
          clearable
        />
        {connection !== undefined && (
          <Select
            label={words.operation}
            data={operations.map(({ name, title }) => ({ value: name, label: title }))}
            value={chosen.operation === '' ? null : chosen.operation}
            onChange={(operation) => onChange({ operation: operation ?? '' })}
            searchable
            {...described(operations.find(({ name }) => name === chosen.operation)?.summary)}
            {...shownError(missing.operation)}
          />
        )}
        <Text size="sm" c="dimmed">
          {words.later}
        </Text>
      </Stack>
    </Fieldset>
  );
}

function shownError(error: string | undefined): { error?: string } {
  return error === undefined ? {} : { error };
}

function described(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}

function findChosen(chosen: Chosen, { connectors, connections }: Pick<PartProps, 'connectors' | 'connections'>): Found {
  const triggers = connectors.find(({ name }) => name === chosen.connector)?.triggers ?? [];
  const stepConnector = connections.find(({ name }) => name === chosen.stepConnection)?.connector;
  const operations = connectors.find(({ name }) => name === stepConnector)?.operations ?? [];
  return {
    trigger: triggers.find(({ name }) => name === chosen.event),
    operation: operations.find(({ name }) => name === chosen.operation),
  };
}

function titleOf(chosen: Chosen, { trigger, operation }: Found): string {
  const start = chosen.connector === ANY_SENDER ? words.anyEvent : trigger?.title;
  return start === undefined ? '' : words.defaultTitle(start, operation?.title);
}

function missingOf(chosen: Chosen, title: string): Missing {
  const { connector, event, stepConnection, operation } = chosen;
  return {
    ...(connector === '' ? { connector: words.connectorMissing } : {}),
    ...(connector !== '' && connector !== ANY_SENDER && event === '' ? { event: words.eventMissing } : {}),
    ...(stepConnection !== '' && operation === '' ? { operation: words.operationMissing } : {}),
    ...(title.trim() === '' ? { title: newFlowWords.titleMissing } : {}),
  };
}

function choiceOf(chosen: Chosen, { trigger, operation }: Found): ScratchChoice {
  const { connector, triggerConnection, stepConnection } = chosen;
  const connection = triggerConnection === '' ? {} : { connection: triggerConnection };
  return {
    ...(trigger === undefined
      ? {}
      : {
          trigger: {
            connector,
            event: trigger.name,
            signature: trigger.signature as unknown as TriggerSignature,
            ...connection,
          },
        }),
    ...(operation === undefined
      ? {}
      : { step: { connection: stepConnection, operation: operation.name, title: operation.title } }),
  };
}
