/** A text to be taken along whole: a link or a secret, with a button that copies it. */
import { Group, TextInput } from '@mantine/core';
import { actionWords } from '../words/actions.ts';
import { CopyText } from './copy-text.tsx';

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}

export function CopyField({ label, value, description }: CopyFieldProps) {
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        flex={1}
        readOnly
        label={label}
        value={value}
        {...(description === undefined ? {} : { description })}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyText size="sm" text={value} label={actionWords.copy} aria-label={`${actionWords.copy}: ${label}`} />
    </Group>
  );
}
