/** An event that a person pastes. */
import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { call } from '../api/call.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { trialWords } from '../words/trial.ts';
import type { ChoiceProps } from './event-choice.tsx';
import { JsonArea, readJson } from './json-area.tsx';

const words = trialWords.chooser;

export function PasteChoice({ flowName, onTaken }: ChoiceProps) {
  const [text, setText] = useState('');
  const read = readJson(text);
  const path = { name: flowName, key: 'trigger' };
  const take = useAction(
    (output: JsonValue) => call('putSample', { path, body: { output, isPinned: true, origin: 'pasted' } }),
    { topics: [], onDone: onTaken },
  );
  return (
    <Stack gap="sm">
      <JsonArea label={words.pasteLabel} text={text} onChange={setText} />
      {take.error !== null && <ProblemNote error={take.error} />}
      <div>
        <Button
          size="xs"
          disabled={read === undefined}
          loading={take.isPending}
          onClick={() => read !== undefined && take.mutate(read.value)}
        >
          {words.pasteUse}
        </Button>
      </div>
    </Stack>
  );
}
