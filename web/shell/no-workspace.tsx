/** What a person without any workspace sees. */
import { Container } from '@mantine/core';
import { ButtonLink } from '../parts/app-link.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { shellWords } from '../words/shell.ts';

export function NoWorkspace() {
  return (
    <Container size="sm" py="xl">
      <EmptyNote title={shellWords.noWorkspace}>
        <span>{shellWords.noWorkspaceFix}</span>
        <ButtonLink to="/account">{shellWords.makeWorkspace}</ButtonLink>
      </EmptyNote>
    </Container>
  );
}
