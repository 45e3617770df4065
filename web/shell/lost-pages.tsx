/** What stands where a page is not, or broke. */
import { Button, Container, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { EmptyNote } from '../parts/empty-note.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { shellWords } from '../words/shell.ts';

export function MissingPage() {
  useDocumentTitle(`${shellWords.notFound} · ${shellWords.product}`);
  return (
    <Container size="sm" py="xl">
      <EmptyNote title={shellWords.notFound}>
        <Text ta="center" size="sm">
          {shellWords.notFoundFix}
        </Text>
        <Button component={Link} to="/">
          {shellWords.home}
        </Button>
      </EmptyNote>
    </Container>
  );
}

export function BrokenPage({ error }: { readonly error: unknown }) {
  return (
    <Container size="sm" py="xl">
      <ProblemNote error={error} onRetry={() => location.reload()} />
    </Container>
  );
}
