/** The form of a new connection for one connector. */
import { Alert, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { connectionWords as words } from '../words/connections.ts';
import { type AuthWay, authWays, credentialOf } from './auth-ways.ts';
import {
  type ConnectionValues,
  CredentialInputs,
  credentialProblems,
  SettingInput,
  secretKey,
  settingKey,
  typedSecrets,
} from './connection-fields.tsx';
import type { ConnectionShown, ConnectorShown } from './connection-queries.ts';
import { type SettingField, settingFields, settingProblem, settingsOf } from './setting-fields.ts';

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

interface NewConnectionFormProps {
  readonly connector: ConnectorShown;
  readonly onClose: () => void;
  readonly onMade: (connection: ConnectionShown) => void;
}

export function NewConnectionForm({ connector, onClose, onMade }: NewConnectionFormProps) {
  const fields = settingFields(connector.settings);
  const ways = authWays(connector);
  const [wayId, setWayId] = useState(ways[0]?.id ?? '');
  const way = ways.find(({ id }) => id === wayId);
  const [made, setMade] = useState<string>();
  const form = useForm<ConnectionValues>({
    mode: 'uncontrolled',
    initialValues: initialValues(connector, fields, ways),
    validate: (values) => problemsOf(values, fields, way),
  });
  const connect = useAction(
    (values: ConnectionValues) => makeAndProve({ values, fields, way, connector, made, setMade }),
    {
      topics: ['connections', 'runs'],
      told: ({ name }) => words.made(name),
      onDone: onMade,
    },
  );
  const focusSecret = (): void => form.getInputNode(secretKey(way?.fields[0]?.name ?? ''))?.focus();
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => connect.mutate(values, { onError: focusSecret }), focusFirst(form))}
    >
      <Stack>
        <TextInput
          label={words.name}
          description={words.nameHint}
          readOnly={made !== undefined}
          spellCheck={false}
          autoComplete="off"
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        {fields.map((field) => (
          <SettingInput key={field.name} form={form} field={field} isFixed={made !== undefined} />
        ))}
        {ways.length > 1 && (
          <NativeSelect
            label={words.auth}
            value={wayId}
            onChange={(event) => setWayId(event.currentTarget.value)}
            data={ways.map(({ id, title }) => ({ value: id, label: title }))}
          />
        )}
        {way !== undefined && <CredentialInputs form={form} way={way} />}
        <FormEnd made={made} isBusy={connect.isPending} error={connect.error} onClose={onClose} />
      </Stack>
    </form>
  );
}

interface FormEndProps {
  /** Name of the connection, once it is made. */
  readonly made: string | undefined;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
}

/** How it went, and what to do next. */
function FormEnd({ made, isBusy, error, onClose }: FormEndProps) {
  return (
    <>
      {made !== undefined && (
        <Alert color="yellow" variant="light">
          {words.madeNotProven(made)}
        </Alert>
      )}
      {error !== null && (
        <div ref={(note) => note?.scrollIntoView({ block: 'nearest' })}>
          <ProblemNote error={error} />
        </div>
      )}
      <Group justify="flex-end">
        {made !== undefined && (
          <Button variant="default" onClick={onClose}>
            {words.later}
          </Button>
        )}
        <Button type="submit" loading={isBusy}>
          {made === undefined ? words.make : words.tryAgain}
        </Button>
      </Group>
    </>
  );
}

function initialValues(
  { name }: ConnectorShown,
  fields: readonly SettingField[],
  ways: readonly AuthWay[],
): ConnectionValues {
  const settings = fields.map((field) => [settingKey(field.name), field.initial]);
  const secrets = ways.flatMap((way) => way.fields.map((field) => [secretKey(field.name), '']));
  return { name: name.replaceAll('_', '-'), ...Object.fromEntries([...settings, ...secrets]) };
}

function problemsOf(
  values: ConnectionValues,
  fields: readonly SettingField[],
  way: AuthWay | undefined,
): Record<string, string> {
  const settings = fields.flatMap((field) => {
    const problem = settingProblem(field, values[settingKey(field.name)] ?? '');
    return problem === null ? [] : [[settingKey(field.name), problem]];
  });
  return {
    ...(NAME.test(values.name ?? '') ? {} : { name: words.nameWrong }),
    ...Object.fromEntries(settings),
    ...credentialProblems(way, values),
  };
}

interface Wish {
  readonly values: ConnectionValues;
  readonly fields: readonly SettingField[];
  readonly way: AuthWay | undefined;
  readonly connector: ConnectorShown;
  /** Its name, when an earlier try made it and could not prove it. */
  readonly made: string | undefined;
  readonly setMade: (name: string) => void;
}

/** Makes the connection, or gives the one that was made another credential, and proves it at the vendor. */
async function makeAndProve({ values, fields, way, connector, made, setMade }: Wish): Promise<ConnectionShown> {
  const credential = way === undefined ? { kind: 'none' } : credentialOf(way, typedSecrets(way, values));
  const name = values.name ?? '';
  if (made === undefined) {
    const typed = Object.fromEntries(fields.map((field) => [field.name, values[settingKey(field.name)] ?? '']));
    const settings = settingsOf(fields, typed);
    await call('createConnection', { body: { name, connector: connector.name, settings, credential } });
    setMade(name);
  } else await call('replaceCredential', { path: { name }, body: { credential } });
  return call('verifyConnection', { path: { name } });
}
