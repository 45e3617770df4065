/** The heading of a page, which also names the browser's tab, with what can be done on the page beside it. */
import { Group, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { shellWords } from '../words/shell.ts';

interface PageTitleProps {
  readonly title: string;
  readonly children?: ReactNode;
}

export function PageTitle({ title, children }: PageTitleProps) {
  useDocumentTitle(`${title} · ${shellWords.product}`);
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Title order={1}>{title}</Title>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
