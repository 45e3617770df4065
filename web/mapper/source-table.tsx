/** The sample of a source as tables: its own fields, and one table for each list of objects. */
import { Table, Text } from '@mantine/core';
import type { JsonValue } from '../../src/foundation/index.ts';
import { KIND, parseInnerPath, valueAt } from '../../src/language/index.ts';
import type { MappingSource } from '../builder/step-seam.ts';
import { isLeaf } from '../parts/data-rows.ts';
import { mapperWords } from '../words/mapper.ts';
import { FieldHandle } from './field-handle.tsx';
import { type FieldOffer, isBelow } from './field-list.ts';
import { useMapper } from './mapper-context.ts';
import { shortValue } from './value-words.ts';

const words = mapperWords.input;
const MAX_ROWS = 20;
const MAX_COLUMNS = 30;

export function SourceTable({ source }: { readonly source: MappingSource }) {
  const { offers } = useMapper();
  const own = offers.filter(({ path }) => isBelow(path, source.root));
  const plain = own.filter((field) => field.listPath === undefined && isScalar(field));
  const lists = own.filter((field) => (field.type.kinds & KIND.list) !== 0 && Array.isArray(field.sample));
  return (
    <div className="hf-tables">
      {plain.length > 0 && <FieldTable root={source.root} fields={plain} />}
      {lists.map((list) => (
        <ListTable
          key={list.path}
          list={list}
          columns={own.filter((field) => field.listPath === list.path && isScalar(field)).slice(0, MAX_COLUMNS)}
        />
      ))}
    </div>
  );
}

function isScalar({ type, sample }: FieldOffer): boolean {
  return isLeaf(sample) && (type.kinds & ~(KIND.list | KIND.object)) !== 0;
}

function FieldTable({ root, fields }: { readonly root: string; readonly fields: readonly FieldOffer[] }) {
  return (
    <Table withTableBorder verticalSpacing={2} fz="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.field}</Table.Th>
          <Table.Th scope="col">{words.value}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map((field) => (
          <Table.Tr key={field.path}>
            <Table.Td>
              <FieldHandle field={field}>
                <Breakable text={field.path.slice(root.length).replace(/^\./, '') || field.path} />
              </FieldHandle>
            </Table.Td>
            <Table.Td className="hf-text">{shortValue(field.sample)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A path that breaks after its dots, where it has to. */
function Breakable({ text }: { readonly text: string }) {
  const parts = text.split('.');
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path have no other name.
    <span key={index}>
      {part}
      {index < parts.length - 1 && '.'}
      <wbr />
    </span>
  ));
}

interface ListTableProps {
  readonly list: FieldOffer;
  readonly columns: readonly FieldOffer[];
}

function ListTable({ list, columns }: ListTableProps) {
  const items = list.sample as readonly JsonValue[];
  const shown = items.slice(0, MAX_ROWS);
  if (columns.length === 0) return null;
  return (
    <div>
      <FieldHandle field={list}>
        <Breakable text={list.path} />
      </FieldHandle>{' '}
      <Text span size="xs" c="dimmed">
        {words.rows(shown.length, items.length)}
      </Text>
      {/* Focus lets the keyboard scroll what is too wide. */}
      <section className="hf-scroll" aria-label={list.path}>
        <Table withTableBorder verticalSpacing={2} fz="xs" w="auto" miw="100%">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.path} scope="col">
                  <FieldHandle field={column}>{innerName(column, list) || column.path}</FieldHandle>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries of a sample have no other name.
              <Table.Tr key={index}>
                {columns.map((column) => (
                  <Table.Td key={column.path}>{cellText(item, innerName(column, list))}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </div>
  );
}

function innerName({ path }: FieldOffer, list: FieldOffer): string {
  return path.slice(list.path.length + '[0]'.length).replace(/^\./, '');
}

function cellText(item: JsonValue, path: string): string {
  const parsed = parseInnerPath(path);
  return 'segments' in parsed ? shortValue(valueAt(item, parsed.segments)) : '';
}
