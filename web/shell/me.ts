/** Who is signed in, what they may do, and in which workspace. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';

export type Me = Answer<'getMe'>;

export const meQuery = queryOptions({ queryKey: ['members', 'me'], queryFn: () => call('getMe') });

/** The person who is signed in; only on pages inside the shell. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

const RANKS: Readonly<Record<string, number>> = { viewer: 0, operator: 1, builder: 2, owner: 3 };

/** True when the person's role has what this one has; the server decides again on every call. */
export function useMay(role: 'viewer' | 'operator' | 'builder' | 'owner'): boolean {
  return (RANKS[useMe().role ?? ''] ?? -1) >= (RANKS[role] as number);
}
