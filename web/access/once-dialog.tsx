/** Something that is shown once: a link or a secret, in a dialog that closes only on purpose. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CopyField } from '../parts/copy-field.tsx';
import { accessWords } from '../words/access.ts';
import { actionWords } from '../words/actions.ts';

interface OnceDialogProps {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly why: string;
  readonly onClose: () => void;
}

export function OnceDialog({ title, label, value, why, onClose }: OnceDialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <Stack>
        <CopyField label={label} value={value} />
        <Text size="sm">{why}</Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{accessWords.tokens.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
