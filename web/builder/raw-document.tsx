/** A draft that cannot be drawn, as text: nothing of it is lost, and it can be mended here. */
import { Button, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type JsonValue, parseJson } from '../../src/foundation/index.ts';
import { call } from '../api/call.ts';
import { indentedJson } from '../parts/data-rows.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { builderWords } from '../words/builder.ts';
import type { Draft } from './draft-editor.ts';
import { draftQuery } from './draft-query.ts';

const words = builderWords.raw;

interface RawDocumentProps {
  readonly flowName: string;
  readonly draft: Draft;
}

export function RawDocument({ flowName, draft }: RawDocumentProps) {
  const queries = useQueryClient();
  const [text, setText] = useState(() => indentedJson(draft.document));
  const document = readText(text);
  const save = useMutation({
    mutationFn: (given: JsonValue) =>
      call('saveDraft', { path: { name: flowName }, body: { document: given, revision: draft.revision } }),
    onSuccess: (saved) => queries.setQueryData(draftQuery(flowName).queryKey, saved),
  });
  return (
    <Stack gap="md">
      <PageTitle title={words.title} />
      <Text>{words.text}</Text>
      <Textarea
        label={words.field}
        autosize
        minRows={12}
        maxRows={30}
        spellCheck={false}
        className="hfb-code"
        value={text}
        {...(document === undefined ? { error: words.notJson } : {})}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {save.error !== null && <ProblemNote error={save.error} />}
      <Group>
        <Button
          disabled={document === undefined}
          loading={save.isPending}
          onClick={() => document !== undefined && save.mutate(document)}
        >
          {words.save}
        </Button>
      </Group>
      <List size="sm">
        {draft.problems.map(({ pointer, message, fix }) => (
          <List.Item key={`${pointer} ${message}`}>
            <span className="hf-text">{`${pointer}: ${message} ${fix}`}</span>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function readText(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
