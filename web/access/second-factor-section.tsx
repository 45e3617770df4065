/** The second factor: set up with an app, its backup codes, switched off again. */
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { lazy, Suspense, useState } from 'react';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { useMe } from '../shell/me.ts';
import { accessWords } from '../words/access.ts';
import { callAuth } from './auth-call.ts';
import { BackupCodes } from './backup-codes.tsx';
import { isGiven } from './field-rules.ts';
import type { NewFactor } from './new-factor.ts';
import { SectionCard } from './section-card.tsx';

const words = accessWords.factor;
const Enrolment = lazy(async () => ({ default: (await import('./enrolment.tsx')).Enrolment }));

export function SecondFactorSection() {
  const [made, setMade] = useState<NewFactor>();
  const [codes, setCodes] = useState<readonly string[]>();
  const isOn = useMe().person.hasSecondFactor;
  const show = (): React.ReactNode => {
    if (codes !== undefined) return <BackupCodes codes={codes} onKept={() => setCodes(undefined)} />;
    if (made !== undefined) {
      const confirmed = (): void => {
        setCodes(made.codes);
        setMade(undefined);
      };
      return <Enrolment made={made} onDone={confirmed} onCancel={() => setMade(undefined)} />;
    }
    return isOn ? <SwitchedOn onCodes={setCodes} /> : <SwitchedOff onMade={setMade} />;
  };
  return (
    <SectionCard title={words.title} why={isOn ? words.on : words.off}>
      <Suspense>{show()}</Suspense>
    </SectionCard>
  );
}

function usePasswordForm() {
  return useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: isGiven(accessWords.passwordMissing) },
  });
}

function PasswordField({ form }: { readonly form: ReturnType<typeof usePasswordForm> }) {
  return (
    <PasswordInput
      maw={420}
      label={words.yourPassword}
      autoComplete="current-password"
      key={form.key('password')}
      {...form.getInputProps('password')}
    />
  );
}

function SwitchedOff({ onMade }: { readonly onMade: (made: NewFactor) => void }) {
  const form = usePasswordForm();
  const begin = useAction(({ password }: { password: string }) => callAuth('two-factor/enable', { password }), {
    topics: [],
    onDone: (answer) => onMade({ uri: String(answer.totpURI), codes: textsOf(answer.backupCodes) }),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => begin.mutate(values), focusFirst(form))}>
      <Stack gap="sm">
        {begin.error !== null && <ProblemNote error={begin.error} />}
        <PasswordField form={form} />
        <Group>
          <Button type="submit" variant="default" loading={begin.isPending}>
            {words.begin}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function SwitchedOn({ onCodes }: { readonly onCodes: (codes: readonly string[]) => void }) {
  const form = usePasswordForm();
  const renew = useAction(
    ({ password }: { password: string }) => callAuth('two-factor/generate-backup-codes', { password }),
    { topics: [], onDone: (answer) => onCodes(textsOf(answer.backupCodes)) },
  );
  const disable = useAction(({ password }: { password: string }) => callAuth('two-factor/disable', { password }), {
    topics: ['members'],
    told: () => words.disabled,
  });
  const switchOff = (): void => form.onSubmit((values) => disable.mutate(values), focusFirst(form))();
  const error = renew.error ?? disable.error;
  return (
    <form noValidate onSubmit={form.onSubmit((values) => renew.mutate(values), focusFirst(form))}>
      <Stack gap="sm">
        {error !== null && <ProblemNote error={error} />}
        <PasswordField form={form} />
        <Group>
          <Button type="submit" variant="default" loading={renew.isPending}>
            {words.newCodes}
          </Button>
          <ConfirmButton question={words.disableQuestion} isBusy={disable.isPending} onConfirm={switchOff}>
            {words.disable}
          </ConfirmButton>
        </Group>
      </Stack>
    </form>
  );
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
