/** A new password, by a link that an owner made. */
import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { ButtonLink } from '../parts/app-link.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { accessWords } from '../words/access.ts';
import { callAuth } from './auth-call.ts';
import { isNewPassword } from './field-rules.ts';
import { OutsideCard } from './outside-card.tsx';
import { TokenlessNote } from './tokenless-note.tsx';
import { useLinkToken } from './use-link-token.ts';

const words = accessWords.reset;

export function ResetPage() {
  const token = useLinkToken();
  return (
    <OutsideCard title={words.title}>{token === '' ? <TokenlessNote /> : <ResetForm token={token} />}</OutsideCard>
  );
}

function ResetForm({ token }: { readonly token: string }) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: isNewPassword },
  });
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => callAuth('reset-password', { token, newPassword: password }),
  });
  if (reset.isSuccess)
    return (
      <Stack>
        <Text role="status">{words.done}</Text>
        <ButtonLink to="/sign-in">{words.toSignIn}</ButtonLink>
      </Stack>
    );
  return (
    <form noValidate onSubmit={form.onSubmit((values) => reset.mutate(values), focusFirst(form))}>
      <Stack>
        {reset.error !== null && <ProblemNote error={reset.error} />}
        <PasswordInput
          label={accessWords.newPassword}
          description={accessWords.passwordRule}
          autoComplete="new-password"
          autoFocus
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={reset.isPending}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  );
}
