/** Changing the password, which ends all other sessions. */
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { accessWords } from '../words/access.ts';
import { callAuth } from './auth-call.ts';
import { isGiven, isNewPassword } from './field-rules.ts';
import { SectionCard } from './section-card.tsx';

const words = accessWords.account;

export function PasswordSection() {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { current: '', next: '' },
    validate: { current: isGiven(accessWords.passwordMissing), next: isNewPassword },
  });
  const change = useAction(
    ({ current, next }: { current: string; next: string }) =>
      callAuth('change-password', { currentPassword: current, newPassword: next, revokeOtherSessions: true }),
    { topics: ['members'], told: () => words.changed, onDone: () => form.reset() },
  );
  return (
    <SectionCard title={words.password}>
      <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values), focusFirst(form))}>
        <Stack maw={420} gap="sm">
          {change.error !== null && <ProblemNote error={change.error} />}
          <PasswordInput
            label={words.current}
            autoComplete="current-password"
            key={form.key('current')}
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label={accessWords.newPassword}
            description={accessWords.passwordRule}
            autoComplete="new-password"
            key={form.key('next')}
            {...form.getInputProps('next')}
          />
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              {words.change}
            </Button>
          </Group>
        </Stack>
      </form>
    </SectionCard>
  );
}
