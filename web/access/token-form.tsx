/** Making a token; its secret is shown once. */
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { type Answer, call } from '../api/call.ts';
import { focusFirst, showProblems } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { accessWords } from '../words/access.ts';
import { isGiven } from './field-rules.ts';
import { OnceDialog } from './once-dialog.tsx';
import { ROLE_CHOICES, type RoleName } from './role-meanings.tsx';
import { SectionCard } from './section-card.tsx';

const words = accessWords.tokens;
const DAY_MS = 86_400_000;
const EXPIRIES = ['30', '90', '365', 'never'].map((value) => ({ value, label: words.expiries[value] ?? value }));

interface TokenWish {
  name: string;
  role: RoleName;
  days: string;
}

export function TokenForm() {
  const [made, setMade] = useState<Answer<'createToken'>>();
  const form = useForm<TokenWish>({
    mode: 'uncontrolled',
    initialValues: { name: '', role: 'operator', days: '90' },
    validate: { name: isGiven(words.nameMissing) },
  });
  const make = useAction(makeToken, {
    topics: ['members'],
    onDone(answer) {
      setMade(answer);
      form.reset();
    },
  });
  const send = (wish: TokenWish): void => make.mutate(wish, { onError: (error) => void showProblems(form, error) });
  return (
    <SectionCard title={words.make}>
      <form noValidate onSubmit={form.onSubmit(send, focusFirst(form))}>
        <Stack gap="sm">
          {make.error !== null && <ProblemNote error={make.error} />}
          <TextInput
            label={words.name}
            description={words.nameHint}
            maxLength={100}
            maw={420}
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <Group gap="sm">
            <NativeSelect
              label={words.role}
              data={ROLE_CHOICES}
              key={form.key('role')}
              {...form.getInputProps('role')}
            />
            <NativeSelect label={words.expiry} data={EXPIRIES} key={form.key('days')} {...form.getInputProps('days')} />
          </Group>
          <Group>
            <Button type="submit" loading={make.isPending}>
              {words.make}
            </Button>
          </Group>
        </Stack>
      </form>
      {made !== undefined && (
        <OnceDialog
          title={words.made(made.name)}
          label={words.secret}
          value={made.secret}
          why={words.once}
          onClose={() => setMade(undefined)}
        />
      )}
    </SectionCard>
  );
}

function makeToken({ name, role, days }: TokenWish): Promise<Answer<'createToken'>> {
  const expiry = days === 'never' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
  return call('createToken', { body: { name: name.trim(), role, ...expiry } });
}
