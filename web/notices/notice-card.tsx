/** One notice: what it is, what to do, whom it was told, and whether somebody looks after it. */
import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { call } from '../api/call.ts';
import { ButtonLink } from '../parts/app-link.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { noticeWords as words } from '../words/notices.ts';
import type { Notice } from './notice-queries.ts';

const SIGNS = { info: 'i', warning: '!', critical: '✕' } as const;
const EDGES = { info: 'gray', warning: 'yellow', critical: 'red' } as const;
const COLORS = { info: 'inherit', warning: 'var(--hf-warning)', critical: 'var(--hf-danger)' } as const;

interface NoticeProps {
  readonly notice: Notice;
}

export function NoticeCard({ notice }: NoticeProps) {
  const { severity, title, text, fix, resolvedAt } = notice;
  const isOpen = resolvedAt === null;
  return (
    <Paper
      component="li"
      withBorder
      p="sm"
      className={isOpen ? 'hf-problem' : undefined}
      data-color={isOpen ? EDGES[severity] : undefined}
    >
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex={1} miw={240}>
          <Group gap="xs">
            <Text span fw={700} c={COLORS[severity]} aria-hidden="true">
              {SIGNS[severity]}
            </Text>
            <Text fw={600} className="hf-text">
              {title}
            </Text>
            <NoticeState notice={notice} />
          </Group>
          <Text size="sm" className="hf-text">
            {text}
          </Text>
          {isOpen && (
            <Text size="sm" fw={500} className="hf-text">
              {fix}
            </Text>
          )}
          <Times notice={notice} />
          <Told notice={notice} />
        </Stack>
        {isOpen && <NoticeActions notice={notice} />}
      </Group>
    </Paper>
  );
}

function NoticeActions({ notice: { id, title, link, acknowledgedAt } }: NoticeProps) {
  const acknowledge = useAction(() => call('acknowledgeNotice', { path: { id } }), {
    topics: ['notices'],
    told: () => words.acknowledged,
  });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {acknowledgedAt === null && (
          <RoleButton
            needs="operator"
            size="xs"
            variant="default"
            aria-label={words.acknowledgeLabel(title)}
            loading={acknowledge.isPending}
            onClick={() => acknowledge.mutate(undefined)}
          >
            {words.acknowledge}
          </RoleButton>
        )}
        {/* The server writes the address: a path of this app. */}
        <ButtonLink to={link as '/'} size="xs" aria-label={words.goLabel(title)}>
          {words.go}
        </ButtonLink>
      </Group>
      {acknowledge.error !== null && <ProblemNote error={acknowledge.error} />}
    </Stack>
  );
}

/** How bad it is while it lasts, and whether somebody knows of it. */
function NoticeState({ notice: { severity, resolvedAt, acknowledgedAt } }: NoticeProps) {
  const isKnown = acknowledgedAt !== null;
  const said = resolvedAt === null ? [words.severities[severity], ...(isKnown ? [words.known] : [])] : [words.resolved];
  return said.map((word) => (
    <Badge key={word} variant="default" tt="none" radius="sm" fw={500}>
      {word}
    </Badge>
  ));
}

function Times({ notice }: NoticeProps) {
  const { raisedAt, lastSeenAt, seenCount, resolvedAt, acknowledgedBy } = notice;
  return (
    <Text size="xs" className="hf-text">
      {`${words.raised} `}
      <Moment at={raisedAt} />
      {seenCount > 1 && (
        <>
          {` · ${words.seen(seenCount)}, ${words.lastSeen} `}
          <Moment at={lastSeenAt} />
        </>
      )}
      {acknowledgedBy !== null && ` · ${words.acknowledgedBy(acknowledgedBy)}`}
      {resolvedAt !== null && (
        <>
          {` · ${words.resolvedAt} `}
          <Moment at={resolvedAt} />
        </>
      )}
    </Text>
  );
}

function Told({ notice: { deliveries } }: NoticeProps) {
  if (deliveries.length === 0) return <Text size="xs">{words.noDeliveries}</Text>;
  return deliveries.map(({ channel, state, problem, sentAt }) => (
    <Text key={`${channel} ${state} ${sentAt}`} size="xs" className="hf-text">
      {words.delivery[state](channel)}
      {sentAt !== null && (
        <>
          {' '}
          <Moment at={sentAt} />
        </>
      )}
      {problem !== null && state !== 'sent' && ` (${problem})`}
    </Text>
  ));
}
