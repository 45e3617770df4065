/** The frame of the pages before the sign-in: one narrow card with the name of the product above it. */
import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { shellWords } from '../words/shell.ts';

interface OutsideCardProps {
  readonly title: string;
  readonly intro?: string;
  /** For a page that explains more than it asks. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function OutsideCard({ title, intro, isWide = false, children }: OutsideCardProps) {
  useDocumentTitle(`${title} · ${shellWords.product}`);
  return (
    <Center component="main" mih="100vh" px="sm" py="xl">
      <Stack w="100%" maw={isWide ? 560 : 400} gap="md">
        <Group gap={10} justify="center">
          <img src="/assets/holdfast.svg" width={32} height={32} alt="" />
          <Text size="lg" fw={650}>
            {shellWords.product}
          </Text>
        </Group>
        <Paper withBorder p={{ base: 'md', xs: 'xl' }}>
          <Title order={1} mb={intro === undefined ? 'md' : 'xs'}>
            {title}
          </Title>
          {intro !== undefined && (
            <Text size="sm" mb="md">
              {intro}
            </Text>
          )}
          {children}
        </Paper>
      </Stack>
    </Center>
  );
}
