/** The door of the app. */
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { accessWords } from '../words/access.ts';
import { enter, safeTarget } from './leave-outside.ts';
import { OutsideCard } from './outside-card.tsx';
import { SignInForm } from './sign-in-form.tsx';

const words = accessWords.signIn;
const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { to, ended } = route.useSearch();
  const setUp = useQuery({ queryKey: ['set-up'], queryFn: () => call('getSetUp') });
  return (
    <OutsideCard title={words.title}>
      {ended !== undefined && (
        <Alert color="blue" variant="light" mb="md" role="status">
          {words.ended}
        </Alert>
      )}
      {setUp.data?.isNeeded === true && (
        <Alert color="blue" variant="light" mb="md" role="status">
          {words.needsSetUp}
        </Alert>
      )}
      <SignInForm onDone={() => enter(safeTarget(to))} />
    </OutsideCard>
  );
}
