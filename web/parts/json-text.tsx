/** Data from outside as text: never as markup, and a huge one in parts. */
import { Button, Code, Stack } from '@mantine/core';
import { useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { indentedJson } from './data-rows.ts';

/** Characters shown before somebody asks for more. */
const SHOWN = 20_000;

/** JSON, indented, with all digits of its numbers. */
export function JsonText({ value }: { readonly value: JsonValue }) {
  return <LongText text={indentedJson(value)} />;
}

/** A text of any length in the typewriter face; the rest of a long one comes on request. */
export function LongText({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(SHOWN);
  return (
    <Stack gap="xs">
      <Code block className="hf-text" mah={420} style={{ overflow: 'auto' }} tabIndex={0}>
        {text.slice(0, shown)}
      </Code>
      {text.length > shown && (
        <Button size="xs" variant="default" onClick={() => setShown(shown + 10 * SHOWN)}>
          {`Show more (${(text.length - shown).toLocaleString()} characters left)`}
        </Button>
      )}
    </Stack>
  );
}
