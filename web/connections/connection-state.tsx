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
const GOOD = 'var(--hf-good)';
const WARNING = 'var(--hf-warning)';
const DANGER = 'var(--hf-danger)';
const WORKS: Look = { word: states.active, sign: '✓', color: GOOD };
const UNPROVEN: Look = { word: states.unproven, sign: '○', color: 'inherit' };
const PAUSED: Look = { word: states.paused, sign: '‖', color: WARNING };
const RENEWING: Look = { word: states.renewing, sign: '↻', color: WARNING };
const UNANSWERED: Look = { word: states.unanswered, sign: '?', color: WARNING };
const SCOPES: Look = { word: states.scopes, sign: '!', color: WARNING };
const RECONNECT: Look = { word: states.needs_reconnect, sign: '!', color: DANGER };
const REVOKED: Look = { word: states.revoked, sign: '✕', color: DANGER };

/** The worst of what there is to say. */
function lookOf(connection: ConnectionShown): Look {
  const { state, pausedUntil, verifiedAt, token, verifyProblem, scopes } = connection;
  if (state === 'needs_reconnect') return RECONNECT;
  if (state === 'revoked') return REVOKED;
  if (scopes.missing.length > 0) return SCOPES;
  if (isAhead(pausedUntil)) return PAUSED;
  if (token !== null && token.failure !== null) return RENEWING;
  if (verifyProblem !== null) return UNANSWERED;
  return verifiedAt === null ? UNPROVEN : WORKS;
}

/** True when a person has to do something about it. */
export function needsPerson({ state, scopes }: ConnectionShown): boolean {
  return state !== 'active' || scopes.missing.length > 0;
}

function isAhead(at: string | null): at is string {
  return at !== null && Date.parse(at) > Date.now();
}

export function ConnectionState({ connection }: { readonly connection: ConnectionShown }) {
  const { pausedUntil, problem, expiresAt } = connection;
  return (
    <>
      <StateWord connection={connection} />
      {isAhead(pausedUntil) && (
        <Text size="xs">
          {words.pausedUntil} <Moment at={pausedUntil} />
        </Text>
      )}
      {isAhead(expiresAt) && (
        <Text size="xs">
          {words.expiresAt} <Moment at={expiresAt} />
        </Text>
      )}
      {problem !== null && (
        <Text size="xs" className="hf-text" lineClamp={3}>
          {problem}
        </Text>
      )}
    </>
  );
}

/** The state alone. */
export function StateWord({ connection }: { readonly connection: ConnectionShown }) {
  const { word, sign, color } = lookOf(connection);
  return (
    <Group gap={6} wrap="nowrap">
      <Text span c={color} aria-hidden="true" fw={700}>
        {sign}
      </Text>
      <Text size="sm" fw={500}>
        {word}
      </Text>
    </Group>
  );
}
