/** One matter of a settings page: its heading, a sentence, and what can be done about it. */
import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionCardProps {
  readonly title: string;
  readonly why?: string;
  readonly children: ReactNode;
}

export function SectionCard({ title, why, children }: SectionCardProps) {
  return (
    <Paper withBorder p={{ base: 'sm', xs: 'md' }} component="section" aria-label={title}>
      <Title order={2} mb={why === undefined ? 'sm' : 4}>
        {title}
      </Title>
      {why !== undefined && (
        <Text size="sm" mb="sm">
          {why}
        </Text>
      )}
      <Stack gap="sm">{children}</Stack>
    </Paper>
  );
}
