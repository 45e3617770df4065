/** Who is told when a connection breaks: a member, or the owners of the workspace. */
import { NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SectionCard } from '../access/section-card.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { useMay } from '../shell/me.ts';
import { connectionWords } from '../words/connections.ts';
import type { ConnectionShown } from './connection-queries.ts';

const words = connectionWords.owner;

interface OwnerProps {
  readonly connection: ConnectionShown;
}

export function OwnerSection({ connection }: OwnerProps) {
  const mayBuild = useMay('builder');
  return (
    <SectionCard title={words.title} why={words.why}>
      {mayBuild ? (
        <OwnerSelect connection={connection} />
      ) : (
        <Text size="sm" className="hf-text">
          {connection.ownerName ?? words.owners}
        </Text>
      )}
    </SectionCard>
  );
}

function OwnerSelect({ connection: { name, ownerId, ownerName } }: OwnerProps) {
  const members = useQuery({ queryKey: ['members', 'list'], queryFn: () => call('listMembers') }).data?.members ?? [];
  const change = useAction(
    (chosen: string) => call('updateConnection', { path: { name }, body: { ownerId: chosen === '' ? null : chosen } }),
    { topics: ['connections', 'notices'], told: ({ ownerName: told }) => words.changed(told ?? words.owners) },
  );
  // Somebody who has left is still named until another is chosen.
  const hasLeft = ownerId !== null && !members.some(({ personId }) => personId === ownerId);
  const data = [
    { value: '', label: words.owners },
    ...(hasLeft ? [{ value: ownerId, label: ownerName ?? ownerId }] : []),
    ...members.map((member) => ({ value: member.personId, label: member.name })),
  ];
  return (
    <>
      <NativeSelect
        label={words.label}
        maw={320}
        disabled={change.isPending}
        value={ownerId ?? ''}
        data={data}
        onChange={(event) => change.mutate(event.currentTarget.value)}
      />
      {change.error !== null && <ProblemNote error={change.error} />}
    </>
  );
}
