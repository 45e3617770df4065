/** Something that a person at the vendor would do, such as closing a deal. */
import { Group, NativeSelect, Paper, Stack, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type JsonObject, type JsonValue, makeObject, NumericText } from '../../src/foundation/index.ts';
import { call } from '../api/call.ts';
import { ButtonLink } from '../parts/app-link.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { sampleWords as words } from '../words/sample.ts';
import type { SampleAction } from './sample-query.ts';

export function ActionCard({ action }: { readonly action: SampleAction }) {
  const names = words.actionFields[action.name] ?? Object.keys(action.body);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => textsOf(action.body));
  const play = useAction(() => call('playAction', { path: { action: action.name }, body: { body: bodyOf(values) } }), {
    topics: ['runs'],
    onDone: ({ deliveries }) => notifications.show({ message: words.played(deliveries) }),
  });
  return (
    <Paper withBorder p="md" component="section" aria-label={action.title}>
      <Title order={2} mb="sm">
        {action.title}
      </Title>
      <Stack gap="sm">
        <Group gap="sm" align="flex-end">
          {names.map((name) => (
            <ActionField
              key={name}
              name={name}
              value={values[name] ?? ''}
              onChange={(value) => setValues({ ...values, [name]: value })}
            />
          ))}
        </Group>
        {play.error !== null && <ProblemNote error={play.error} />}
        <Group>
          <RoleButton needs="operator" loading={play.isPending} onClick={() => play.mutate(undefined)}>
            {words.play(action.title)}
          </RoleButton>
          <ButtonLink to="/runs" variant="default">
            {words.toRuns}
          </ButtonLink>
        </Group>
      </Stack>
    </Paper>
  );
}

interface ActionFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ActionField({ name, value, onChange }: ActionFieldProps) {
  const label = words.fields[name] ?? name;
  const common = { label, value, flex: '1 1 160px' };
  if (name === 'dealId')
    return <NativeSelect {...common} data={words.deals} onChange={(event) => onChange(event.currentTarget.value)} />;
  const hint = name === 'title' || name === 'amount' ? { placeholder: words.keepHint } : {};
  return <TextInput {...common} {...hint} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function textsOf(body: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
}

/** What was left empty is left out; an amount goes as the number that was typed, with all its digits. */
function bodyOf(values: Readonly<Record<string, string>>): JsonObject {
  const filled = Object.entries(values).filter(([, value]) => value.trim() !== '');
  return makeObject(filled.map(([name, value]): [string, JsonValue] => [name, readValue(name, value.trim())]));
}

function readValue(name: string, text: string): JsonValue {
  return name === 'amount' && /^(0|[1-9]\d{0,14})(\.\d{1,4})?$/.test(text) ? new NumericText(text) : text;
}
