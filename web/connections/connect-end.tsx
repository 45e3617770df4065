/** The end of a form that connects: how it went, and what can be done. */
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNote } from '../parts/problem-note.tsx';
import { AuthorizationNote } from './authorization-note.tsx';
import type { Authorization } from './use-authorization.ts';

/** Dialogs are long: what there is to say is brought into view, with the focus where the button went away for it. */
function showNote(note: HTMLDivElement | null): void {
  if (note === null || note.firstChild === null) return;
  note.scrollIntoView({ block: 'nearest' });
  if (document.activeElement === document.body) note.focus({ preventScroll: true });
}

interface ConnectEndProps {
  readonly authorization: Authorization;
  /** Of a call that needs no consent. */
  readonly error: Error | null;
  readonly providerTitle: string;
  /** The buttons. */
  readonly children: ReactNode;
}

export function ConnectEnd({ authorization, error, providerTitle, children }: ConnectEndProps) {
  const { waiting, problem } = authorization;
  const said = waiting?.id ?? problem ?? (error ?? authorization.error)?.message;
  return (
    <>
      <div key={said} hidden={said === undefined} tabIndex={-1} ref={showNote}>
        {error === null ? (
          <AuthorizationNote authorization={authorization} providerTitle={providerTitle} />
        ) : (
          <ProblemNote error={error} />
        )}
      </div>
      {waiting === undefined && (
        <Group justify="flex-end" gap="xs">
          {children}
        </Group>
      )}
    </>
  );
}
