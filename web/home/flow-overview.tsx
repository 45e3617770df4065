/** How each flow goes: as a table, and on a narrow screen as cards. */
import { Button, Group, Paper, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { homeWords } from '../words/home.ts';
import { DayCell, DueText, FlowLink, FlowState, NumberLink } from './flow-cells.tsx';
import { type FlowShown, sortFlows } from './flow-order.ts';

/** Rows before somebody asks for all. */
const SHOWN_FLOWS = 50;
const { columns } = homeWords;

interface FlowOverviewProps {
  readonly flows: readonly FlowShown[];
  readonly countCap: number;
}

export function FlowOverview({ flows, countCap }: FlowOverviewProps) {
  const [isWhole, setWhole] = useState(false);
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const sorted = sortFlows(flows);
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN_FLOWS);
  const View = isNarrow === true ? FlowCards : FlowTable;
  return (
    <Stack gap="sm">
      <View flows={shown} countCap={countCap} />
      {shown.length < flows.length && (
        <Group>
          <Button variant="default" onClick={() => setWhole(true)}>
            {homeWords.showAll(flows.length)}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function FlowTable({ flows, countCap }: FlowOverviewProps) {
  const numbers = [columns.succeeded, columns.failed, columns.waiting, columns.held];
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table highlightOnHover tabularNums verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{columns.flow}</Table.Th>
            <Table.Th scope="col">{columns.day}</Table.Th>
            {numbers.map((title) => (
              <Table.Th key={title} scope="col" ta="right">
                {title}
              </Table.Th>
            ))}
            <Table.Th scope="col" className="hf-one-line">
              {columns.due}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.map((flow) => (
            <FlowRow key={flow.name} flow={flow} countCap={countCap} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function FlowRow({ flow, countCap }: { readonly flow: FlowShown; readonly countCap: number }) {
  return (
    <Table.Tr>
      <Table.Td>
        <FlowLink flow={flow} />
        <FlowState flow={flow} />
      </Table.Td>
      <Table.Td>
        <DayCell flow={flow} />
      </Table.Td>
      {countsOf(flow).map(({ title, count, state }) => (
        <Table.Td key={title} ta="right">
          <NumberLink count={count} countCap={countCap} state={state} flow={flow.name} label={title} />
        </Table.Td>
      ))}
      <Table.Td>
        <DueText at={flow.nextDueAt} />
      </Table.Td>
    </Table.Tr>
  );
}

function FlowCards({ flows, countCap }: FlowOverviewProps) {
  return (
    <Stack gap="xs" component="ul" className="hf-bare-list">
      {flows.map((flow) => (
        <Paper key={flow.name} component="li" withBorder p="sm">
          <FlowLink flow={flow} />
          <FlowState flow={flow} />
          <DayCell flow={flow} />
          <SimpleGrid cols={4} spacing="xs" my="xs">
            {countsOf(flow).map(({ title, count, state }) => (
              <div key={title}>
                <Text size="xs">{title}</Text>
                <NumberLink count={count} countCap={countCap} state={state} flow={flow.name} label={title} />
              </div>
            ))}
          </SimpleGrid>
          <Text size="sm">
            {`${columns.due}: `}
            <DueText at={flow.nextDueAt} />
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}

/** The numbers of a flow, each with the states whose runs it counts. */
function countsOf(flow: FlowShown) {
  return [
    { title: columns.succeeded, count: flow.today.succeeded, state: 'succeeded' },
    { title: columns.failed, count: flow.today.failed, state: 'dead_lettered' },
    { title: columns.waiting, count: flow.waiting, state: 'queued,waiting' },
    { title: columns.held, count: flow.held, state: 'held' },
  ];
}
