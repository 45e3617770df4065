/** The parts of a flow's row. */
import { Group, Text } from '@mantine/core';
import { AppLink } from '../parts/app-link.tsx';
import { Moment } from '../parts/moment.tsx';
import { homeWords } from '../words/home.ts';
import { countText, percentText } from './count-text.ts';
import type { FlowShown } from './flow-order.ts';
import { Sparkline } from './sparkline.tsx';

interface FlowProps {
  readonly flow: FlowShown;
}

export function FlowLink({ flow }: FlowProps) {
  return (
    <AppLink to="/flows/$name" params={{ name: flow.name }} size="sm" fw={600} className="hf-text">
      {flow.title}
    </AppLink>
  );
}

export function FlowState({ flow }: FlowProps) {
  return <Text size="xs">{stateText(flow)}</Text>;
}

function stateText({ liveVersion, isEnabled, hasDraft }: FlowShown): string {
  if (liveVersion === null) return homeWords.draftOnly;
  const live = isEnabled === false ? homeWords.off(liveVersion) : homeWords.live(liveVersion);
  return hasDraft ? `${live}, ${homeWords.withDraft}` : live;
}

export function DayCell({ flow }: FlowProps) {
  const { succeeded, failed } = flow.today;
  if (succeeded + failed === 0) return <Text size="sm">{homeWords.noRuns}</Text>;
  return (
    <Group gap="xs" wrap="nowrap">
      <Sparkline hours={flow.hours} />
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {homeWords.rate(percentText(succeeded, failed))}
      </Text>
    </Group>
  );
}

interface NumberLinkProps {
  readonly count: number;
  readonly countCap: number;
  readonly state: string;
  readonly flow: string;
  readonly label: string;
}

/** A number that leads to the runs it counts. */
export function NumberLink({ count, countCap, state, flow, label }: NumberLinkProps) {
  if (count === 0) return <Text size="sm">0</Text>;
  const text = countText(count, countCap);
  return (
    <AppLink to="/runs" search={{ flow, state }} size="sm" aria-label={`${text}, ${label}`}>
      {text}
    </AppLink>
  );
}

export function DueText({ at }: { readonly at: string | null }) {
  return at === null ? (
    <Text span size="sm">
      {homeWords.nothingDue}
    </Text>
  ) : (
    <Text span size="sm">
      <Moment at={at} />
    </Text>
  );
}
