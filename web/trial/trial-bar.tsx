/** The bar that tries a draft: the sample of the trigger, the test up to the selected step, and what came of it. */
import { Button, Group, Paper, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { samplesQuery } from '../builder/samples-query.ts';
import type { TrialBarProps } from '../builder/step-seam.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { keepEscapeInside } from '../parts/portal-keys.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { trialWords } from '../words/trial.ts';
import { SampleLine } from './sample-line.tsx';
import { SendChoice } from './send-choice.tsx';
import './trial.css';
import { countSteps, stepTitles } from './trial-plan.ts';
import { TrialResults } from './trial-results.tsx';
import { type Trial, useTrial } from './use-trial.ts';

const words = trialWords.test;

export function TrialBar(props: TrialBarProps) {
  const { flowName, stepKey, document } = props;
  const samples = useQuery(samplesQuery(flowName));
  return (
    <Paper
      withBorder
      p="xs"
      className="hf-trial"
      component="section"
      aria-label={trialWords.title}
      onKeyDown={keepEscapeInside}
    >
      <AnswerView answer={samples} lines={1}>
        {(found) => (
          <Stack gap="xs">
            <SampleLine flow={props} sampleKey="trigger" title={trialWords.trigger} sample={found.trigger} />
            {stepKey !== null && (
              <StepTrial
                key={stepKey}
                {...props}
                titles={stepTitles(document.steps)}
                hasTrigger={found.trigger !== null}
                sample={found.steps[stepKey] ?? null}
              />
            )}
          </Stack>
        )}
      </AnswerView>
    </Paper>
  );
}

interface StepTrialProps extends TrialBarProps {
  readonly titles: ReadonlyMap<string, string>;
  readonly hasTrigger: boolean;
  readonly sample: Parameters<typeof SampleLine>[0]['sample'];
}

function StepTrial({ titles, hasTrigger, sample, ...props }: StepTrialProps) {
  const trial = useTrial(props);
  const title = titles.get(props.stepKey ?? '') ?? '';
  return (
    <>
      {sample !== null && <SampleLine flow={props} sampleKey={props.stepKey ?? ''} title={title} sample={sample} />}
      <Group gap="xs">
        <Button
          size="xs"
          loading={trial.isRunning}
          {...(hasTrigger ? {} : { 'data-disabled': true, 'aria-disabled': true })}
          onClick={() => hasTrigger && trial.start()}
        >
          {trial.answer === undefined ? words.upTo : words.again}
        </Button>
        <Text size="xs" c="dimmed" role="status">
          {hasTrigger ? progressText(trial, titles) : words.needsSample}
        </Text>
      </Group>
      {trial.error !== null && <ProblemNote error={trial.error} />}
      {trial.answer !== undefined && <TrialResults trial={trial} titles={titles} isOld={trial.isRunning} />}
      {trial.toChoose !== undefined && (
        <SendChoice
          title={titles.get(trial.toChoose.key) ?? trial.toChoose.key}
          call={trial.toChoose.call}
          onChoose={trial.choose}
          onLeave={trial.leave}
        />
      )}
      <VisuallyHidden aria-live="polite">{trial.isRunning ? words.running : ''}</VisuallyHidden>
    </>
  );
}

function progressText({ isRunning, answer }: Trial, titles: ReadonlyMap<string, string>): string {
  if (isRunning) return words.running;
  if (answer === undefined) return '';
  if (answer.stoppedAt !== null) return words.stopped(titles.get(answer.stoppedAt) ?? answer.stoppedAt);
  const { ran, kept } = countSteps(answer);
  return words.done(ran, kept);
}
