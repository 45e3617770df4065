/** One group of dead letters: what they have in common, how many, since when, and what to do with them. */
import { Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { AppLink, ButtonLink } from '../parts/app-link.tsx';
import { Moment } from '../parts/moment.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { deadLetterWords as words } from '../words/runs.ts';
import { canReplay, type DeadLetterGroup } from './dead-letter-groups.ts';
import type { RunSummary } from './run-queries.ts';

/** Runs of a group that are shown at first, and with every "show more". */
const SHOWN = 25;

interface GroupViewProps {
  readonly group: DeadLetterGroup;
  /** False when there may be older ones that are not loaded. */
  readonly isAll: boolean;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void;
  readonly onReplay: () => void;
}

export function DeadLetterGroupView({ group, isAll, selected, onSelect, onReplay }: GroupViewProps) {
  const [isOpen, setOpen] = useState(false);
  const { runs, code, flow, flowTitle } = group;
  const newest = runs[0] as RunSummary;
  const search = { state: 'dead_lettered', flow, ...(code === '' ? {} : { code }) };
  return (
    <Paper withBorder p="md" component="li">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex={1} miw={260}>
          <Title order={2} size="h3">{`${words.count(runs.length, isAll)} · ${flowTitle}`}</Title>
          <Text size="sm" ff="monospace">
            {code === '' ? words.noCode : code}
          </Text>
          <Text size="sm" className="hf-two-lines">
            {newest.problem?.message}
          </Text>
          <Text size="sm" c="dimmed" className="hf-text">
            {newest.problem?.fix}
          </Text>
          <Text size="xs" c="dimmed">
            {runs.length > 1 && (
              <>
                {`${words.span} `}
                <Moment at={(runs.at(-1) as RunSummary).createdAt} />
                {` ${words.and} `}
              </>
            )}
            <Moment at={newest.createdAt} />
          </Text>
        </Stack>
        <Group gap="xs">
          {canReplay(newest) ? (
            <RoleButton needs="operator" size="xs" onClick={onReplay}>
              {words.replayGroup}
            </RoleButton>
          ) : (
            <Text size="sm" maw={260}>
              {words.rerunOnly}
            </Text>
          )}
          <ButtonLink to="/runs/$id" params={{ id: newest.id }} size="xs" variant="default">
            {words.openRun}
          </ButtonLink>
        </Group>
      </Group>
      <Group mt="xs" gap="md">
        <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.close : words.open}
        </Button>
        <AppLink to="/runs" search={search} size="sm">
          {words.asList}
        </AppLink>
      </Group>
      {isOpen && <GroupRuns group={group} selected={selected} onSelect={onSelect} />}
    </Paper>
  );
}

function GroupRuns({ group, selected, onSelect }: Pick<GroupViewProps, 'group' | 'selected' | 'onSelect'>) {
  const [shown, setShown] = useState(SHOWN);
  const runs = group.runs.slice(0, shown);
  const chosen = runs.filter(({ id }) => selected.has(id)).length;
  const left = group.runs.length - runs.length;
  return (
    <Stack gap={6} mt="xs">
      <Checkbox
        size="sm"
        label={words.selectGroup(group.flowTitle)}
        checked={chosen === runs.length}
        indeterminate={chosen > 0 && chosen < runs.length}
        disabled={!canReplay(runs[0] as RunSummary)}
        onChange={(event) =>
          onSelect(
            runs.map(({ id }) => id),
            event.currentTarget.checked,
          )
        }
      />
      {runs.map((run) => (
        <Group key={run.id} gap="sm" wrap="nowrap" align="center">
          <Checkbox
            size="sm"
            aria-label={words.select(run.id)}
            checked={selected.has(run.id)}
            disabled={!canReplay(run)}
            onChange={(event) => onSelect([run.id], event.currentTarget.checked)}
          />
          <AppLink to="/runs/$id" params={{ id: run.id }} size="sm" data-row style={{ flex: 'none' }}>
            <Moment at={run.createdAt} />
          </AppLink>
          <Text size="sm" className="hf-one-line">
            {run.orderKey ?? ''} {run.problem?.stepKey ?? ''}
          </Text>
        </Group>
      ))}
      {left > 0 && (
        <Group>
          <Button size="compact-xs" variant="default" onClick={() => setShown(shown + 4 * SHOWN)}>
            {words.more(Math.min(left, 4 * SHOWN))}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
