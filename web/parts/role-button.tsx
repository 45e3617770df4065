/** A button for what not every role may do: where it is closed, it says why instead of hiding. */
import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../shell/me.ts';
import { actionWords } from '../words/actions.ts';

interface RoleButtonProps extends ButtonProps {
  /** The least role that may. */
  readonly needs: 'operator' | 'builder' | 'owner';
  readonly onClick: () => void;
  /** What it will do, for those who wait with the mouse over it. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** A button that stays reachable by keyboard when the person's role closes it, and then tells the reason. */
export function RoleButton({ needs, onClick, children, ...look }: RoleButtonProps) {
  const isAllowed = useMay(needs);
  if (isAllowed) {
    return (
      <Button {...look} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={actionWords.needsRole[needs]} events={{ hover: true, focus: true, touch: true }}>
      <Button {...look} data-disabled aria-disabled>
        {children}
      </Button>
    </Tooltip>
  );
}
