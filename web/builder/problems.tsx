/** What stands in the way of publishing, as sentences that lead to their fields. */
import { Button, Popover, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import type { FlowProblem } from './draft-editor.ts';
import { afterDialog } from './panel-focus.ts';
import { stepTitle } from './sources.ts';
import { StepIcon } from './step-icon.tsx';
import { findStep, TRIGGER_KEY } from './steps.ts';

const words = builderWords.problems;
const MISSING_FIELD = 'language.mapping.missing_field';

/** The button under which the problems lie; says so when there is none. */
export function ProblemsButton() {
  const { problems, save } = useBuilder();
  const [isOpen, setOpen] = useState(false);
  if (problems.length === 0)
    return (
      <Text size="sm" role="status" className="hfb-nowrap">
        {save.kind === 'saved' && (
          <span className="hfb-good" aria-hidden="true">
            {'✓ '}
          </span>
        )}
        {save.kind === 'saved' ? words.none : words.checking}
      </Text>
    );
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={420} shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<StepIcon name="warning" size={16} />}
          className="hfb-problem-button"
          aria-haspopup="dialog"
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-live="polite">{words.button(problems.length)}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.title} p="xs" maw="calc(100vw - 24px)">
        <ProblemList onGo={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ProblemListProps {
  /** Called when a problem was followed. */
  readonly onGo: () => void;
}

export function ProblemList({ onGo }: ProblemListProps) {
  const { problems, select } = useBuilder();
  const go = (problem: FlowProblem): void => {
    const { stepKey, pointer } = problem;
    onGo();
    afterDialog(() => select(stepKey ?? TRIGGER_KEY, { pointer: fieldOf(pointer, problem) }));
  };
  return (
    <ScrollArea.Autosize mah="50vh" type="auto" viewportProps={{ tabIndex: -1 }}>
      <Stack gap={2} component="ul" className="hfb-list">
        {problems.map((problem) => (
          <li key={`${problem.pointer} ${problem.code} ${problem.message}`}>
            <UnstyledButton className="hfb-problem" onClick={() => go(problem)}>
              <ProblemText problem={problem} />
            </UnstyledButton>
          </li>
        ))}
      </Stack>
    </ScrollArea.Autosize>
  );
}

/** A field that is missing has no place in the document yet; its own is inside of where it is missing. */
function fieldOf(pointer: string, { code, message }: FlowProblem): string {
  const name = code === MISSING_FIELD ? /"([^"]+)"/.exec(message)?.[1] : undefined;
  return name === undefined ? pointer : `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function ProblemText({ problem: { stepKey, pointer, message, fix } }: { readonly problem: FlowProblem }) {
  const { document } = useBuilder();
  const step = stepKey === undefined ? undefined : findStep(document, stepKey)?.step;
  const around = pointer.startsWith('/trigger') ? builderWords.trigger : words.flow;
  return (
    <span className="hfb-text">
      <Text span size="sm" fw={600}>
        {words.where(step === undefined ? around : stepTitle(step))}
      </Text>
      <Text span size="sm">{`${message} `}</Text>
      <Text span size="sm" c="dimmed">
        {fix}
      </Text>
    </span>
  );
}
