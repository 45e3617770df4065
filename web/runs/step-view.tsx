/** One step of a run: where it stands, what it was given, what it gave, and every attempt. */
import { Badge, Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { JsonView } from '../parts/json-view.tsx';
import { RevealButton } from '../parts/reveal-button.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { runWords as words } from '../words/runs.ts';
import { AttemptView } from './attempt-view.tsx';
import { entryState, type StepEntry, type StepInfo } from './timeline.ts';

/** Attempts shown at first; the newest tell most. */
const SHOWN_ATTEMPTS = 10;

interface StepViewProps {
  readonly entry: StepEntry;
  readonly info: StepInfo;
  /** The step at which the run stands: its last attempt lies open. */
  readonly isCurrent: boolean;
}

export function StepView({ entry, info, isCurrent }: StepViewProps) {
  const { stepKey, itemKey, step, attempts } = entry;
  const state = entryState(entry);
  return (
    <Box component="li" className="hf-step" data-state={state}>
      <Group gap="xs">
        <Title order={3} size="sm" className="hf-text">
          {info.title ?? stepKey}
        </Title>
        <StateBadge state={state} />
        {itemKey !== '' && (
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {words.item(itemKey)}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" className="hf-text">
        {info.title !== undefined && `${words.step} ${stepKey}`}
        {info.title !== undefined && info.operation !== undefined && ' · '}
        {info.operation !== undefined && words.through(info.operation, info.connection ?? '')}
      </Text>
      <Stack gap="xs" mt="xs">
        {step?.input !== undefined && <Part label={words.input} value={step.input} isOpenAtFirst={isCurrent} />}
        <Attempts attempts={attempts} isCurrent={isCurrent} />
        {step?.output !== undefined && (
          <Part label={words.output} value={step.output} root={itemKey === '' ? `steps.${stepKey}` : ''} />
        )}
      </Stack>
    </Box>
  );
}

function Attempts({ attempts, isCurrent }: Pick<StepEntry, 'attempts'> & { readonly isCurrent: boolean }) {
  const [shown, setShown] = useState(SHOWN_ATTEMPTS);
  const hidden = Math.max(attempts.length - shown, 0);
  if (attempts.length === 0) return null;
  return (
    <>
      {hidden > 0 && (
        <Group>
          <Button size="compact-xs" variant="default" onClick={() => setShown(shown + 10 * SHOWN_ATTEMPTS)}>
            {words.moreAttempts(Math.min(hidden, 10 * SHOWN_ATTEMPTS))}
          </Button>
        </Group>
      )}
      <Stack component="ol" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {attempts.slice(hidden).map((attempt, index, list) => (
          <AttemptView key={attempt.number} attempt={attempt} isOpenAtFirst={isCurrent && index === list.length - 1} />
        ))}
      </Stack>
    </>
  );
}

interface PartProps {
  readonly label: string;
  readonly value: JsonValue;
  readonly root?: string;
  readonly isOpenAtFirst?: boolean;
}

function Part({ label, value, root = '', isOpenAtFirst = false }: PartProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const id = useId();
  return (
    <div>
      <RevealButton label={label} isOpen={isOpen} controls={id} onToggle={() => setOpen(!isOpen)} />
      <Box id={id} mt={isOpen ? 4 : 0}>
        {isOpen && <JsonView value={value} label={label} root={root} />}
      </Box>
    </div>
  );
}
