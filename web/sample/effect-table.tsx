/** What a stand-in has on record: the changes that calls really made, the newest first. */
import { Table, Text, Title } from '@mantine/core';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { Moment } from '../parts/moment.tsx';
import { sampleWords as words } from '../words/sample.ts';
import type { Vendor } from './sample-query.ts';

const { columns } = words;

export function EffectTable({ vendor }: { readonly vendor: Vendor }) {
  const { effects, total } = vendor;
  return (
    <div>
      <Title order={3} mb={4}>
        {words.onRecord}
      </Title>
      <Text size="sm" mb="xs" aria-live="polite">
        {total === 0 ? words.nothing : words.onRecordWhy(total)}
        {total > effects.length && ` ${words.newest(effects.length)}`}
      </Text>
      {effects.length > 0 && (
        <Table.ScrollContainer scrollAreaProps={{ viewportProps: { tabIndex: 0 } }} minWidth={420} maxHeight={360}>
          <Table stickyHeader tabularNums fz="xs">
            <ColumnHeads titles={[columns.at, columns.kind, columns.key, columns.id]} />
            <Table.Tbody>
              {effects.map(({ seq, at, kind, businessKey, id }) => (
                <Table.Tr key={seq}>
                  <Table.Td>
                    <Moment at={at} />
                  </Table.Td>
                  <Table.Td>{kind}</Table.Td>
                  <Table.Td className="hf-text">{businessKey}</Table.Td>
                  <Table.Td className="hf-text">{id}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </div>
  );
}
