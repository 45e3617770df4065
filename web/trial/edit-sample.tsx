/** Edits a sample by hand, which pins it. */

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { call } from '../api/call.ts';
import type { TrialBarProps } from '../builder/step-seam.ts';
import { indentedJson } from '../parts/data-rows.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { useReturnFocus } from '../parts/use-return-focus.ts';
import { actionWords } from '../words/actions.ts';
import { trialWords } from '../words/trial.ts';
import { JsonArea, readJson } from './json-area.tsx';
import type { SampleShown } from './trial-plan.ts';
import { useSamplesTaken } from './use-trial.ts';

const words = trialWords.edit;

interface EditSampleProps {
  readonly flow: Pick<TrialBarProps, 'flowName' | 'onSamples'>;
  readonly place: { readonly sampleKey: string; readonly title: string };
  readonly sample: SampleShown;
  readonly onClose: () => void;
}

export function EditSample({ flow, place, sample, onClose }: EditSampleProps) {
  useReturnFocus();
  const [text, setText] = useState(() => indentedJson(sample.output));
  const taken = useSamplesTaken(flow);
  const path = { name: flow.flowName, key: place.sampleKey };
  const save = useAction(
    (output: JsonValue) => call('putSample', { path, body: { output, isPinned: true, origin: 'edited' } }),
    {
      topics: [],
      onDone(samples) {
        taken(samples);
        onClose();
      },
    },
  );
  const read = readJson(text);
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={words.title(place.title)}
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <Stack gap="sm">
        <Text size="sm">{words.note}</Text>
        <JsonArea label={words.label} text={text} onChange={setText} />
        {save.error !== null && <ProblemNote error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {actionWords.leave}
          </Button>
          <Button
            loading={save.isPending}
            disabled={read === undefined}
            onClick={() => read !== undefined && save.mutate(read.value)}
          >
            {words.save}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
