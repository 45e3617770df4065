/** The data that can be mapped: of any earlier step, as a tree, as tables, or as its schema. */
import { Alert, NativeSelect, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MappingSource } from '../builder/step-seam.ts';
import { hasEntries } from '../parts/data-rows.ts';
import { mapperWords } from '../words/mapper.ts';
import { FieldHandle } from './field-handle.tsx';
import { searchOffers } from './field-list.ts';
import { useMapper } from './mapper-context.ts';
import { SourceSchema } from './source-schema.tsx';
import { SourceTable } from './source-table.tsx';
import { SourceTree } from './source-tree.tsx';
import { shortValue } from './value-words.ts';

const words = mapperWords.input;
type View = keyof typeof words.views;

export function InputPane() {
  const { sources } = useMapper();
  const [chosen, setChosen] = useState<string>();
  const [view, setView] = useState<View>('tree');
  const [typed, setTyped] = useState('');
  const source = sources.find(({ root }) => root === chosen) ?? firstToShow(sources);
  if (source === undefined) return <Text size="sm">{words.nothing}</Text>;
  return (
    <>
      <NativeSelect
        size="xs"
        label={words.source}
        value={source.root}
        data={sources.map((one) => ({ value: one.root, label: sourceLabel(one) }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        type="search"
        aria-label={words.find}
        placeholder={words.find}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {typed.trim() === '' ? <SourceView source={source} view={view} onView={setView} /> : <Found typed={typed} />}
    </>
  );
}

/** The newest step that has data; the trigger when none has. */
function firstToShow(sources: readonly MappingSource[]): MappingSource | undefined {
  return sources.find(({ root }) => root === 'trigger') ?? sources[0];
}

function sourceLabel({ title, root, isStale }: MappingSource): string {
  return `${title} (${root})${isStale === true ? ` · ${words.stale}` : ''}`;
}

interface SourceViewProps {
  readonly source: MappingSource;
  readonly view: View;
  readonly onView: (view: View) => void;
}

function SourceView({ source, view, onView }: SourceViewProps) {
  const { sample } = source;
  const hasTree = sample !== undefined && hasEntries(sample);
  return (
    <>
      {hasTree && (
        <SegmentedControl
          size="xs"
          fullWidth
          value={view}
          onChange={(next) => onView(next as View)}
          aria-label={words.view}
          data={Object.entries(words.views).map(([value, label]) => ({ value, label }))}
        />
      )}
      {source.isStale === true && (
        <Alert color="yellow" variant="light" p={6}>
          <Text size="xs">{words.staleNote}</Text>
        </Alert>
      )}
      {sample === undefined && (
        <Text size="xs" c="dimmed">
          {words.noSample}
        </Text>
      )}
      {!hasTree || view === 'schema' ? <SourceSchema source={source} /> : <SourceData source={source} view={view} />}
      <Text size="xs" c="dimmed">
        {words.hint}
      </Text>
    </>
  );
}

function SourceData({ source, view }: { readonly source: MappingSource; readonly view: View }) {
  if (view === 'table') return <SourceTable source={source} />;
  return <SourceTree key={source.root} root={source.root} title={source.title} sample={source.sample ?? null} />;
}

/** The fields of all sources that answer to what was typed. */
function Found({ typed }: { readonly typed: string }) {
  const { offers, sources } = useMapper();
  const found = searchOffers(offers, typed).filter(({ path }) => !sources.some(({ root }) => root === path));
  if (found.length === 0) return <Text size="xs">{words.noneFound}</Text>;
  return (
    <ul className="hf-source">
      {found.map((field) => (
        <li key={field.path} className="hf-source-line">
          <FieldHandle field={field}>{field.path}</FieldHandle>
          <span className="hf-source-value">{shortValue(field.sample)}</span>
        </li>
      ))}
    </ul>
  );
}
