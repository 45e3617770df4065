/** Scopes that a flow needs and that its connections were not granted, each with the way to the consent. */
import { Code, Group, Paper, Stack, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../api/call.ts';
import { RoleButton } from '../parts/role-button.tsx';
import { connectWords } from '../words/connect.ts';
import { connectionQuery } from './connection-queries.ts';
import { ReconnectDialog } from './reconnect-dialog.tsx';

const words = connectWords.consent;

type Consent = Answer<'publishDraft'>['consent'][number];

interface ConsentNoteProps {
  readonly consent: readonly Consent[];
}

/** What was granted since then is left out; nothing stands here once all of it is. */
export function ConsentNote({ consent }: ConsentNoteProps) {
  const [asked, setAsked] = useState<Consent>();
  const open = useStillMissing(consent);
  if (open.length === 0) return null;
  return (
    <Paper withBorder p="sm" className="hf-problem">
      <Stack gap="xs">
        <div>
          <Text size="sm" fw={600}>
            {words.title}
          </Text>
          <Text size="sm">{words.why}</Text>
        </div>
        {open.map((one) => (
          <Group key={one.connection} justify="space-between" gap="xs">
            <Text size="sm" className="hf-text">
              {`${words.lacks(one.connection)} `}
              {one.missing.map((scope) => (
                <Code key={scope} mr={4}>
                  {scope}
                </Code>
              ))}
            </Text>
            <RoleButton
              needs="builder"
              size="xs"
              aria-label={words.askLabel(one.connection)}
              onClick={() => setAsked(one)}
            >
              {words.ask}
            </RoleButton>
          </Group>
        ))}
      </Stack>
      {asked !== undefined && (
        <ReconnectDialog name={asked.connection} scopes={asked.missing} onClose={() => setAsked(undefined)} />
      )}
    </Paper>
  );
}

function useStillMissing(consent: readonly Consent[]): readonly Consent[] {
  const answers = useQueries({ queries: consent.map(({ connection }) => connectionQuery(connection)) });
  return consent
    .map(({ connection, missing }, place) => {
      const granted = answers[place]?.data?.scopes.granted ?? [];
      return { connection, missing: missing.filter((scope) => !granted.includes(scope)) };
    })
    .filter(({ missing }) => missing.length > 0);
}
