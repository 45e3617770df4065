/** What the vendor lets a connection do beside what flows need of it; asks for the consent that is missing. */
import { Code, Group, Paper, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { SectionCard } from '../access/section-card.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { connectionWords } from '../words/connections.ts';
import type { ConnectionShown } from './connection-queries.ts';
import { ReconnectDialog } from './reconnect-dialog.tsx';
import { type ScopeRow, scopeRows } from './scope-rows.ts';

const words = connectionWords.scopes;

export function ScopeSection({ connection }: { readonly connection: ConnectionShown }) {
  if (connection.authKind !== 'oauth2') return null;
  const rows = scopeRows(connection.scopes);
  return (
    <SectionCard title={words.title} why={words.why}>
      <MissingNote connection={connection} />
      {rows.length === 0 ? <Text size="sm">{words.none}</Text> : <ScopeTable rows={rows} />}
    </SectionCard>
  );
}

function MissingNote({ connection: { name, scopes, state } }: { readonly connection: ConnectionShown }) {
  const [isAsking, setAsking] = useState(false);
  if (scopes.missing.length === 0 || state !== 'active') return null;
  return (
    <Paper withBorder p="sm" className="hf-problem">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500}>
          {words.missing(scopes.missing.length)}
        </Text>
        <RoleButton needs="builder" size="xs" onClick={() => setAsking(true)}>
          {words.ask}
        </RoleButton>
      </Group>
      {isAsking && <ReconnectDialog name={name} onClose={() => setAsking(false)} />}
    </Paper>
  );
}

function ScopeTable({ rows }: { readonly rows: readonly ScopeRow[] }) {
  return (
    <Table.ScrollContainer minWidth={360} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={6}>
        <ColumnHeads titles={[words.scope, words.granted, words.needed]} />
        <Table.Tbody>
          {rows.map(({ scope, isGranted, flows }) => (
            <Table.Tr key={scope}>
              <Table.Td className="hf-text">
                <Code>{scope}</Code>
              </Table.Td>
              <Table.Td>
                <Granted isGranted={isGranted} />
              </Table.Td>
              <Table.Td>
                <NeededBy flows={flows} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Granted({ isGranted }: Pick<ScopeRow, 'isGranted'>) {
  if (isGranted === null) return <Text size="sm">{words.notTold}</Text>;
  return (
    <Group gap={6} wrap="nowrap">
      <Text span fw={700} c={isGranted ? 'var(--hf-good)' : 'var(--hf-danger)'} aria-hidden="true">
        {isGranted ? '✓' : '✕'}
      </Text>
      <Text size="sm">{isGranted ? words.is : words.isNot}</Text>
    </Group>
  );
}

function NeededBy({ flows }: Pick<ScopeRow, 'flows'>) {
  if (flows === undefined) return <Text size="sm">{words.nobody}</Text>;
  if (flows.length === 0) return <Text size="sm">{words.always}</Text>;
  return flows.map((flow, place) => (
    <span key={flow}>
      {place > 0 && ', '}
      <AppLink to="/flows/$name" params={{ name: flow }} size="sm">
        {flow}
      </AppLink>
    </span>
  ));
}
