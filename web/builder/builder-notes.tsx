/** What a person should know before going on: edits of an earlier visit, the run they came from. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { canonicalJson, type JsonValue } from '../../src/foundation/index.ts';
import type { FlowDocument } from '../../src/language/index.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { stepTitle } from './sources.ts';
import { StepIcon } from './step-icon.tsx';
import { findStep, readDocument } from './steps.ts';
import { keepUnsaved, keptUnsaved } from './unsaved-copy.ts';
import type { RunOpened } from './use-failed-run.ts';

/** Offers what an earlier visit could not save. */
export function KeptNote() {
  const { flowName, editor, draft } = useBuilder();
  const [kept, setKept] = useState(() => readKept(flowName, draft.document));
  if (kept === undefined) return null;
  const end = (): void => {
    keepUnsaved(flowName, undefined);
    setKept(undefined);
  };
  const use = (): void => {
    end();
    editor.edit(() => kept);
  };
  return (
    <Alert color="gray" variant="outline" icon={<StepIcon name="warning" />} title={builderWords.kept.title} m="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{builderWords.kept.text}</Text>
        <Group gap="xs">
          <Button size="xs" onClick={use}>
            {builderWords.kept.use}
          </Button>
          <Button size="xs" variant="default" onClick={end}>
            {builderWords.kept.drop}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}

function readKept(flowName: string, present: JsonValue): FlowDocument | undefined {
  const kept = keptUnsaved(flowName);
  if (kept === undefined || canonicalJson(kept) === canonicalJson(present)) return undefined;
  return readDocument(kept);
}

/** Says what was taken over from the run that the address names. */
export function RunNote({ opened }: { readonly opened: RunOpened }) {
  const { document } = useBuilder();
  const [isClosed, setClosed] = useState(false);
  if (opened.error !== null) return <ProblemNote error={opened.error} />;
  if (!opened.isTaken || isClosed) return null;
  const { failed } = opened;
  const step = failed === undefined ? undefined : findStep(document, failed.key)?.step;
  const words = builderWords.runNote;
  return (
    <Alert
      color="blue"
      variant="light"
      m="xs"
      p="xs"
      withCloseButton
      closeButtonLabel={builderWords.publish.close}
      onClose={() => setClosed(true)}
      role="status"
    >
      <Text size="sm">
        {failed === undefined ? '' : `${words.title(step === undefined ? failed.key : stepTitle(step))} `}
        {words.taken}
      </Text>
    </Alert>
  );
}
