/** Connect links that are out and wait to be used; a link that went to the wrong person is taken back. */
import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SectionCard } from '../access/section-card.tsx';
import { type Answer, call } from '../api/call.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { useMay } from '../shell/me.ts';
import { connectWords } from '../words/connect.ts';

const words = connectWords.link;
type Link = Answer<'listConnectLinks'>['links'][number];

/** Nothing while there are none. */
export function OpenLinks() {
  const mayBuild = useMay('builder');
  const answer = useQuery({
    queryKey: ['connections', 'links'],
    queryFn: () => call('listConnectLinks'),
    enabled: mayBuild,
  });
  const links = answer.data?.links.filter(({ isExpired }) => !isExpired) ?? [];
  if (links.length === 0) return null;
  return (
    <SectionCard title={words.open} why={words.openWhy}>
      <Stack component="ul" className="hf-bare-list" gap="xs">
        {links.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </Stack>
    </SectionCard>
  );
}

function LinkRow({ link: { id, connectionName, createdBy, expiresAt } }: { readonly link: Link }) {
  const take = useAction(() => call('revokeConnectLink', { path: { id } }), {
    topics: ['connections'],
    told: () => words.taken,
  });
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <div>
          <Text size="sm" fw={500} className="hf-text">
            {connectionName}
          </Text>
          <Text size="xs" className="hf-text">
            {`${words.by} ${createdBy} · ${words.until} `}
            <Moment at={expiresAt} />
          </Text>
        </div>
        <ConfirmButton
          size="xs"
          question={words.takeQuestion}
          label={words.takeLabel(connectionName)}
          isBusy={take.isPending}
          onConfirm={() => take.mutate(undefined)}
        >
          {words.take}
        </ConfirmButton>
      </Group>
      {take.error !== null && <ProblemNote error={take.error} />}
    </li>
  );
}
