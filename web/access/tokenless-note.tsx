/** Stands where a link was opened without its secret. */
import { Alert, Text } from '@mantine/core';
import { accessWords } from '../words/access.ts';

export function TokenlessNote() {
  return (
    <Alert color="yellow" variant="light" title={accessWords.tokenless} role="alert">
      <Text size="sm">{accessWords.tokenlessFix}</Text>
    </Alert>
  );
}
