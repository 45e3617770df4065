/** The connections as rows. */
import { Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { connectionWords as words } from '../words/connections.ts';
import { type ConnectionShown, connectorsQuery } from './connection-queries.ts';
import { ConnectionState } from './connection-state.tsx';
import { ReplaceCredentialDialog } from './replace-credential.tsx';

const { columns } = words;

export function ConnectionList({ connections }: { readonly connections: readonly ConnectionShown[] }) {
  const connectors = useQuery(connectorsQuery).data?.connectors ?? [];
  const titleOf = (name: string): string => connectors.find((connector) => connector.name === name)?.title ?? name;
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const rows = connections
    .toSorted(byNeed)
    .map((connection) => ({ connection, connector: titleOf(connection.connector) }));
  return isNarrow === true ? <ConnectionCards rows={rows} /> : <ConnectionTable rows={rows} />;
}

interface RowsProps {
  readonly rows: readonly ConnectionRowProps[];
}

function ConnectionCards({ rows }: RowsProps) {
  return (
    <Stack gap="xs" component="ul" className="hf-bare-list">
      {rows.map(({ connection, connector }) => (
        <Paper key={connection.name} component="li" withBorder p="sm" id={connection.name}>
          <Stack gap="xs">
            <div>
              <Text size="sm" fw={600} className="hf-text">
                {connection.name}
              </Text>
              <Text size="xs">{`${connector}, ${words.kinds[connection.authKind] ?? connection.authKind}`}</Text>
            </div>
            <ConnectionState connection={connection} />
            <ConnectionActions connection={connection} />
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function ConnectionTable({ rows }: RowsProps) {
  return (
    <Table.ScrollContainer minWidth={820}>
      <Table highlightOnHover verticalSpacing="sm">
        <ColumnHeads titles={[columns.name, columns.state, columns.signIn, columns.verified, columns.actions]} />
        <Table.Tbody>
          {rows.map((row) => (
            <ConnectionRow key={row.connection.name} {...row} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What needs a person comes first. */
function byNeed(one: ConnectionShown, other: ConnectionShown): number {
  const need = ({ state }: ConnectionShown): number => (state === 'active' ? 0 : 1);
  return need(other) - need(one) || one.name.localeCompare(other.name);
}

interface ConnectionRowProps {
  readonly connection: ConnectionShown;
  readonly connector: string;
}

function ConnectionRow({ connection, connector }: ConnectionRowProps) {
  const { name, authKind, verifiedAt } = connection;
  const isLookedFor = useLocation().hash === name;
  return (
    <Table.Tr {...(isLookedFor ? { bg: 'var(--mantine-primary-color-light)' } : {})} id={name}>
      <Table.Td>
        <Text size="sm" fw={600} className="hf-text">
          {name}
        </Text>
        <Text size="xs">{connector}</Text>
      </Table.Td>
      <Table.Td maw={320}>
        <ConnectionState connection={connection} />
      </Table.Td>
      <Table.Td>{words.kinds[authKind] ?? authKind}</Table.Td>
      <Table.Td>{verifiedAt === null ? words.never : <Moment at={verifiedAt} />}</Table.Td>
      <Table.Td>
        <ConnectionActions connection={connection} />
      </Table.Td>
    </Table.Tr>
  );
}

function ConnectionActions({ connection }: { readonly connection: ConnectionShown }) {
  const { name, authKind } = connection;
  const [isReplacing, setReplacing] = useState(false);
  const verify = useAction(() => call('verifyConnection', { path: { name } }), {
    topics: ['connections', 'runs'],
    told: () => words.verified(name),
  });
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap">
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
        {authKind !== 'none' && (
          <RoleButton
            needs="builder"
            size="xs"
            variant="default"
            aria-label={words.replaceLabel(name)}
            onClick={() => setReplacing(true)}
          >
            {words.replace}
          </RoleButton>
        )}
      </Group>
      {verify.error !== null && <ProblemNote error={verify.error} />}
      {isReplacing && <ReplaceCredentialDialog connection={connection} onClose={() => setReplacing(false)} />}
    </Stack>
  );
}
