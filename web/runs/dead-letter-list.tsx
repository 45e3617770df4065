/** Dead letters in groups that look alike, with what is replayed of them. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { RoleButton } from '../parts/role-button.tsx';
import { deadLetterWords as words } from '../words/runs.ts';
import { DeadLetterGroupView } from './dead-letter-group-view.tsx';
import { canReplay, type DeadLetterGroup, groupDeadLetters } from './dead-letter-groups.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import type { ReplayChoice } from './replay-plan.ts';
import type { RunSummary } from './run-queries.ts';
import './runs.css';
import { useListKeys } from './use-list-keys.ts';

interface DeadLetterListProps {
  readonly runs: readonly RunSummary[];
  readonly isAll: boolean;
  readonly onOlder: () => void;
}

export function DeadLetterList({ runs, isAll, onOlder }: DeadLetterListProps) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [replay, setReplay] = useState<{ readonly choice: ReplayChoice; readonly count: string }>();
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  const groups = groupDeadLetters(runs);
  // What was replayed meanwhile is no longer here, and no longer selected.
  const chosen = runs.filter((run) => selected.has(run.id) && canReplay(run)).map(({ id }) => id);
  const select = (ids: readonly string[], isSelected: boolean): void => {
    const next = new Set(chosen);
    for (const id of ids) if (isSelected) next.add(id);
    for (const id of ids) if (!isSelected) next.delete(id);
    setSelected(next);
  };
  return (
    <div ref={list}>
      <Group justify="space-between" mb="sm" gap="sm">
        <Text size="sm">{words.groups(groups.length, runs.length, isAll)}</Text>
        {chosen.length > 0 && (
          <RoleButton
            needs="operator"
            size="xs"
            onClick={() => setReplay({ choice: { ids: chosen }, count: words.count(chosen.length, true) })}
          >
            {words.replaySelected(chosen.length)}
          </RoleButton>
        )}
      </Group>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={words.title}>
        {groups.map((group) => (
          <DeadLetterGroupView
            key={group.id}
            group={group}
            isAll={isAll}
            selected={selected}
            onSelect={select}
            onReplay={() => setReplay({ choice: choiceOf(group, isAll), count: words.count(group.runs.length, isAll) })}
          />
        ))}
      </Stack>
      {!isAll && (
        <Group mt="md">
          <Button variant="default" size="xs" onClick={onOlder}>
            {words.older}
          </Button>
        </Group>
      )}
      <ReplayDialog choice={replay?.choice} count={replay?.count ?? ''} onClose={() => setReplay(undefined)} />
    </div>
  );
}

/** A group that is loaded whole is replayed as it is seen; of a larger one the server tells the rest. */
function choiceOf({ runs, flow, code }: DeadLetterGroup, isAll: boolean): ReplayChoice {
  if (isAll || code === '') return { ids: runs.map(({ id }) => id) };
  return { flow, code };
}
