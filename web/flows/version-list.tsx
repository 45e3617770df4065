/** The versions of a flow: which is live, who published each and why, and what can be done with one. */
import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Moment } from '../parts/moment.tsx';
import { useMay } from '../shell/me.ts';
import { versionWords as words } from '../words/flows.ts';
import type { FlowDetails, VersionSummary } from './flow-queries.ts';
import { Sign } from './flow-state.tsx';
import { MoreRows, useShownRows } from './more-rows.tsx';
import { VersionActions } from './version-actions.tsx';

interface VersionListProps {
  readonly flow: FlowDetails;
  /** Shows what a version, or the draft, changed. */
  readonly onCompare: (from: string, to: string) => void;
}

export function VersionList({ flow, onCompare }: VersionListProps) {
  const rows = useShownRows(flow.versions.toSorted((one, other) => other.number - one.number));
  const mayBuild = useMay('builder');
  return (
    <section aria-label={words.title}>
      <Title order={2} size="h3" mb="sm">
        {words.title}
      </Title>
      {flow.versions.length === 0 && (
        <Text size="sm" mb="sm">
          {words.none}
        </Text>
      )}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={words.title}>
        {flow.hasDraft && (
          <Paper component="li" withBorder p="sm">
            <Group gap="sm">
              <Sign sign="✎" color="yellow" word={words.draft} />
              <Text size="sm">{words.unpublished}</Text>
              {flow.draftEditedAt !== null && (
                <Text size="sm" c="dimmed">
                  <Moment at={flow.draftEditedAt} />
                </Text>
              )}
              {flow.liveVersion !== null && mayBuild && (
                <CompareLink onClick={() => onCompare(String(flow.liveVersion), 'draft')} />
              )}
            </Group>
          </Paper>
        )}
        {rows.shown.map((version) => (
          <VersionRow key={version.number} flow={flow} version={version} onCompare={onCompare} />
        ))}
      </Stack>
      <MoreRows rows={rows} label={words.more} />
    </section>
  );
}

interface VersionRowProps extends VersionListProps {
  readonly version: VersionSummary;
}

function VersionRow({ flow, version, onCompare }: VersionRowProps) {
  const { number, isLive, note, publishedBy, publishedAt } = version;
  const before = Math.max(...flow.versions.map((each) => each.number).filter((each) => each < number), 0);
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex={1} miw={220}>
          <Group gap="sm">
            <Text fw={600} size="sm">
              {words.number(number)}
            </Text>
            {isLive && <Sign sign="●" color="green" word={words.live} />}
            <Text size="sm" c="dimmed">
              <Moment at={publishedAt} />
            </Text>
            <Text size="sm" c="dimmed">
              {publishedBy}
            </Text>
          </Group>
          <Text size="sm" className="hf-text" {...(note === '' ? { c: 'dimmed' } : {})}>
            {note === '' ? words.noNote : note}
          </Text>
        </Stack>
        <Group gap="xs">
          {before > 0 && <CompareLink onClick={() => onCompare(String(before), String(number))} />}
          <VersionActions flow={flow} version={version} />
        </Group>
      </Group>
    </Paper>
  );
}

function CompareLink({ onClick }: { readonly onClick: () => void }) {
  return (
    <Anchor component="button" type="button" size="sm" onClick={onClick}>
      {words.compare}
    </Anchor>
  );
}
