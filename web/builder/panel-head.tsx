/** The head of the settings: what is set, and what can be done with it as a whole. */
import { ActionIcon, Group, Menu, Text, Title } from '@mantine/core';
import type { Step } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { stepTitle } from './sources.ts';
import { useStepActions } from './step-actions.ts';
import { StepIcon } from './step-icon.tsx';
import { triggerTitle } from './step-text.ts';

const words = builderWords.panel;

interface PanelHeadProps {
  readonly step: Step | undefined;
  readonly onClose: () => void;
}

export function PanelHead({ step, onClose }: PanelHeadProps) {
  const { document, catalog } = useBuilder();
  const title = step === undefined ? triggerTitle(document, catalog) : stepTitle(step);
  const kind = step === undefined ? builderWords.trigger : builderWords.kinds[step.kind];
  return (
    <Group className="hfb-panel-head" justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <span className="hfb-row-icon">
          <StepIcon name={step?.kind ?? 'trigger'} />
        </span>
        <Title order={2} size="h3" tabIndex={-1} data-panel-head lineClamp={1} aria-label={`${kind}: ${title}`}>
          {title}
        </Title>
        <Text size="sm" c="dimmed" className="hfb-nowrap" aria-hidden="true" visibleFrom="xs">
          {kind}
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap">
        {step !== undefined && <StepMenu step={step} />}
        <ActionIcon variant="subtle" color="gray" aria-label={words.close} title={words.close} onClick={onClose}>
          <StepIcon name="close" />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function StepMenu({ step: { key } }: { readonly step: Step }) {
  const { select } = useBuilder();
  const actions = useStepActions();
  const outline = builderWords.outline;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.more} title={words.more}>
          <StepIcon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<StepIcon name="add" />} onClick={() => actions.addAfter(key)}>
          {outline.add}
        </Menu.Item>
        <Menu.Item leftSection={<StepIcon name="up" />} onClick={() => actions.move(key, 'up')}>
          {outline.up}
        </Menu.Item>
        <Menu.Item leftSection={<StepIcon name="down" />} onClick={() => actions.move(key, 'down')}>
          {outline.down}
        </Menu.Item>
        <Menu.Item leftSection={<StepIcon name="copy" />} onClick={() => select(actions.duplicate(key), 'head')}>
          {outline.duplicate}
        </Menu.Item>
        <Menu.Item leftSection={<StepIcon name="remove" />} onClick={() => actions.remove(key)}>
          {outline.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
