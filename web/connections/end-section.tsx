/** The two ways to end a connection, each of which tells first what stops. */
import { List, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { SectionCard } from '../access/section-card.tsx';
import { type Answer, call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ConfirmedButton } from '../parts/confirmed-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { connectionWords } from '../words/connections.ts';
import { type ConnectionShown, revokeQuery } from './connection-queries.ts';

const words = connectionWords.end;

export function EndSection({ connection: { name, state } }: { readonly connection: ConnectionShown }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  // The list is asked again once this page, whose connection is gone, is left.
  const leave = () =>
    navigate({ to: '/connections' }).then(() => queries.invalidateQueries({ queryKey: ['connections'] }));
  const revoke = useAction(() => call('revokeConnection', { path: { name } }), {
    topics: ['connections', 'runs', 'notices'],
    told: () => words.revoked(name),
  });
  const remove = useAction(() => call('deleteConnection', { path: { name } }), {
    topics: [],
    told: () => words.removed(name),
    onDone: () => void leave(),
  });
  return (
    <SectionCard title={words.title} why={words.why}>
      <Stack gap="xs" align="flex-start">
        {state !== 'revoked' && (
          <ConfirmedButton
            needs="builder"
            size="xs"
            label={words.revoke}
            question={<WhatStops name={name} />}
            isDangerous
            onConfirm={() => revoke.mutateAsync(undefined)}
            state={revoke}
          />
        )}
        <ConfirmedButton
          needs="builder"
          size="xs"
          label={words.remove}
          question={words.removeQuestion(name)}
          isDangerous
          onConfirm={() => remove.mutateAsync(undefined)}
          state={remove}
        />
      </Stack>
    </SectionCard>
  );
}

function WhatStops({ name }: { readonly name: string }) {
  const preview = useQuery(revokeQuery(name));
  return (
    <AnswerView answer={preview} lines={2}>
      {(shown) => <Stops preview={shown} />}
    </AnswerView>
  );
}

function Stops({ preview: { flows, heldRuns, revokesAtVendor } }: { readonly preview: Answer<'previewRevoke'> }) {
  return (
    <Stack gap="xs">
      <Text size="sm">{flows.length === 0 ? words.stopsNone : words.stops}</Text>
      {flows.length > 0 && (
        <List size="sm" mah={200} style={{ overflow: 'auto' }}>
          {flows.map((flow) => (
            <List.Item key={flow.name}>
              <span className="hf-text">{flow.title}</span>
            </List.Item>
          ))}
        </List>
      )}
      {heldRuns > 0 && <Text size="sm">{words.held(heldRuns)}</Text>}
      <Text size="sm">{revokesAtVendor ? words.atVendor : words.notAtVendor}</Text>
    </Stack>
  );
}
