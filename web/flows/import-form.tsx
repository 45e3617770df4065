/** A flow from a file: read here, its connections chosen, and made at the server. */
import { Alert, Button, FileInput, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { call } from '../api/call.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { tell } from '../parts/tell.ts';
import { useAction } from '../parts/use-action.ts';
import { importWords as words } from '../words/flows.ts';
import { type Bundle, MAX_BUNDLE_BYTES, readBundle } from './bundle.ts';
import { ConnectionSelect, onlyConnection } from './connection-select.tsx';
import { type Connection, connectionList, useConnectors } from './flow-queries.ts';

export function ImportForm() {
  const [text, setText] = useState('');
  const [isTooLarge, setTooLarge] = useState(false);
  const connections = useQuery(connectionList).data?.connections;
  const bundle = readBundle(text);
  const take = (file: File | null): void => {
    setTooLarge((file?.size ?? 0) > MAX_BUNDLE_BYTES);
    if (file !== null && file.size <= MAX_BUNDLE_BYTES) void file.text().then(setText);
  };
  return (
    <Stack gap="md" maw={560}>
      <Text size="sm">{words.lead}</Text>
      <FileInput
        label={words.file}
        placeholder={words.fileHint}
        accept="application/json,.json"
        onChange={take}
        clearable
        clearButtonProps={{ 'aria-label': words.clear }}
        {...(isTooLarge ? { error: words.tooLarge } : {})}
      />
      <Textarea
        label={words.paste}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rows={4}
        spellCheck={false}
        {...(text.trim() !== '' && bundle === undefined ? { error: words.malformed } : {})}
      />
      {bundle !== undefined && connections !== undefined && (
        <BundleForm key={text} bundle={bundle} connections={connections} />
      )}
    </Stack>
  );
}

interface BundleFormProps {
  readonly bundle: Bundle;
  readonly connections: readonly Connection[];
}

function BundleForm({ bundle, connections }: BundleFormProps) {
  const navigate = useNavigate();
  const titles = new Map(useConnectors().map(({ name, title }) => [name, title]));
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>(() => firstChoice(bundle, connections));
  const take = useAction(
    () => {
      const filled = Object.fromEntries(Object.entries(chosen).filter(([, connection]) => connection !== ''));
      const named = name.trim() === '' ? {} : { name: name.trim() };
      return call('importFlow', { body: { bundle: bundle.json, connections: filled, ...named } });
    },
    {
      topics: ['flows'],
      onDone: ({ flow, problems }) => {
        tell(words.imported(problems.length));
        void navigate({ to: '/flows/$name/build', params: { name: flow.name }, search: {} });
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    take.mutate(undefined);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Alert color="blue" variant="light">
          {words.found(bundle.title)}
        </Alert>
        <TextInput
          label={words.name}
          description={words.nameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {bundle.connections.map((wanted) => (
          <ConnectionSelect
            key={wanted.name}
            label={words.asConnection(wanted.name, titles.get(wanted.connector) ?? wanted.connector)}
            connections={connections}
            connector={wanted.connector}
            connectorTitle={titles.get(wanted.connector) ?? wanted.connector}
            value={chosen[wanted.name] ?? ''}
            onChange={(connection) => setChosen({ ...chosen, [wanted.name]: connection })}
          />
        ))}
        {take.error !== null && <ProblemNote error={take.error} />}
        <Group>
          <Button type="submit" loading={take.isPending}>
            {words.import}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A connection of the same name and connector, else the only one of that connector. */
function firstChoice(bundle: Bundle, connections: readonly Connection[]): Readonly<Record<string, string>> {
  const choices = bundle.connections.map(({ name, connector }) => {
    const isThere = connections.some((each) => each.name === name && each.connector === connector);
    return [name, isThere ? name : onlyConnection(connections, connector)];
  });
  return Object.fromEntries(choices);
}
