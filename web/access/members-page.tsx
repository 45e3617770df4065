/** Who belongs to the workspace, and in which role. */
import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useMay } from '../shell/me.ts';
import { accessWords } from '../words/access.ts';
import { InvitationSection } from './invitation-section.tsx';
import { MemberTable } from './member-table.tsx';
import { RoleMeanings } from './role-meanings.tsx';

const words = accessWords.members;

export function MembersPage() {
  const members = useQuery({ queryKey: ['members', 'list'], queryFn: () => call('listMembers') });
  const isOwner = useMay('owner');
  return (
    <>
      <PageTitle title={words.title} />
      <Stack gap="lg">
        {!isOwner && <Text size="sm">{words.onlyOwners}</Text>}
        <AnswerView answer={members}>{({ members: list }) => <MemberTable members={list} />}</AnswerView>
        {isOwner && <InvitationSection />}
        <section>
          <Title order={2} mb="xs">
            {words.roles}
          </Title>
          <RoleMeanings />
        </section>
      </Stack>
    </>
  );
}
