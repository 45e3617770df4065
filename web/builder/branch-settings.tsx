/** The cases of a branch; the steps in them are added in the canvas and the outline. */
import { ActionIcon, Button, Group, Stack, Switch, Tooltip } from '@mantine/core';
import type { Step } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { ConditionField } from './condition-field.tsx';
import { changeStep } from './edits.ts';
import { StepIcon } from './step-icon.tsx';

type BranchStep = Step & { kind: 'branch' };

const words = builderWords.branch;

interface BranchSettingsProps {
  readonly step: BranchStep;
  readonly pointer: string;
}

export function BranchSettings({ step, pointer }: BranchSettingsProps) {
  const { editor, announce } = useBuilder();
  const change = (next: (before: BranchStep) => BranchStep): void =>
    editor.edit((now) => changeStep(now, step.key, (before) => next(before as BranchStep)));
  const addCase = (): void => {
    change((before) => ({ ...before, cases: [...before.cases, { when: '', steps: [] }] }));
    announce(words.caseAdded(step.cases.length + 1));
  };
  const removeCase = (index: number): void => {
    change((before) => ({ ...before, cases: before.cases.toSpliced(index, 1) }));
    announce(words.caseRemoved(index + 1));
  };
  const turnOtherwise = (isOn: boolean): void =>
    change(({ otherwise: _, ...before }) => (isOn ? { ...before, otherwise: [] } : before));
  return (
    <Stack gap="md">
      {step.cases.map((_, index) => (
        <Group key={`case ${String(index)}`} align="start" wrap="nowrap" gap="xs">
          <div className="hfb-grow">
            <ConditionField
              label={words.when(index + 1)}
              pointer={`${pointer}/cases/${index}/when`}
              stepKey={step.key}
            />
          </div>
          <Tooltip label={words.removeCase(index + 1)} openDelay={300}>
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={23}
              aria-label={words.removeCase(index + 1)}
              disabled={step.cases.length === 1}
              onClick={() => removeCase(index)}
            >
              <StepIcon name="remove" />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      <Group>
        <Button size="xs" variant="default" leftSection={<StepIcon name="add" size={14} />} onClick={addCase}>
          {words.addCase}
        </Button>
      </Group>
      <Switch
        label={words.otherwise}
        checked={step.otherwise !== undefined}
        onChange={(event) => turnOtherwise(event.currentTarget.checked)}
      />
    </Stack>
  );
}
