/** The differences of any two versions, or of one and the draft, as sentences. */
import { Group, List, Select, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AnswerView } from '../parts/answer-view.tsx';
import { TickedText } from '../parts/ticked-text.tsx';
import { versionWords, compareWords as words } from '../words/flows.ts';
import { type FlowDetails, flowChanges } from './flow-queries.ts';

/** Two sides of a comparison: the number of a version, or `draft`. */
export interface Sides {
  readonly from: string;
  readonly to: string;
}

/** What is most likely asked: what publishing would change, or what the newest version has changed. */
export function firstSides({ liveVersion, hasDraft, versions }: FlowDetails): Sides | undefined {
  if (hasDraft && liveVersion !== null) return { from: String(liveVersion), to: 'draft' };
  const [newest, before] = versions.map(({ number }) => number).sort((one, other) => other - one);
  return newest === undefined || before === undefined ? undefined : { from: String(before), to: String(newest) };
}

interface VersionCompareProps {
  readonly flow: FlowDetails;
  readonly sides: Sides;
  readonly onChange: (sides: Sides) => void;
}

export function VersionCompare({ flow, sides, onChange }: VersionCompareProps) {
  const choices = [
    ...(flow.hasDraft ? [{ value: 'draft', label: words.draft }] : []),
    ...flow.versions
      .toSorted((one, other) => other.number - one.number)
      .map(({ number }) => ({ value: String(number), label: versionWords.number(number) })),
  ];
  return (
    <Stack component="section" gap="sm" aria-label={words.title} id="changes" tabIndex={-1}>
      <Title order={2} size="h3">
        {words.title}
      </Title>
      <Group gap="sm">
        <Select
          label={words.from}
          data={choices}
          value={sides.from}
          allowDeselect={false}
          onChange={(from) => onChange({ ...sides, from: from ?? sides.from })}
          w={170}
        />
        <Select
          label={words.to}
          data={choices}
          value={sides.to}
          allowDeselect={false}
          onChange={(to) => onChange({ ...sides, to: to ?? sides.to })}
          w={170}
        />
      </Group>
      {sides.from === sides.to ? <Text size="sm">{words.choose}</Text> : <Changes name={flow.name} sides={sides} />}
    </Stack>
  );
}

const SIGNS: Readonly<Record<string, string>> = { added: '+', removed: '−', changed: '~', moved: '↕' };

function Changes({ name, sides }: { readonly name: string; readonly sides: Sides }) {
  const answer = useQuery(flowChanges(name, sides.from, sides.to));
  return (
    <AnswerView answer={answer} lines={3}>
      {({ changes }) =>
        changes.length === 0 ? (
          <Text size="sm">{words.same}</Text>
        ) : (
          <List listStyleType="none" spacing={4} size="sm">
            {changes.map(({ kind, pointer, text }) => (
              <List.Item key={`${kind} ${pointer} ${text}`}>
                <Text span inherit ff="monospace" fw={700} aria-hidden="true">{`${SIGNS[kind] ?? '·'} `}</Text>
                <Text span inherit fw={600}>{`${words.kinds[kind] ?? kind}: `}</Text>
                <TickedText text={text} />
              </List.Item>
            ))}
          </List>
        )
      }
    </AnswerView>
  );
}
