/** All flows: what starts each, whether it is live, and where it is being worked on. */
import { Card, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink, ButtonLink } from '../parts/app-link.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { useListKeys } from '../runs/use-list-keys.ts';
import { useMay } from '../shell/me.ts';
import { flowsWords as words } from '../words/flows.ts';
import { type FlowSummary, flowList } from './flow-queries.ts';
import { FlowState } from './flow-state.tsx';
import { MoreRows, useShownRows } from './more-rows.tsx';

export function FlowsPage() {
  const flows = useQuery(flowList);
  const mayBuild = useMay('builder');
  const make = mayBuild && <ButtonLink to="/flows/new">{words.make}</ButtonLink>;
  return (
    <>
      <PageTitle title={words.title}>{make}</PageTitle>
      <AnswerView answer={flows}>
        {(answer) =>
          answer.flows.length === 0 ? (
            <EmptyNote title={words.empty}>
              <Text size="sm" ta="center">
                {words.emptyHint}
              </Text>
              {make}
            </EmptyNote>
          ) : (
            <SearchedFlows flows={answer.flows} />
          )
        }
      </AnswerView>
    </>
  );
}

function SearchedFlows({ flows }: { readonly flows: readonly FlowSummary[] }) {
  const [text, setText] = useState('');
  const isNarrow = useNarrow();
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  const found = flows.filter((flow) => holds(flow, text));
  const rows = useShownRows(found);
  return (
    <Stack gap="md">
      <TextInput
        type="search"
        aria-label={words.search}
        placeholder={`${words.search}: ${words.searchHint}`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maw={420}
      />
      <div ref={list}>
        {found.length === 0 && <EmptyNote title={words.nothingFits(text)} />}
        {found.length > 0 && (isNarrow ? <FlowCards flows={rows.shown} /> : <FlowTable flows={rows.shown} />)}
        <MoreRows rows={rows} label={words.more} />
      </div>
    </Stack>
  );
}

function holds({ title, name, triggerText, connectors }: FlowSummary, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [title, name, triggerText, ...connectors].some((part) => part.toLowerCase().includes(wanted));
}

function FlowTable({ flows }: { readonly flows: readonly FlowSummary[] }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label={words.title} highlightOnHover verticalSpacing={8} tabularNums>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.columns.flow}</Table.Th>
            <Table.Th scope="col">{words.columns.state}</Table.Th>
            <Table.Th scope="col">{words.columns.trigger}</Table.Th>
            <Table.Th scope="col">{words.columns.edited}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.map((flow) => (
            <Table.Tr key={flow.name}>
              <Table.Td>
                <FlowLink flow={flow} />
              </Table.Td>
              <Table.Td>
                <FlowState flow={flow} />
              </Table.Td>
              <Table.Td className="hf-text">{flow.triggerText}</Table.Td>
              <Table.Td>{flow.draftEditedAt !== null && flow.hasDraft && <Moment at={flow.draftEditedAt} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function FlowCards({ flows }: { readonly flows: readonly FlowSummary[] }) {
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={words.title}>
      {flows.map((flow) => (
        <Card component="li" key={flow.name} withBorder padding="sm">
          <FlowLink flow={flow} />
          <Text size="sm" c="dimmed" mb={6} className="hf-text">
            {flow.triggerText}
          </Text>
          <Group>
            <FlowState flow={flow} />
          </Group>
        </Card>
      ))}
    </Stack>
  );
}

function FlowLink({ flow }: { readonly flow: FlowSummary }) {
  return (
    <AppLink to="/flows/$name" params={{ name: flow.name }} data-row size="sm" className="hf-text">
      {flow.title}
    </AppLink>
  );
}
