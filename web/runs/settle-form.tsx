/** A person says what became of a write that nobody knows about, with both payloads in view. */
import { Alert, Group, Paper, Radio, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { isAppError, isObject, type JsonObject, parseJson } from '../../src/foundation/index.ts';
import { call } from '../api/call.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { settleWords as words } from '../words/runs.ts';
import { AttemptDetails } from './attempt-view.tsx';
import type { RunShown } from './run-queries.ts';
import { openCall } from './timeline.ts';

const LOOKING_UP = 'runs.call.looking_up';

export function SettleForm({ run }: { readonly run: RunShown }) {
  const attempt = openCall(run);
  return (
    <Paper withBorder p="md" component="section" aria-label={words.title}>
      <Stack gap="md">
        <Title order={2} size="h3">
          {words.title}
        </Title>
        <Text size="sm">{words.lead}</Text>
        {run.problem?.code === LOOKING_UP && (
          <Alert color="blue" variant="light">
            {words.lookingUp}
          </Alert>
        )}
        {attempt !== undefined && <AttemptDetails attempt={attempt} />}
        <VerdictFields runId={run.id} />
      </Stack>
    </Paper>
  );
}

interface Verdict {
  readonly happened: boolean;
  readonly id?: string;
  readonly output?: JsonObject;
}

function VerdictFields({ runId }: { readonly runId: string }) {
  const [choice, setChoice] = useState('');
  const [id, setId] = useState('');
  const [output, setOutput] = useState('');
  const [wrong, setWrong] = useState('');
  const settle = useAction((body: Verdict) => call('settleRun', { path: { id: runId }, body: { ...body } }), {
    topics: ['runs'],
    told: () => words.settled,
  });
  const submit = (): void => {
    const verdict = readVerdict({ choice, id, output });
    setWrong('problem' in verdict ? verdict.problem : '');
    if (!('problem' in verdict)) settle.mutate(verdict);
  };
  return (
    <Stack gap="sm">
      <Radio.Group value={choice} onChange={setChoice} label={words.choose}>
        <Stack gap="xs" mt="xs">
          <Radio value="yes" label={words.happened} description={words.happenedHint} />
          <Radio value="no" label={words.notHappened} description={words.notHappenedHint} />
        </Stack>
      </Radio.Group>
      {choice === 'yes' && (
        <>
          <TextInput
            label={words.id}
            description={words.idHint}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
            maw={420}
          />
          <Textarea
            label={words.output}
            description={words.outputHint}
            value={output}
            onChange={(event) => setOutput(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={12}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
        </>
      )}
      {wrong !== '' && (
        <Text size="sm" c="var(--hf-danger)" role="alert">
          {wrong}
        </Text>
      )}
      {settle.error !== null && <ProblemNote error={settle.error} />}
      <Group>
        <RoleButton needs="operator" onClick={submit} loading={settle.isPending}>
          {words.settle}
        </RoleButton>
      </Group>
    </Stack>
  );
}

interface Filled {
  readonly choice: string;
  readonly id: string;
  readonly output: string;
}

/** What was filled in as a verdict, or the sentence that says what is missing. */
function readVerdict({ choice, id, output }: Filled): Verdict | { readonly problem: string } {
  if (choice === 'no') return { happened: false };
  if (choice !== 'yes') return { problem: words.choose };
  const record = output.trim() === '' ? undefined : readRecord(output);
  if (record === null) return { problem: words.outputMalformed };
  if (id.trim() === '' && record === undefined) return { problem: words.idMissing };
  return {
    happened: true,
    ...(id.trim() === '' ? {} : { id: id.trim() }),
    ...(record === undefined ? {} : { output: record }),
  };
}

/** The record as JSON; null when it is none. */
function readRecord(text: string): JsonObject | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
