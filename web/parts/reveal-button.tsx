import { UnstyledButton } from '@mantine/core';

interface RevealButtonProps {
  readonly label: string;
  readonly isOpen: boolean;
  /** Id of what it shows. */
  readonly controls: string;
  readonly onToggle: () => void;
}

/** Shows or hides what stands below it. */
export function RevealButton({ label, isOpen, controls, onToggle }: RevealButtonProps) {
  return (
    <UnstyledButton
      fz="sm"
      c="var(--mantine-color-anchor)"
      aria-expanded={isOpen}
      aria-controls={controls}
      onClick={onToggle}
    >
      {`${isOpen ? '▾' : '▸'} ${label}`}
    </UnstyledButton>
  );
}
