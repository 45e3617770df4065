import { notifications } from '@mantine/notifications';
import { actionWords } from '../words/actions.ts';

/** Tells in the corner of the page what was done, or what could not be. */
export function tell(message: string, kind: 'done' | 'problem' = 'done'): void {
  const closeButtonProps = { 'aria-label': actionWords.close };
  notifications.show({ message, closeButtonProps, ...(kind === 'problem' ? { color: 'red' } : {}) });
}
