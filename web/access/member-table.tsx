/** The members as rows; owners change roles, remove people, and make links for forgotten passwords. */
import { Badge, Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { type Answer, call } from '../api/call.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { useMay } from '../shell/me.ts';
import { accessWords } from '../words/access.ts';
import { shellWords } from '../words/shell.ts';
import { OnceDialog } from './once-dialog.tsx';
import { ROLE_CHOICES, type RoleName } from './role-meanings.tsx';

const words = accessWords.members;
export type Member = Answer<'listMembers'>['members'][number];

export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  const isOwner = useMay('owner');
  const owners = members.filter(({ role }) => role === 'owner').length;
  const titles = [words.person, words.role, words.secondFactor, words.joined, ...(isOwner ? [words.actions] : [])];
  return (
    <Table.ScrollContainer minWidth={isOwner ? 760 : 520}>
      <Table highlightOnHover verticalSpacing="xs">
        <ColumnHeads titles={titles} />
        <Table.Tbody>
          {members.map((member) => (
            <MemberRow
              key={member.personId}
              member={member}
              isOwner={isOwner}
              isLastOwner={member.role === 'owner' && owners === 1}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly isOwner: boolean;
  readonly isLastOwner: boolean;
}

function MemberRow({ member, isOwner, isLastOwner }: MemberRowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text size="sm" fw={500} className="hf-text">
            {member.name}
          </Text>
          {member.isYou && (
            <Badge variant="default" tt="none" radius="sm">
              {words.you}
            </Badge>
          )}
        </Group>
        <Text size="xs" className="hf-text">
          {member.email}
        </Text>
      </Table.Td>
      <Table.Td>
        {isOwner ? <RoleSelect member={member} isLastOwner={isLastOwner} /> : shellWords.roles[member.role]}
      </Table.Td>
      <Table.Td>{member.hasSecondFactor ? words.on : words.off}</Table.Td>
      <Table.Td>
        <Moment at={member.joinedAt} />
      </Table.Td>
      {isOwner && (
        <Table.Td>
          <MemberActions member={member} isLastOwner={isLastOwner} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function RoleSelect({ member, isLastOwner }: Omit<MemberRowProps, 'isOwner'>) {
  const change = useAction(
    (role: RoleName) => call('changeMember', { path: { personId: member.personId }, body: { role } }),
    { topics: ['members'], told: ({ role }) => words.roleChanged(member.name, shellWords.roles[role] ?? role) },
  );
  return (
    <Stack gap={4}>
      <NativeSelect
        size="xs"
        aria-label={words.roleOf(member.name)}
        data={ROLE_CHOICES}
        value={member.role}
        disabled={isLastOwner || change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.value as RoleName)}
      />
      {isLastOwner && <Text size="xs">{words.lastOwner}</Text>}
      {change.error !== null && <ProblemNote error={change.error} />}
    </Stack>
  );
}

function MemberActions({ member, isLastOwner }: Omit<MemberRowProps, 'isOwner'>) {
  const [link, setLink] = useState<string>();
  const path = { personId: member.personId };
  const reset = useAction(() => call('resetLink', { path }), {
    topics: [],
    onDone: (answer) => setLink(answer.link),
  });
  const remove = useAction(() => call('removeMember', { path }), { topics: ['members'], told: () => words.removed });
  const error = reset.error ?? remove.error;
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="xs"
          variant="default"
          aria-label={words.resetLinkLabel(member.name)}
          loading={reset.isPending}
          onClick={() => reset.mutate(undefined)}
        >
          {words.resetLink}
        </Button>
        <ConfirmButton
          size="xs"
          disabled={isLastOwner}
          question={words.removeQuestion(member.name)}
          label={words.removeLabel(member.name)}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(undefined)}
        >
          {words.remove}
        </ConfirmButton>
      </Group>
      {error !== null && <ProblemNote error={error} />}
      {link !== undefined && (
        <OnceDialog
          title={words.resetLinkMade(member.name)}
          label={words.resetLink}
          value={link}
          why={words.resetLinkOnce}
          onClose={() => setLink(undefined)}
        />
      )}
    </Stack>
  );
}
