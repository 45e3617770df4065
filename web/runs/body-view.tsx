/** A body as it was sent or received: as data where it is JSON, as text where it is text. */
import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { type JsonValue, parseJson } from '../../src/foundation/index.ts';
import { LongText } from '../parts/json-text.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { runWords as words } from '../words/runs.ts';
import type { BodyShown } from './run-queries.ts';

interface BodyViewProps {
  readonly body: BodyShown;
  readonly label: string;
}

export function BodyView({ body, label }: BodyViewProps) {
  const { text, base64, bytes, isTruncated } = body;
  const data = useMemo(() => readData(text), [text]);
  return (
    <Stack gap={6}>
      {data === undefined ? (
        <PlainBody text={text} base64={base64} bytes={bytes} />
      ) : (
        <JsonView value={data} label={label} />
      )}
      {isTruncated && (
        <Text size="xs" c="dimmed">
          {words.cut(bytes)}
        </Text>
      )}
    </Stack>
  );
}

interface PlainBodyProps {
  readonly text: string | undefined;
  readonly base64: string | undefined;
  readonly bytes: number;
}

function PlainBody({ text, base64 = '', bytes }: PlainBodyProps) {
  if (text === '') return <Text size="sm">{words.noBody}</Text>;
  if (text !== undefined) return <LongText text={text} />;
  return (
    <>
      <Text size="sm">{words.binary(bytes)}</Text>
      <LongText text={base64} />
    </>
  );
}

/** The JSON of a body; a plain word or number is better read as the text it is. */
function readData(text: string | undefined): JsonValue | undefined {
  if (text === undefined || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
