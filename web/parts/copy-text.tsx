/** Copies a text and says that it did. */
import { Button, type ButtonProps, CopyButton, VisuallyHidden } from '@mantine/core';
import { actionWords } from '../words/actions.ts';

interface CopyTextProps extends ButtonProps {
  readonly text: string;
  readonly label: string;
}

export function CopyText({ text, label, ...look }: CopyTextProps) {
  return (
    <CopyButton value={text} timeout={2_000}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" {...look} onClick={copy}>
          {copied ? actionWords.copied : label}
          <VisuallyHidden aria-live="polite">{copied ? actionWords.copied : ''}</VisuallyHidden>
        </Button>
      )}
    </CopyButton>
  );
}
