import { useSyncExternalStore } from 'react';
import { linkToken } from './leave-outside.ts';

/** The secret of the link, also when another link is opened in the same tab: only the part behind the `#` differs then. */
export function useLinkToken(): string {
  return useSyncExternalStore(watchHash, linkToken);
}

function watchHash(tell: () => void): () => void {
  addEventListener('hashchange', tell);
  return () => removeEventListener('hashchange', tell);
}
