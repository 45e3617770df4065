/** How fast held runs go on after a reconnect. */
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { SectionCard } from '../access/section-card.tsx';
import { call } from '../api/call.ts';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { useMay } from '../shell/me.ts';
import { connectionWords } from '../words/connections.ts';
import type { ConnectionShown } from './connection-queries.ts';

const words = connectionWords.drain;
const MOST_PER_SECOND = 1_000;

interface DrainProps {
  readonly connection: ConnectionShown;
}

export function DrainSection({ connection }: DrainProps) {
  const mayBuild = useMay('builder');
  return (
    <SectionCard title={words.title} why={words.why}>
      {mayBuild ? (
        <DrainForm key={connection.drainPerSecond} connection={connection} />
      ) : (
        <Text size="sm">{`${words.label}: ${connection.drainPerSecond.toLocaleString()}`}</Text>
      )}
    </SectionCard>
  );
}

function DrainForm({ connection: { name, drainPerSecond } }: DrainProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { rate: String(drainPerSecond) },
    validate: { rate: (text) => (isRate(Number(text)) ? null : words.wrong) },
  });
  const save = useAction(
    (rate: number) => call('updateConnection', { path: { name }, body: { drainPerSecond: rate } }),
    { topics: ['connections'], told: () => words.saved },
  );
  return (
    <>
      <form noValidate onSubmit={form.onSubmit(({ rate }) => save.mutate(Number(rate)), focusFirst(form))}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label={words.label}
            inputMode="decimal"
            w={140}
            autoComplete="off"
            key={form.key('rate')}
            {...form.getInputProps('rate')}
          />
          <Button type="submit" variant="default" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </form>
      {save.error !== null && <ProblemNote error={save.error} />}
    </>
  );
}

function isRate(rate: number): boolean {
  return rate > 0 && rate <= MOST_PER_SECOND;
}
