/** Joining a workspace by the link of an invitation: with a new account, or with the one that the person has. */
import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { accessWords } from '../words/access.ts';
import { shellWords } from '../words/shell.ts';
import { AccountFields, type NewAccount } from './account-fields.tsx';
import { callAuth } from './auth-call.ts';
import { enter } from './leave-outside.ts';
import { OutsideCard } from './outside-card.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { TokenlessNote } from './tokenless-note.tsx';
import { useLinkToken } from './use-link-token.ts';

const words = accessWords.invitation;
type Invitation = Answer<'openInvitation'>;

export function InvitationPage() {
  const token = useLinkToken();
  return (
    <OutsideCard title={words.title}>{token === '' ? <TokenlessNote /> : <OpenInvitation token={token} />}</OutsideCard>
  );
}

function OpenInvitation({ token }: { readonly token: string }) {
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call('openInvitation', { body: { token } }),
    retry: false,
  });
  return (
    <AnswerView answer={invitation}>
      {(shown) => (
        <Stack>
          <Text>{words.intro(shown.workspaceName, shellWords.roles[shown.role] ?? shown.role)}</Text>
          <Text size="sm">{words.means[shown.role]}</Text>
          {shown.isPersonKnown ? <JoinKnown token={token} shown={shown} /> : <JoinNew token={token} shown={shown} />}
        </Stack>
      )}
    </AnswerView>
  );
}

interface JoinProps {
  readonly token: string;
  readonly shown: Invitation;
}

function JoinNew({ token, shown }: JoinProps) {
  const accept = useMutation({
    mutationFn: ({ name, password }: NewAccount) => call('acceptInvitation', { body: { token, name, password } }),
    onSuccess: () => enter('/'),
  });
  return (
    <AccountFields
      email={shown.email}
      submit={words.makeAccount}
      isBusy={accept.isPending}
      error={accept.error}
      onSubmit={accept.mutate}
    />
  );
}

/** Who is signed in here; null for nobody. */
function useSignedIn() {
  return useQuery({
    queryKey: ['signed in'],
    queryFn: async () => {
      const { user } = await callAuth('get-session');
      return typeof user === 'object' && user !== null && 'email' in user ? String(user.email) : null;
    },
  });
}

function JoinKnown({ token, shown }: JoinProps) {
  const signedIn = useSignedIn();
  const accept = useMutation({
    mutationFn: () => call('acceptInvitation', { body: { token } }),
    onSuccess: () => enter('/'),
  });
  const leave = useMutation({ mutationFn: () => callAuth('sign-out', {}), onSettled: () => void signedIn.refetch() });
  return (
    <AnswerView answer={signedIn} lines={2}>
      {(email) => (
        <Stack>
          {accept.error !== null && <ProblemNote error={accept.error} />}
          {email === null && (
            <>
              <Text size="sm">{words.signInFirst}</Text>
              <SignInForm email={shown.email} onDone={() => accept.mutate()} />
            </>
          )}
          {email === shown.email && (
            <Button loading={accept.isPending} onClick={() => accept.mutate()}>
              {words.joinAs(email)}
            </Button>
          )}
          {email !== null && email !== shown.email && (
            <>
              <Text size="sm">{`${words.forEmail(shown.email)} ${words.otherPerson(email)}`}</Text>
              <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
                {words.signOut}
              </Button>
            </>
          )}
        </Stack>
      )}
    </AnswerView>
  );
}
