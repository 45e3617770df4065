/** Data from outside as a tree or as text, always as text and never as markup, with what it takes to copy from it. */
import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { actionWords } from '../words/actions.ts';
import { CopyText } from './copy-text.tsx';
import { hasEntries, indentedJson } from './data-rows.ts';
import { DataTree } from './data-tree.tsx';
import { LongText } from './json-text.tsx';

const words = actionWords.data;

interface JsonViewProps {
  readonly value: JsonValue;
  /** What it is, for people who hear the page. */
  readonly label: string;
  /** Where mappings find it, such as `trigger` or `steps.invoice`; left out where they cannot. */
  readonly root?: string;
}

export function JsonView({ value, label, root = '' }: JsonViewProps) {
  const [shownAs, setShownAs] = useState('tree');
  const isTree = shownAs === 'tree' && hasEntries(value);
  return (
    <Stack gap={6}>
      <Group gap="xs">
        {hasEntries(value) && (
          <SegmentedControl
            size="xs"
            value={shownAs}
            onChange={setShownAs}
            aria-label={`${words.view}: ${label}`}
            data={[
              { value: 'tree', label: words.tree },
              { value: 'text', label: words.text },
            ]}
          />
        )}
        <CopyText text={indentedJson(value)} label={words.copyJson} />
      </Group>
      {isTree ? <DataTree value={value} root={root} label={label} /> : <Plain value={value} />}
    </Stack>
  );
}

function Plain({ value }: { readonly value: JsonValue }) {
  if (Array.isArray(value) && value.length === 0) return <Text size="sm">{words.empty.list}</Text>;
  const text = indentedJson(value);
  return text === '{}' ? <Text size="sm">{words.empty.object}</Text> : <LongText text={text} />;
}
