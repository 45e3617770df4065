/** The fields that make an account; the page around them sends them. */
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect } from 'react';
import { focusFirst, showProblems } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { accessWords } from '../words/access.ts';
import { isEmail, isGiven, isNewPassword } from './field-rules.ts';

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface AccountFieldsProps {
  /** Given when the address is decided; then it is shown and cannot be changed. */
  readonly email?: string;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onSubmit: (account: NewAccount) => void;
}

export function AccountFields({ email, submit, isBusy, error, onSubmit }: AccountFieldsProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: email ?? '', password: '' },
    validate: { name: isGiven(accessWords.nameMissing), email: isEmail, password: isNewPassword },
    transformValues: (values) => ({ ...values, name: values.name.trim(), email: values.email.trim() }),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: an error is put at its fields once, when it comes.
  useEffect(() => {
    if (error !== null) showProblems(form, error);
  }, [error]);
  return (
    <form noValidate onSubmit={form.onSubmit(onSubmit, focusFirst(form))}>
      <Stack>
        {error !== null && <ProblemNote error={error} />}
        <TextInput
          label={accessWords.name}
          autoComplete="name"
          autoFocus
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          type="email"
          label={accessWords.email}
          autoComplete="username"
          readOnly={email !== undefined}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={accessWords.password}
          description={accessWords.passwordRule}
          autoComplete="new-password"
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={isBusy}>
          {submit}
        </Button>
      </Stack>
    </form>
  );
}
