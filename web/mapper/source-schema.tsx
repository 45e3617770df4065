/** What the schema of a source says: every field with its type, and a sample value where there is one. */
import { Text } from '@mantine/core';
import type { MappingSource } from '../builder/step-seam.ts';
import { isLeaf } from '../parts/data-rows.ts';
import { mapperWords } from '../words/mapper.ts';
import { FieldHandle } from './field-handle.tsx';
import { type FieldOffer, isBelow } from './field-list.ts';
import { useMapper } from './mapper-context.ts';
import { shortValue, typeWords } from './value-words.ts';

const words = mapperWords.input;
const MAX_SHOWN = 400;

export function SourceSchema({ source }: { readonly source: MappingSource }) {
  const { offers } = useMapper();
  const own = offers.filter(({ path }) => isBelow(path, source.root) && path !== source.root);
  if (own.length === 0) return <Text size="xs">{words.nothing}</Text>;
  return (
    <ul className="hf-source">
      {own.slice(0, MAX_SHOWN).map((field) => (
        <SchemaLine key={field.path} field={field} root={source.root} />
      ))}
    </ul>
  );
}

function SchemaLine({ field, root }: { readonly field: FieldOffer; readonly root: string }) {
  const inner = field.path.slice(root.length);
  const depth = [...inner.matchAll(/[.[]/g)].length - 1;
  const name = inner.slice(Math.max(inner.lastIndexOf('.') + 1, inner.lastIndexOf('['), 0)) || field.path;
  return (
    <li className="hf-source-line" style={{ paddingInlineStart: 4 + Math.max(depth, 0) * 14 }}>
      <FieldHandle field={field}>{name}</FieldHandle>
      <span className="hf-source-size">
        {typeWords(field.type)}
        {field.type.canBeMissing ? `, ${words.optional}` : ''}
      </span>
      {isLeaf(field.sample) && <span className="hf-source-value">{shortValue(field.sample)}</span>}
    </li>
  );
}
