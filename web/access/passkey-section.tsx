/** The person's passkeys. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { isObject, type JsonObject } from '../../src/foundation/index.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { accessWords } from '../words/access.ts';
import { callAuth } from './auth-call.ts';
import { isGiven } from './field-rules.ts';
import { addPasskey, hasPasskeys, isGivenUp } from './passkeys.ts';
import { SectionCard } from './section-card.tsx';

const words = accessWords.passkeys;

export function PasskeySection() {
  const passkeys = useQuery({
    queryKey: ['members', 'passkeys'],
    queryFn: async () => {
      const { items } = await callAuth('passkey/list-user-passkeys');
      return Array.isArray(items) ? items.filter(isObject) : [];
    },
  });
  return (
    <SectionCard title={words.title} why={words.why}>
      <AnswerView answer={passkeys} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm">{words.none}</Text>
          ) : (
            list.map((passkey) => <PasskeyRow key={String(passkey.id)} passkey={passkey} />)
          )
        }
      </AnswerView>
      {hasPasskeys() ? <NewPasskey /> : <Text size="sm">{words.unable}</Text>}
    </SectionCard>
  );
}

function PasskeyRow({ passkey }: { readonly passkey: JsonObject }) {
  const name = typeof passkey.name === 'string' && passkey.name !== '' ? passkey.name : words.unnamed;
  const remove = useAction(() => callAuth('passkey/delete-passkey', { id: passkey.id ?? '' }), {
    topics: ['members'],
    told: () => words.removed,
  });
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm" fw={500} className="hf-text">
            {name}
          </Text>
          <Text size="xs">
            {words.made} <Moment at={String(passkey.createdAt)} />
          </Text>
        </div>
        <ConfirmButton
          size="xs"
          question={words.removeQuestion}
          label={`${words.remove} ${name}`}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(undefined)}
        >
          {words.remove}
        </ConfirmButton>
      </Group>
      {remove.error !== null && <ProblemNote error={remove.error} />}
    </Stack>
  );
}

function NewPasskey() {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '' },
    validate: { name: isGiven(words.nameMissing) },
  });
  const add = useAction(({ name }: { name: string }) => addPasskey(name.trim()), {
    topics: ['members'],
    told: () => words.added,
    onDone: () => form.reset(),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => add.mutate(values), focusFirst(form))}>
      <Stack gap="sm" maw={420}>
        {add.error !== null && !isGivenUp(add.error) && <ProblemNote error={add.error} />}
        <TextInput
          label={words.name}
          description={words.nameHint}
          maxLength={100}
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <Group>
          <Button type="submit" variant="default" loading={add.isPending}>
            {words.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
