/** The connections of the workspace: whether each works, and what to do when it does not. */
import { Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { AnswerView } from '../parts/answer-view.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useMay } from '../shell/me.ts';
import { connectionWords as words } from '../words/connections.ts';
import { connectionsQuery } from './connection-queries.ts';
import { ConnectionList } from './connection-table.tsx';
import { NewConnectionDialog } from './new-connection.tsx';
import { OpenLinks } from './open-links.tsx';

export function ConnectionsPage() {
  const connections = useQuery(connectionsQuery);
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayBuild = useMay('builder');
  return (
    <>
      <PageTitle title={words.title}>
        <RoleButton needs="builder" onClick={open}>
          {words.new}
        </RoleButton>
      </PageTitle>
      <Stack>
        <Text size="sm">{words.intro}</Text>
        <AnswerView answer={connections}>
          {({ connections: list }) =>
            list.length === 0 ? (
              <EmptyNote title={words.none}>{mayBuild ? words.noneFix : words.noneViewer}</EmptyNote>
            ) : (
              <ConnectionList connections={list} />
            )
          }
        </AnswerView>
        <OpenLinks />
      </Stack>
      {isOpen && <NewConnectionDialog onClose={close} />}
    </>
  );
}
