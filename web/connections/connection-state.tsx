/** Whether a connection works, in a sign and words, with what the vendor said. */
import { Group, Text } from '@mantine/core';
import { Moment } from '../parts/moment.tsx';
import { connectionWords as words } from '../words/connections.ts';
import type { ConnectionShown } from './connection-queries.ts';

interface Look {
  readonly word: string;
  readonly sign: string;
  readonly color: string;
}

const { states } = words;
const WORKS: Look = { word: states.active, sign: '✓', color: 'var(--hf-good)' };
const UNPROVEN: Look = { word: states.unproven, sign: '○', color: 'inherit' };
const PAUSED: Look = { word: states.paused, sign: '⏸', color: 'var(--hf-warning)' };
const RECONNECT: Look = { word: states.needs_reconnect, sign: '!', color: 'var(--hf-danger)' };
const REVOKED: Look = { word: states.revoked, sign: '✕', color: 'var(--hf-danger)' };

function lookOf({ state, pausedUntil, verifiedAt }: ConnectionShown): Look {
  if (state === 'needs_reconnect') return RECONNECT;
  if (state === 'revoked') return REVOKED;
  if (isAhead(pausedUntil)) return PAUSED;
  return verifiedAt === null ? UNPROVEN : WORKS;
}

function isAhead(at: string | null): at is string {
  return at !== null && Date.parse(at) > Date.now();
}

export function ConnectionState({ connection }: { readonly connection: ConnectionShown }) {
  const { word, sign, color } = lookOf(connection);
  const { pausedUntil, problem } = connection;
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <Text span c={color} aria-hidden="true" fw={700}>
          {sign}
        </Text>
        <Text size="sm" fw={500}>
          {word}
        </Text>
      </Group>
      {isAhead(pausedUntil) && (
        <Text size="xs">
          {words.pausedUntil} <Moment at={pausedUntil} />
        </Text>
      )}
      {problem !== null && (
        <Text size="xs" className="hf-text">
          {problem}
        </Text>
      )}
    </>
  );
}
