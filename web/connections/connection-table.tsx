/** The connections as rows; what needs a person comes first. */
import { Group, Paper, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { MoreRows, useShownRows } from '../flows/more-rows.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { connectionWords as words } from '../words/connections.ts';
import type { ConnectionShown } from './connection-queries.ts';
import { ConnectionState, needsPerson } from './connection-state.tsx';
import { ReconnectDialog } from './reconnect-dialog.tsx';

const { columns } = words;
/** With fewer rows than this, looking is quicker than typing. */
const FIND_FROM = 8;

interface RowsProps {
  readonly connections: readonly ConnectionShown[];
}

export function ConnectionList({ connections }: RowsProps) {
  const [text, setText] = useState('');
  const found = connections.filter((connection) => isFound(connection, text)).toSorted(byNeed);
  const rows = useShownRows(found);
  const isNarrow = useNarrow();
  return (
    <>
      {connections.length >= FIND_FROM && (
        <TextInput
          type="search"
          aria-label={words.find}
          placeholder={words.find}
          maw={360}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {found.length === 0 && <EmptyNote title={words.noMatch} />}
      {found.length > 0 && isNarrow && <ConnectionCards connections={rows.shown} />}
      {found.length > 0 && !isNarrow && <ConnectionTable connections={rows.shown} />}
      <MoreRows rows={rows} label={words.more} />
    </>
  );
}

function isFound({ name, connectorTitle, account }: ConnectionShown, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase();
  return [name, connectorTitle, account ?? ''].some((said) => said.toLocaleLowerCase().includes(wanted));
}

function byNeed(one: ConnectionShown, other: ConnectionShown): number {
  return Number(needsPerson(other)) - Number(needsPerson(one)) || one.name.localeCompare(other.name);
}

function ConnectionCards({ connections }: RowsProps) {
  return (
    <Stack gap="xs" component="ul" className="hf-bare-list">
      {connections.map((connection) => (
        <Paper key={connection.name} component="li" withBorder p="sm">
          <Stack gap="xs">
            <NameCell connection={connection} />
            <ConnectionState connection={connection} />
            <Text size="xs">{usedByText(connection)}</Text>
            <ConnectionActions connection={connection} />
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function ConnectionTable({ connections }: RowsProps) {
  const titles = [columns.name, columns.state, columns.account, columns.usedBy, columns.verified, columns.actions];
  return (
    <Table.ScrollContainer minWidth={920}>
      <Table highlightOnHover verticalSpacing="xs">
        <ColumnHeads titles={titles} />
        <Table.Tbody>
          {connections.map((connection) => (
            <ConnectionRow key={connection.name} connection={connection} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps {
  readonly connection: ConnectionShown;
}

function ConnectionRow({ connection }: RowProps) {
  const { account, verifiedAt } = connection;
  return (
    <Table.Tr>
      <Table.Td>
        <NameCell connection={connection} />
      </Table.Td>
      <Table.Td maw={300}>
        <ConnectionState connection={connection} />
      </Table.Td>
      <Table.Td miw={190} maw={240} className="hf-text">
        {account ?? (
          <Text size="sm" c="dimmed">
            {words.notSaid}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{usedByText(connection)}</Table.Td>
      <Table.Td>{verifiedAt === null ? words.never : <Moment at={verifiedAt} />}</Table.Td>
      <Table.Td>
        <ConnectionActions connection={connection} />
      </Table.Td>
    </Table.Tr>
  );
}

function usedByText({ usedBy }: ConnectionShown): string {
  return usedBy.length === 0 ? words.noFlow : words.flows(usedBy.length);
}

function NameCell({ connection: { name, connectorTitle, authKind } }: RowProps) {
  return (
    <div>
      <AppLink to="/connections/$name" params={{ name }} size="sm" fw={600} className="hf-text">
        {name}
      </AppLink>
      <Text size="xs">{`${connectorTitle}, ${words.kinds[authKind] ?? authKind}`}</Text>
    </div>
  );
}

function ConnectionActions({ connection }: RowProps) {
  const { name, state } = connection;
  const [isReconnecting, setReconnecting] = useState(false);
  const verify = useAction(() => call('verifyConnection', { path: { name } }), {
    topics: ['connections', 'runs', 'notices'],
    told: () => words.verified(name),
  });
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap">
        {state !== 'active' && (
          <RoleButton
            needs="builder"
            size="xs"
            aria-label={words.reconnectLabel(name)}
            onClick={() => setReconnecting(true)}
          >
            {words.reconnect}
          </RoleButton>
        )}
        {state !== 'revoked' && (
          <RoleButton
            needs="operator"
            size="xs"
            variant="default"
            aria-label={words.verifyLabel(name)}
            loading={verify.isPending}
            onClick={() => verify.mutate(undefined)}
          >
            {words.verify}
          </RoleButton>
        )}
      </Group>
      {verify.error !== null && <ProblemNote error={verify.error} />}
      {isReconnecting && <ReconnectDialog name={name} onClose={() => setReconnecting(false)} />}
    </Stack>
  );
}
