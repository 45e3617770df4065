/** Leaving, wanted or not. */

import { useEffect } from 'react';
import { ApiProblem } from '../../src/api/client.ts';
import { callAuth } from '../access/auth-call.ts';
import { queries } from '../api/queries.ts';

/** Ends the session at the server, and forgets what this page knew of the workspace. */
export async function signOut(): Promise<void> {
  await callAuth('sign-out', {}).catch(() => undefined);
  location.assign('/sign-in');
}

/** Sends a person whose session ended while they worked to the sign-in page, and from there back to where they were. */
export function useSessionWatch(): void {
  useEffect(() => {
    const look = (error: unknown): void => {
      if (!(error instanceof ApiProblem) || error.status !== 401 || location.pathname === '/sign-in') return;
      const to = `${location.pathname}${location.search}`;
      location.assign(`/sign-in?${new URLSearchParams({ to, ended: 'yes' })}`);
    };
    const stops = [
      queries.getQueryCache().subscribe((event) => look(event.query.state.error)),
      queries.getMutationCache().subscribe((event) => look(event.mutation?.state.error)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}
