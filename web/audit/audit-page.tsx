/** Who did what to connections, credentials and keys. For owners. */
import { Button, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type JsonValue, stringifyJson } from '../../src/foundation/index.ts';
import { type Answer, call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { useMay } from '../shell/me.ts';
import { auditWords as words } from '../words/notices.ts';

const route = getRouteApi('/inside/audit');
const PAGE_ROWS = 100;

type Entry = Answer<'listAudit'>['entries'][number];

export function AuditPage() {
  return (
    <>
      <PageTitle title={words.title} />
      {useMay('owner') ? <Audit /> : <EmptyNote title={words.title}>{words.onlyOwners}</EmptyNote>}
    </>
  );
}

function Audit() {
  const { before } = route.useSearch();
  const entries = useQuery({
    queryKey: ['audit', before],
    queryFn: () => call('listAudit', { query: { limit: PAGE_ROWS, before } }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return (
    <Stack>
      <Text size="sm">{words.intro}</Text>
      <AnswerView answer={entries} lines={8}>
        {({ entries: list }) => (
          <>
            {list.length === 0 ? (
              <EmptyNote title={words.none}>{words.noneFix}</EmptyNote>
            ) : (
              <AuditList entries={list} />
            )}
            <Paging entries={list} before={before} />
          </>
        )}
      </AnswerView>
    </Stack>
  );
}

function AuditList({ entries }: { readonly entries: readonly Entry[] }) {
  if (!useNarrow()) return <AuditTable entries={entries} />;
  return (
    <Stack gap="xs" component="ul" className="hf-bare-list">
      {entries.map(({ id, at, actor, action, subject, details, result }) => (
        <Paper key={id} component="li" withBorder p="sm">
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={500} className="hf-text">{`${actionText(action)}: ${subject}`}</Text>
            <Result result={result} />
          </Group>
          <Text size="xs" className="hf-text">
            {`${actor} · `}
            <Moment at={at} />
          </Text>
          <Text size="xs" className="hf-text">
            {detailsText(details)}
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}

function AuditTable({ entries }: { readonly entries: readonly Entry[] }) {
  const { columns } = words;
  return (
    <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table highlightOnHover verticalSpacing={6}>
        <ColumnHeads titles={[columns.at, columns.actor, columns.action, columns.subject, columns.result]} />
        <Table.Tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const RESULT_LOOKS = {
  done: { sign: '✓', color: 'var(--hf-good)' },
  refused: { sign: '✕', color: 'var(--hf-danger)' },
  failed: { sign: '!', color: 'var(--hf-warning)' },
} as const;

function AuditRow({ entry: { at, actor, action, subject, details, result } }: { readonly entry: Entry }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={at} />
      </Table.Td>
      <Table.Td className="hf-text">{actor}</Table.Td>
      <Table.Td className="hf-text">{actionText(action)}</Table.Td>
      <Table.Td className="hf-text" maw={360}>
        {subject}
        <Text size="xs" className="hf-text">
          {detailsText(details)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Result result={result} />
      </Table.Td>
    </Table.Tr>
  );
}

function Result({ result }: Pick<Entry, 'result'>) {
  const { sign, color } = RESULT_LOOKS[result];
  return (
    <Group gap={6} wrap="nowrap">
      <Text span fw={700} c={color} aria-hidden="true">
        {sign}
      </Text>
      <Text size="sm">{words.results[result]}</Text>
    </Group>
  );
}

function detailsText(details: Entry['details']): string {
  const said = Object.entries(details).map(([name, value]) => {
    const text = typeof value === 'string' ? value : stringifyJson(value as JsonValue);
    return `${wordsOf(name)}: ${text}`;
  });
  return said.join(' · ');
}

/** `connection.credential_replaced` as words. */
function actionText(action: string): string {
  const text = wordsOf(action);
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** Names that programs use, as people read them. */
function wordsOf(name: string): string {
  return name.replaceAll(/[._]/g, ' ').replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

interface PagingProps {
  readonly entries: readonly Entry[];
  readonly before: string | undefined;
}

function Paging({ entries, before }: PagingProps) {
  const navigate = route.useNavigate();
  const last = entries.at(-1);
  const hasOlder = last !== undefined && entries.length >= PAGE_ROWS;
  return (
    <Group gap="xs">
      {before !== undefined && (
        <Button size="xs" variant="default" onClick={() => void navigate({ search: {} })}>
          {words.newest}
        </Button>
      )}
      {hasOlder && (
        <Button size="xs" variant="default" onClick={() => void navigate({ search: { before: last.id } })}>
          {words.older}
        </Button>
      )}
    </Group>
  );
}
