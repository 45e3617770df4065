/** A button that asks once more before it takes something away. */
import { Button, type ButtonProps, Group, Popover, Text } from '@mantine/core';
import { useState } from 'react';
import { actionWords } from '../words/actions.ts';

interface ConfirmButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'disabled'> {
  readonly children: string;
  /** What will happen, in a sentence. */
  readonly question: string;
  readonly isBusy?: boolean;
  /** The name for programs, where several such buttons stand on a page. */
  readonly label?: string;
  readonly onConfirm: () => void;
}

export function ConfirmButton({ children, question, isBusy = false, label, onConfirm, ...look }: ConfirmButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const confirm = (): void => {
    setOpen(false);
    onConfirm();
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus returnFocus withArrow width={280} position="bottom-end">
      <Popover.Target>
        <Button
          variant="default"
          {...look}
          loading={isBusy}
          {...(label === undefined ? {} : { 'aria-label': label })}
          onClick={() => setOpen(!isOpen)}
        >
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={question}>
        <Text size="sm" mb="sm">
          {question}
        </Text>
        <Group gap="xs">
          <Button size="xs" color="red.9" onClick={confirm}>
            {children}
          </Button>
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {actionWords.leave}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
