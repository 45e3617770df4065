/** The records that a run has linked: source here, destination at the vendor. */
import { Stack, Table, Text, Title } from '@mantine/core';
import { valueText } from '../parts/data-rows.ts';
import { runWords as words } from '../words/runs.ts';
import type { RunShown } from './run-queries.ts';

export function LinksView({ links }: Pick<RunShown, 'links'>) {
  if (links.length === 0) return null;
  return (
    <Stack component="section" gap="xs" aria-label={words.links}>
      <Title order={2} size="h3">
        {words.links}
      </Title>
      <Text size="sm" c="dimmed">
        {words.linksHint}
      </Text>
      <Table aria-label={words.links} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.linkColumns.step}</Table.Th>
            <Table.Th scope="col">{words.linkColumns.source}</Table.Th>
            <Table.Th scope="col">{words.linkColumns.destination}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {links.map(({ stepKey, source, destination }) => (
            <Table.Tr key={`${stepKey} ${source}`}>
              <Table.Td>{stepKey}</Table.Td>
              <Table.Td className="hf-text">{source}</Table.Td>
              <Table.Td className="hf-text">{valueText(destination)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
