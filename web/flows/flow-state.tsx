/** The state of a flow in words, with a sign and a colour: live, draft, paused. */
import { Badge, Group, Tooltip } from '@mantine/core';
import { flowStateWords as words } from '../words/flows.ts';
import type { FlowSummary } from './flow-queries.ts';

export function FlowState({ flow }: { readonly flow: Pick<FlowSummary, 'liveVersion' | 'hasDraft' | 'isEnabled'> }) {
  const { liveVersion, hasDraft, isEnabled } = flow;
  return (
    <Group gap={6}>
      {liveVersion === null ? (
        <Sign sign="✎" color="yellow" word={words.neverPublished} />
      ) : (
        <Sign sign="●" color="green" word={words.live(liveVersion)} />
      )}
      {hasDraft && liveVersion !== null && <Sign sign="✎" color="yellow" word={words.draft} hint={words.draftHint} />}
      {isEnabled === false && <Sign sign="‖" color="orange" word={words.paused} hint={words.pausedHint} />}
    </Group>
  );
}

interface SignProps {
  readonly sign: string;
  readonly color: string;
  readonly word: string;
  readonly hint?: string;
}

/** A word with its sign, never the colour alone. */
export function Sign({ sign, color, word, hint }: SignProps) {
  const badge = (
    <Badge
      variant="default"
      radius="sm"
      tt="none"
      fw={500}
      leftSection={
        <span
          aria-hidden="true"
          style={{ color: `light-dark(var(--mantine-color-${color}-8), var(--mantine-color-${color}-4))` }}
        >
          {sign}
        </span>
      }
    >
      {word}
    </Badge>
  );
  return hint === undefined ? badge : <Tooltip label={hint}>{badge}</Tooltip>;
}
