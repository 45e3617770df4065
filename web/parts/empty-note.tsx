/** What stands in a list without rows: what it would show, and what to do. */
import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyNoteProps {
  readonly title: string;
  readonly children?: ReactNode;
}

export function EmptyNote({ title, children }: EmptyNoteProps) {
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm">
        <Title order={2} size="h3" ta="center">
          {title}
        </Title>
        {typeof children === 'string' ? (
          <Text ta="center" size="sm">
            {children}
          </Text>
        ) : (
          children
        )}
      </Stack>
    </Paper>
  );
}
