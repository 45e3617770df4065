/** One sample in one line: where it is from, whether it is pinned or outdated, and what can be done with it. */
import { Badge, Button, Collapse, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { TrialBarProps } from '../builder/step-seam.ts';
import { JsonView } from '../parts/json-view.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { trialWords } from '../words/trial.ts';
import { EditSample } from './edit-sample.tsx';
import { SampleChooser } from './sample-chooser.tsx';
import type { SampleShown } from './trial-plan.ts';
import { useSamplesTaken } from './use-trial.ts';

const words = trialWords.sample;

interface SampleLineProps {
  readonly flow: Pick<TrialBarProps, 'flowName' | 'onSamples' | 'document'>;
  /** `trigger`, or the key of a step. */
  readonly sampleKey: string;
  readonly title: string;
  readonly sample: SampleShown | null;
}

export function SampleLine({ flow, sampleKey, title, sample }: SampleLineProps) {
  const [dialog, setDialog] = useState<'choose' | 'edit'>();
  const [isShown, setIsShown] = useState(false);
  const isTrigger = sampleKey === 'trigger';
  return (
    <div>
      <Group gap="xs" justify="space-between">
        <SampleText sample={sample} isTrigger={isTrigger} title={title} />
        <Group gap={4}>
          {sample !== null && (
            <>
              <Button size="compact-xs" variant="subtle" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
                {words.show}
              </Button>
              <Button size="compact-xs" variant="subtle" onClick={() => setDialog('edit')}>
                {words.edit}
              </Button>
              <KeepButtons flow={flow} sampleKey={sampleKey} sample={sample} />
            </>
          )}
          {isTrigger && (
            <Button
              size="compact-xs"
              variant={sample === null ? 'filled' : 'default'}
              onClick={() => setDialog('choose')}
            >
              {sample === null ? words.choose : words.change}
            </Button>
          )}
        </Group>
      </Group>
      {sample !== null && (
        <Collapse expanded={isShown}>
          {isShown && (
            <JsonView value={sample.output} label={title} root={isTrigger ? 'trigger' : `steps.${sampleKey}`} />
          )}
        </Collapse>
      )}
      {dialog === 'choose' && <SampleChooser flow={flow} onClose={() => setDialog(undefined)} />}
      {dialog === 'edit' && sample !== null && (
        <EditSample flow={flow} place={{ sampleKey, title }} sample={sample} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
}

interface SampleTextProps {
  readonly sample: SampleShown | null;
  readonly isTrigger: boolean;
  readonly title: string;
}

function SampleText({ sample, isTrigger, title }: SampleTextProps) {
  if (sample === null) {
    return (
      <div>
        <Text size="sm" fw={600}>
          {words.none}
        </Text>
        <Text size="xs" c="dimmed">
          {words.noneHint}
        </Text>
      </div>
    );
  }
  const { note, origin, isPinned, isStale, madeAt, madeBy, sizeBytes } = sample;
  return (
    <div className="hf-sample-text">
      <Text size="sm" component="div">
        {words.of(note === '' ? trialWords.origins[origin] : note)}{' '}
        {isPinned && (
          <Badge size="sm" variant="default" tt="none" title={isTrigger ? words.pinnedTrigger : words.pinnedNote}>
            <span aria-hidden="true">⚲ </span>
            {words.pinned}
          </Badge>
        )}{' '}
        {isStale && (
          <Text span size="xs" c="var(--hf-warning)">
            <span aria-hidden="true">△ </span>
            {words.stale}
          </Text>
        )}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        {`${title} · ${trialWords.origins[origin]} · ${madeBy} · `}
        <Moment at={madeAt} />
        {` · ${words.size(sizeBytes)}`}
      </Text>
    </div>
  );
}

interface KeepButtonsProps {
  readonly flow: SampleLineProps['flow'];
  readonly sampleKey: string;
  readonly sample: SampleShown;
}

/** Pins, unpins and forgets. */
function KeepButtons({ flow, sampleKey, sample }: KeepButtonsProps) {
  const onDone = useSamplesTaken(flow);
  const path = { name: flow.flowName, key: sampleKey };
  const pin = useAction((isPinned: boolean) => call('pinSample', { path, body: { isPinned } }), { topics: [], onDone });
  const drop = useAction(() => call('dropSample', { path }), { topics: [], onDone });
  const error = pin.error ?? drop.error;
  return (
    <>
      {/* The trigger's sample always stands for an event: there is nothing to unpin. */}
      {sampleKey !== 'trigger' && (
        <Button size="compact-xs" variant="subtle" loading={pin.isPending} onClick={() => pin.mutate(!sample.isPinned)}>
          {sample.isPinned ? words.unpin : words.pin}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        loading={drop.isPending}
        onClick={() => drop.mutate(undefined)}
      >
        {words.drop}
      </Button>
      {error !== null && <ProblemNote error={error} />}
    </>
  );
}
