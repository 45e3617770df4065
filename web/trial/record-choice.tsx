/** Recent records of the vendor, shaped as the event's body. Nothing is asked before somebody presses. */
import { Button, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { call } from '../api/call.ts';
import { EmptyNote } from '../parts/empty-note.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { trialWords } from '../words/trial.ts';
import { ChoiceLine } from './choice-line.tsx';
import { type ChoiceProps, gist } from './event-choice.tsx';

const words = trialWords.chooser;

interface RecordChoiceProps extends ChoiceProps {
  readonly connection: string | undefined;
  readonly connector: string | undefined;
}

export function RecordChoice({ flowName, onTaken, connection, connector }: RecordChoiceProps) {
  const path = { name: flowName };
  const [chosen, setChosen] = useState<string>();
  const connections = useQuery({ queryKey: ['connections'], queryFn: () => call('listConnections') });
  const fitting = (connections.data?.connections ?? []).filter((one) => one.connector === connector);
  const through = chosen ?? connection ?? fitting[0]?.name;
  const fetchRecords = useMutation({
    mutationFn: () => call('fetchRecords', { path, query: { connection: through } }),
  });
  const take = useAction(
    (output: JsonValue) => {
      const body = { output, isPinned: true, origin: 'fetched' as const };
      return call('putSample', { path: { ...path, key: 'trigger' }, body });
    },
    { topics: [], onDone: onTaken },
  );
  const records = fetchRecords.data?.records;
  return (
    <Stack gap="sm">
      <Text size="sm">{words.fetchNote}</Text>
      {fitting.length > 1 && (
        <NativeSelect
          label={words.through}
          value={through ?? ''}
          data={fitting.map(({ name }) => name)}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      <div>
        <Button size="xs" loading={fetchRecords.isPending} onClick={() => fetchRecords.mutate()}>
          {records === undefined ? words.fetch : words.fetchAgain}
        </Button>
      </div>
      {fetchRecords.error !== null && <ProblemNote error={fetchRecords.error} />}
      {take.error !== null && <ProblemNote error={take.error} />}
      {records?.length === 0 && <EmptyNote title={words.noRecords} />}
      {records !== undefined && records.length > 0 && (
        <ul className="hf-choices">
          {records.map((record, index) => (
            <ChoiceLine
              // biome-ignore lint/suspicious/noArrayIndexKey: records of one answer have no other name.
              key={index}
              label={record.title}
              data={record.body}
              isBusy={take.isPending && take.variables === record.body}
              onUse={() => take.mutate(record.body)}
            >
              {record.title}
              <Text size="xs" c="dimmed" lineClamp={2}>
                {gist(record.body)}
              </Text>
            </ChoiceLine>
          ))}
        </ul>
      )}
    </Stack>
  );
}
