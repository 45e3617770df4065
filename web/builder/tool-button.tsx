import { ActionIcon, Tooltip } from '@mantine/core';
import { type IconName, StepIcon } from './step-icon.tsx';

interface ToolButtonProps {
  readonly icon: IconName;
  readonly label: string;
  /** The keys that do the same. */
  readonly keys: string;
  /** Pixels. */
  readonly size: number;
  readonly isOn: boolean;
  readonly onUse: () => void;
}

/** A button with a sign alone, whose word and keys are told on hover and to programs. */
export function ToolButton({ icon, label, keys, size, isOn, onUse }: ToolButtonProps) {
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={size}
        aria-label={label}
        aria-keyshortcuts={keys}
        disabled={!isOn}
        onClick={onUse}
      >
        <StepIcon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
