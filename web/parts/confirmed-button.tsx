/** A button whose effect is told in a dialog before it happens. */
import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { actionWords } from '../words/actions.ts';
import { ProblemNote } from './problem-note.tsx';
import { RoleButton } from './role-button.tsx';

interface ConfirmedButtonProps extends ButtonProps {
  /** The least role that may. */
  readonly needs: 'operator' | 'builder' | 'owner';
  readonly label: string;
  /** What will happen, before it does. */
  readonly question: ReactNode;
  /** The word on the button that does it; default: the label. */
  readonly confirmLabel?: string;
  readonly isDangerous?: boolean;
  /** Rejects with what went wrong, which `state` then shows in the dialog. */
  readonly onConfirm: () => Promise<unknown>;
  readonly state: { readonly isPending: boolean; readonly error: unknown };
}

export function ConfirmedButton(props: ConfirmedButtonProps) {
  const { needs, label, question, confirmLabel = label, isDangerous = false, onConfirm, state, ...look } = props;
  const [isOpen, { open, close }] = useDisclosure(false);
  const confirm = (): void => {
    onConfirm().then(close, () => undefined);
  };
  return (
    <>
      <RoleButton needs={needs} variant="default" {...look} onClick={open}>
        {label}
      </RoleButton>
      <Modal opened={isOpen} onClose={close} title={label} closeButtonProps={{ 'aria-label': actionWords.close }}>
        <Stack gap="md">
          {typeof question === 'string' ? <Text size="sm">{question}</Text> : question}
          {state.error !== null && <ProblemNote error={state.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {actionWords.leave}
            </Button>
            <Button
              data-autofocus
              loading={state.isPending}
              onClick={confirm}
              {...(isDangerous ? { color: 'red.9' } : {})}
            >
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
