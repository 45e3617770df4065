/** The person's sessions, each of which can be ended. */
import { Badge, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { accessWords } from '../words/access.ts';
import { callAuth } from './auth-call.ts';
import { browserName } from './browser-name.ts';
import { SectionCard } from './section-card.tsx';

const words = accessWords.sessions;
type Session = Answer<'listSessions'>['sessions'][number];

export function SessionSection() {
  const sessions = useQuery({ queryKey: ['members', 'sessions'], queryFn: () => call('listSessions') });
  const endOthers = useAction(() => callAuth('revoke-other-sessions', {}), {
    topics: ['members'],
    told: () => words.othersEnded,
  });
  return (
    <SectionCard title={words.title} why={words.why}>
      {endOthers.error !== null && <ProblemNote error={endOthers.error} />}
      <AnswerView answer={sessions} lines={3}>
        {({ sessions: list }) => (
          <>
            <SessionTable sessions={list} />
            {list.length > 1 && (
              <Group>
                <ConfirmButton
                  question={words.endOthersQuestion}
                  isBusy={endOthers.isPending}
                  onConfirm={() => endOthers.mutate(undefined)}
                >
                  {words.endOthers}
                </ConfirmButton>
              </Group>
            )}
          </>
        )}
      </AnswerView>
    </SectionCard>
  );
}

function SessionTable({ sessions }: { readonly sessions: readonly Session[] }) {
  return (
    <Table.ScrollContainer scrollAreaProps={{ viewportProps: { tabIndex: 0 } }} minWidth={520}>
      <Table tabularNums>
        <Table.Thead>
          <Table.Tr>
            {[words.device, words.address, words.used, words.since].map((title) => (
              <Table.Th key={title} scope="col">
                {title}
              </Table.Th>
            ))}
            <Table.Th scope="col">{accessWords.members.actions}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SessionRow({ session }: { readonly session: Session }) {
  const device = browserName(session.userAgent) ?? words.unknownDevice;
  const end = useAction(() => call('endSession', { path: { id: session.id } }), {
    topics: ['members'],
    told: () => words.ended,
  });
  return (
    <Table.Tr>
      <Table.Td title={session.userAgent ?? ''}>{device}</Table.Td>
      <Table.Td>{session.ipAddress}</Table.Td>
      <Table.Td>
        <Moment at={session.lastUsedAt} />
      </Table.Td>
      <Table.Td>
        <Moment at={session.createdAt} />
      </Table.Td>
      <Table.Td>
        {session.isCurrent ? (
          <Badge variant="default" tt="none" radius="sm">
            {words.current}
          </Badge>
        ) : (
          <ConfirmButton
            size="xs"
            question={words.endQuestion}
            label={words.endLabel(device)}
            isBusy={end.isPending}
            onConfirm={() => end.mutate(undefined)}
          >
            {words.end}
          </ConfirmButton>
        )}
        {end.error !== null && <Text size="xs">{end.error.message}</Text>}
      </Table.Td>
    </Table.Tr>
  );
}
