/** The channels as rows, a dead one with what it was told. */
import { Button, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { call } from '../api/call.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { tell } from '../parts/tell.ts';
import { useAction } from '../parts/use-action.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { channelWords as words } from '../words/notices.ts';
import type { Channel } from './notice-queries.ts';

const { columns } = words;

interface ChannelTableProps {
  readonly channels: readonly Channel[];
  readonly isOwner: boolean;
}

export function ChannelList(props: ChannelTableProps) {
  return useNarrow() ? <ChannelCards {...props} /> : <ChannelTable {...props} />;
}

function ChannelCards({ channels, isOwner }: ChannelTableProps) {
  return (
    <Stack gap="xs" component="ul" className="hf-bare-list">
      {channels.map((channel) => (
        <Paper key={channel.id} component="li" withBorder p="sm">
          <Stack gap="xs">
            <ChannelName channel={channel} />
            <Text size="sm" className="hf-text">
              {targetText(channel.settings)}
            </Text>
            <div>
              <ChannelState channel={channel} />
            </div>
            {isOwner && <ChannelActions channel={channel} />}
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

function ChannelTable({ channels, isOwner }: ChannelTableProps) {
  const titles = [columns.name, columns.to, columns.state, columns.last, ...(isOwner ? [columns.actions] : [])];
  return (
    <Table.ScrollContainer minWidth={isOwner ? 860 : 560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table highlightOnHover verticalSpacing="xs">
        <ColumnHeads titles={titles} />
        <Table.Tbody>
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} isOwner={isOwner} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ChannelRow({ channel, isOwner }: { readonly channel: Channel; readonly isOwner: boolean }) {
  const { settings, lastSentAt } = channel;
  return (
    <Table.Tr>
      <Table.Td>
        <ChannelName channel={channel} />
      </Table.Td>
      <Table.Td maw={260} className="hf-text">
        {targetText(settings)}
      </Table.Td>
      <Table.Td maw={260}>
        <ChannelState channel={channel} />
      </Table.Td>
      <Table.Td>{lastSentAt === null ? words.never : <Moment at={lastSentAt} />}</Table.Td>
      {isOwner && (
        <Table.Td>
          <ChannelActions channel={channel} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function ChannelName({ channel: { name, kind } }: { readonly channel: Channel }) {
  return (
    <div>
      <Text size="sm" fw={500} className="hf-text">
        {name}
      </Text>
      <Text size="xs">{words.kinds[kind]}</Text>
    </div>
  );
}

/** Where it goes: addresses, or a URL. */
function targetText({ addresses, url }: Channel['settings']): string {
  return addresses?.join('\n') ?? url ?? '';
}

function ChannelState({ channel: { isEnabled, problem, problemSince, lastSentAt } }: { readonly channel: Channel }) {
  if (!isEnabled) return <Sign sign="‖" word={words.states.off} />;
  if (problem === null)
    return lastSentAt === null ? (
      <Sign sign="○" word={words.states.unused} />
    ) : (
      <Sign sign="✓" word={words.states.works} color="var(--hf-good)" />
    );
  return (
    <>
      <Sign sign="✕" word={words.states.dead} color="var(--hf-danger)" />
      <Text size="xs" className="hf-text">
        {problem}
      </Text>
      {problemSince !== null && (
        <Text size="xs">
          {`${words.since} `}
          <Moment at={problemSince} />
        </Text>
      )}
    </>
  );
}

interface SignProps {
  readonly sign: string;
  readonly word: string;
  readonly color?: string;
}

function Sign({ sign, word, color = 'inherit' }: SignProps) {
  return (
    <Group gap={6} wrap="nowrap">
      <Text span fw={700} c={color} aria-hidden="true">
        {sign}
      </Text>
      <Text size="sm">{word}</Text>
    </Group>
  );
}

function ChannelActions({ channel }: { readonly channel: Channel }) {
  const { id, name, isEnabled } = channel;
  const topics = ['notices'];
  const test = useAction(() => call('testChannel', { path: { id } }), {
    topics,
    onDone({ isDelivered, results }) {
      const problems = results.flatMap(({ target, problem }) => (problem === null ? [] : [`${target}: ${problem}`]));
      if (isDelivered) tell(words.tested(name));
      else tell([words.testFailed(name), ...problems].join(' '), 'problem');
    },
  });
  const turn = useAction(() => call('updateChannel', { path: { id }, body: { isEnabled: !isEnabled } }), { topics });
  const remove = useAction(() => call('deleteChannel', { path: { id } }), { topics, told: () => words.removed });
  const error = test.error ?? turn.error ?? remove.error;
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="xs"
          variant="default"
          aria-label={words.testLabel(name)}
          loading={test.isPending}
          onClick={() => test.mutate(undefined)}
        >
          {words.test}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={isEnabled ? words.offLabel(name) : words.onLabel(name)}
          loading={turn.isPending}
          onClick={() => turn.mutate(undefined)}
        >
          {isEnabled ? words.off : words.on}
        </Button>
        <ConfirmButton
          size="xs"
          question={words.removeQuestion}
          label={words.removeLabel(name)}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(undefined)}
        >
          {words.remove}
        </ConfirmButton>
      </Group>
      {error !== null && <ProblemNote error={error} />}
    </Stack>
  );
}
