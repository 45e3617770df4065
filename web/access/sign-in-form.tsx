/** Signing in: password, second step where the account has one, or a passkey. */
import { Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { accessWords } from '../words/access.ts';
import { callAuth } from './auth-call.ts';
import { isEmail, isGiven } from './field-rules.ts';
import { hasPasskeys, isGivenUp, signInByPasskey } from './passkeys.ts';
import { SecondStep } from './second-step.tsx';

const words = accessWords.signIn;

interface SignInFormProps {
  readonly onDone: () => void;
  /** Filled in for the person. */
  readonly email?: string;
}

export function SignInForm({ onDone, email = '' }: SignInFormProps) {
  const [needsSecond, setNeedsSecond] = useState(false);
  if (needsSecond) return <SecondStep onDone={onDone} onAgain={() => setNeedsSecond(false)} />;
  return (
    <Stack>
      <PasswordForm email={email} onDone={onDone} onSecond={() => setNeedsSecond(true)} />
      {hasPasskeys() && <PasskeyButton onDone={onDone} />}
      <Text size="sm">{words.forgotten}</Text>
    </Stack>
  );
}

interface PasswordFormProps {
  readonly email: string;
  readonly onDone: () => void;
  readonly onSecond: () => void;
}

function PasswordForm({ email, onDone, onSecond }: PasswordFormProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email, password: '' },
    validate: { email: isEmail, password: isGiven(accessWords.passwordMissing) },
  });
  const signIn = useMutation({
    mutationFn: (values: { email: string; password: string }) =>
      callAuth('sign-in/email', { email: values.email.trim(), password: values.password }),
    onSuccess: (answer) => (answer.twoFactorRedirect === true ? onSecond() : onDone()),
    onError: () => form.getInputNode('password')?.focus(),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values), focusFirst(form))}>
      <Stack>
        {signIn.error !== null && <ProblemNote error={signIn.error} />}
        <TextInput
          type="email"
          label={accessWords.email}
          autoComplete="username webauthn"
          autoFocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={accessWords.password}
          autoComplete="current-password"
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={signIn.isPending}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  );
}

function PasskeyButton({ onDone }: { readonly onDone: () => void }) {
  const signIn = useMutation({ mutationFn: signInByPasskey, onSuccess: onDone });
  const { error } = signIn;
  return (
    <Stack>
      <Divider label={words.or} styles={{ label: { color: 'var(--mantine-color-text)' } }} />
      <Button variant="default" loading={signIn.isPending} onClick={() => signIn.mutate()}>
        {words.passkey}
      </Button>
      {error !== null && !isGivenUp(error) && <ProblemNote error={error} />}
      {error !== null && isGivenUp(error) && (
        <Text size="sm" role="status">
          {words.passkeyGivenUp}
        </Text>
      )}
    </Stack>
  );
}
