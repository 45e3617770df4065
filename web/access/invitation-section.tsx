/** Inviting people, and the invitations that nobody took yet. For owners. */
import { Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { focusFirst, showProblems } from '../parts/form-problems.ts';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { accessWords } from '../words/access.ts';
import { shellWords } from '../words/shell.ts';
import { isEmail } from './field-rules.ts';
import { OnceDialog } from './once-dialog.tsx';
import { ROLE_CHOICES, type RoleName } from './role-meanings.tsx';
import { SectionCard } from './section-card.tsx';

const words = accessWords.invitations;
type Invitation = Answer<'listInvitations'>['invitations'][number];

export function InvitationSection() {
  const invitations = useQuery({ queryKey: ['members', 'invitations'], queryFn: () => call('listInvitations') });
  return (
    <SectionCard title={words.title}>
      <InviteForm />
      <AnswerView answer={invitations} lines={2}>
        {({ invitations: list }) =>
          list.length === 0 ? <Text size="sm">{words.none}</Text> : <InvitationTable invitations={list} />
        }
      </AnswerView>
    </SectionCard>
  );
}

function InviteForm() {
  const [made, setMade] = useState<Answer<'invite'>>();
  const form = useForm<{ email: string; role: RoleName }>({
    mode: 'uncontrolled',
    initialValues: { email: '', role: 'builder' },
    validate: { email: isEmail },
  });
  const invite = useAction(
    ({ email, role }: { email: string; role: RoleName }) => call('invite', { body: { email: email.trim(), role } }),
    {
      topics: ['members'],
      onDone(answer) {
        setMade(answer);
        form.reset();
      },
    },
  );
  const send = (values: { email: string; role: RoleName }): void =>
    invite.mutate(values, { onError: (error) => void showProblems(form, error) });
  return (
    <form noValidate onSubmit={form.onSubmit(send, focusFirst(form))}>
      <Stack gap="sm">
        {invite.error !== null && <ProblemNote error={invite.error} />}
        <Group align="flex-start" gap="sm">
          <TextInput
            type="email"
            label={accessWords.email}
            autoComplete="off"
            miw={240}
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <NativeSelect
            label={accessWords.members.role}
            data={ROLE_CHOICES}
            key={form.key('role')}
            {...form.getInputProps('role')}
          />
          <Button type="submit" mt={25} loading={invite.isPending}>
            {words.invite}
          </Button>
        </Group>
      </Stack>
      {made !== undefined && (
        <OnceDialog
          title={words.made(made.invitation.email)}
          label={words.link}
          value={made.link}
          why={words.once}
          onClose={() => setMade(undefined)}
        />
      )}
    </form>
  );
}

function InvitationTable({ invitations }: { readonly invitations: readonly Invitation[] }) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <ColumnHeads titles={[words.email, accessWords.members.role, words.expires, accessWords.members.actions]} />
        <Table.Tbody>
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function InvitationRow({ invitation }: { readonly invitation: Invitation }) {
  const revoke = useAction(() => call('revokeInvitation', { path: { id: invitation.id } }), {
    topics: ['members'],
    told: () => words.revoked,
  });
  return (
    <Table.Tr>
      <Table.Td className="hf-text">{invitation.email}</Table.Td>
      <Table.Td>{shellWords.roles[invitation.role]}</Table.Td>
      <Table.Td>
        <Moment at={invitation.expiresAt} />
      </Table.Td>
      <Table.Td>
        <ConfirmButton
          size="xs"
          question={words.revokeQuestion}
          label={words.revokeLabel(invitation.email)}
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate(undefined)}
        >
          {words.revoke}
        </ConfirmButton>
        {revoke.error !== null && <ProblemNote error={revoke.error} />}
      </Table.Td>
    </Table.Tr>
  );
}
