/** What belongs to the person alone: password, second factor, passkeys, sessions, and their workspaces. */
import { Container, Stack, Text } from '@mantine/core';
import { PageTitle } from '../parts/page-title.tsx';
import { useMe } from '../shell/me.ts';
import { accessWords } from '../words/access.ts';
import { PasskeySection } from './passkey-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionSection } from './session-section.tsx';
import { WorkspaceSection } from './workspace-section.tsx';

export function AccountPage() {
  const { person } = useMe();
  return (
    <Container size="md" p={0} m={0}>
      <PageTitle title={accessWords.account.title} />
      <Text mb="lg">{`${person.name}, ${person.email}`}</Text>
      <Stack gap="lg">
        <PasswordSection />
        <SecondFactorSection />
        <PasskeySection />
        <SessionSection />
        <WorkspaceSection />
      </Stack>
    </Container>
  );
}
