/** The first owner's account, by the link that Holdfast prints at its first start. */
import { Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { accessWords } from '../words/access.ts';
import { AccountFields, type NewAccount } from './account-fields.tsx';
import { enter } from './leave-outside.ts';
import { OutsideCard } from './outside-card.tsx';
import { TokenlessNote } from './tokenless-note.tsx';
import { useLinkToken } from './use-link-token.ts';

const words = accessWords.setUp;

export function SetUpPage() {
  const token = useLinkToken();
  const setUp = useQuery({ queryKey: ['set-up'], queryFn: () => call('getSetUp') });
  return (
    <OutsideCard title={words.title} {...(setUp.data?.isNeeded === true ? { intro: words.intro } : {})}>
      <AnswerView answer={setUp}>
        {({ isNeeded }) => (isNeeded ? <FirstAccount key={token} token={token} /> : <DoneNote />)}
      </AnswerView>
    </OutsideCard>
  );
}

function FirstAccount({ token }: { readonly token: string }) {
  const make = useMutation({
    mutationFn: (account: NewAccount) => call('setUp', { body: { token, ...account } }),
    onSuccess: () => enter('/'),
  });
  if (token === '') return <TokenlessNote />;
  return <AccountFields submit={words.submit} isBusy={make.isPending} error={make.error} onSubmit={make.mutate} />;
}

function DoneNote() {
  return (
    <Stack gap="xs">
      <Text fw={500}>{words.done}</Text>
      <Text size="sm">{words.doneFix}</Text>
      <AppLink to="/sign-in">{words.toSignIn}</AppLink>
    </Stack>
  );
}
