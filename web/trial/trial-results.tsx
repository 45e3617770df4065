/** What a trial did, step by step; every step opens to its request, its response and its output. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { JsonView } from '../parts/json-view.tsx';
import { durationText } from '../parts/moment.tsx';
import { trialWords } from '../words/trial.ts';
import { MessageBody, MessageHeaders } from './message-view.tsx';
import type { TrialStep } from './trial-plan.ts';
import type { Trial } from './use-trial.ts';

const words = trialWords.results;

const SIGNS: Readonly<Record<TrialStep['state'], { readonly sign: string; readonly color: string }>> = {
  reused: { sign: '=', color: 'var(--mantine-color-dimmed)' },
  pinned: { sign: '⚲', color: 'var(--mantine-color-dimmed)' },
  ran: { sign: '✓', color: 'var(--hf-good)' },
  skipped: { sign: '∅', color: 'var(--hf-warning)' },
  needs_choice: { sign: '?', color: 'var(--hf-warning)' },
  failed: { sign: '✕', color: 'var(--hf-danger)' },
  filtered: { sign: '∅', color: 'var(--mantine-color-dimmed)' },
  not_reached: { sign: '–', color: 'var(--mantine-color-dimmed)' },
};

interface TrialResultsProps {
  readonly trial: Trial;
  readonly titles: ReadonlyMap<string, string>;
  /** True while a newer trial is on its way. */
  readonly isOld: boolean;
}

export function TrialResults({ trial, titles, isOld }: TrialResultsProps) {
  return (
    <ol className="hf-results" aria-label={words.title} data-old={isOld || undefined}>
      {trial.answer?.steps.map((step) => (
        <StepResult key={step.key} step={step} title={titles.get(step.key) ?? step.key} onAsk={trial.ask} />
      ))}
    </ol>
  );
}

interface StepResultProps {
  readonly step: TrialStep;
  readonly title: string;
  readonly onAsk: () => void;
}

function StepResult({ step, title, onAsk }: StepResultProps) {
  const { state, call, problem, output } = step;
  const hasMore = call !== undefined || output !== undefined;
  const [isShown, setIsShown] = useState(false);
  const { sign, color } = SIGNS[state];
  return (
    <li className="hf-result">
      <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
        <Text size="sm" component="div" className="hf-sample-text">
          <span aria-hidden="true" style={{ color }}>
            {sign}{' '}
          </span>
          <strong>{title}</strong> {trialWords.states[state]}
          {call?.response !== undefined &&
            ` · HTTP ${call.response.status}, ${words.took(durationText(call.response.durationMs))}`}
        </Text>
        <Group gap={4} wrap="nowrap">
          {state === 'needs_choice' && (
            <Button size="compact-xs" variant="light" onClick={onAsk}>
              {words.choose}
            </Button>
          )}
          {hasMore && (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={isShown}
              aria-label={isShown ? words.hide(title) : words.show(title)}
              onClick={() => setIsShown(!isShown)}
            >
              {isShown ? '▾' : '▸'}
            </Button>
          )}
        </Group>
      </Group>
      {problem !== undefined && <StepProblem problem={problem} />}
      {isShown && <StepDetails step={step} title={title} />}
    </li>
  );
}

function StepProblem({ problem }: { readonly problem: NonNullable<TrialStep['problem']> }) {
  return (
    <div className="hf-result-problem" role="alert">
      <Text size="sm" c="var(--hf-danger)" className="hf-text">
        {problem.message}
      </Text>
      <Text size="xs" className="hf-text">
        {problem.fix}
      </Text>
      {problem.problems?.map((one) => (
        <Text key={`${one.pointer} ${one.message}`} size="xs" className="hf-text">
          {`${one.pointer}: ${one.message}`}
        </Text>
      ))}
    </div>
  );
}

function StepDetails({ step: { call, output, key }, title }: { readonly step: TrialStep; readonly title: string }) {
  return (
    <Stack gap="xs" className="hf-result-details">
      {call !== undefined && (
        <div>
          <Text size="xs" fw={600}>
            {words.request}
          </Text>
          <div className="hf-request">
            <strong>{call.request.method}</strong> <span className="hf-text">{call.request.url}</span>
          </div>
          <MessageHeaders headers={call.request.headers} />
          <MessageBody body={call.request.body} />
        </div>
      )}
      {call?.response !== undefined && (
        <div>
          <Text size="xs" fw={600}>
            {`${words.response}: HTTP ${call.response.status}`}
          </Text>
          <MessageHeaders headers={call.response.headers} />
          <MessageBody body={call.response.body} />
        </div>
      )}
      {output !== undefined && (
        <div>
          <Text size="xs" fw={600}>
            {words.output}
          </Text>
          <JsonView value={output} label={`${words.output}: ${title}`} root={`steps.${key}`} />
        </div>
      )}
    </Stack>
  );
}
