/** The state of a run: a sign, a word and a colour, never the colour alone. */
import { Badge } from '@mantine/core';
import type { Answer } from '../api/call.ts';

type RunState = Answer<'listRuns'>['runs'][number]['state'];

interface Look {
  readonly word: string;
  readonly sign: string;
  readonly color: string;
}

const RUN_LOOKS: Readonly<Record<RunState, Look>> = {
  queued: { word: 'Queued', sign: '○', color: 'gray' },
  running: { word: 'Running', sign: '▶', color: 'blue' },
  waiting: { word: 'Waiting', sign: '◷', color: 'blue' },
  held: { word: 'Held', sign: '‖', color: 'yellow' },
  unknown: { word: 'Unknown outcome', sign: '?', color: 'orange' },
  dead_lettered: { word: 'Dead letter', sign: '✕', color: 'red' },
  succeeded: { word: 'Succeeded', sign: '✓', color: 'green' },
  filtered: { word: 'Filtered', sign: '∅', color: 'gray' },
  cancelled: { word: 'Cancelled', sign: '–', color: 'gray' },
};

/** Those of steps besides: a step has some states that no run has. */
const LOOKS: Readonly<Record<string, Look>> = {
  ...RUN_LOOKS,
  failed: { word: 'Failed', sign: '✕', color: 'red' },
  skipped: { word: 'Skipped', sign: '∅', color: 'gray' },
};

/** Every state of a run. */
export const RUN_STATES = Object.keys(RUN_LOOKS);

/** The word for a run state, as it is shown everywhere. */
export function stateWord(state: string): string {
  return LOOKS[state]?.word ?? state;
}

export function StateBadge({ state }: { readonly state: string }) {
  const { word, sign, color } = LOOKS[state] ?? { word: state, sign: '·', color: 'gray' };
  return (
    <Badge variant="default" radius="sm" tt="none" fw={500} leftSection={<Sign color={color}>{sign}</Sign>}>
      {word}
    </Badge>
  );
}

function Sign({ color, children }: { readonly color: string; readonly children: string }) {
  return (
    <span
      aria-hidden="true"
      style={{ color: `light-dark(var(--mantine-color-${color}-8), var(--mantine-color-${color}-4))` }}
    >
      {children}
    </span>
  );
}
