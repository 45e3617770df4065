/** A consent at a provider: its window is opened in the click, and this page hears how it went. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { ApiProblem } from '../../src/api/client.ts';
import { type CallInput, call } from '../api/call.ts';
import { connectWords } from '../words/connect.ts';

const CHANNEL = 'holdfast-authorization';
const ASK_AGAIN_MS = 2_000;
const WINDOW = 'popup,width=560,height=760';

export type AuthorizationWish = CallInput<'startAuthorization'>['body'];

interface Begun {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: string;
  /** The browser did not open the window. */
  readonly isBlocked: boolean;
}

export interface Authorization {
  /** Call it in a click: later, browsers keep the window closed. */
  readonly begin: (wish: AuthorizationWish) => void;
  readonly isStarting: boolean;
  /** Set while the person is at the provider. */
  readonly waiting: Begun | undefined;
  readonly stop: () => void;
  /** Why it could not begin. */
  readonly error: Error | null;
  /** Why it ended without a connection, in words. */
  readonly problem: string | undefined;
}

/** Calls `onDone` with the name of the connection once it is made and proven. */
export function useAuthorization(onDone: (connection: string) => void): Authorization {
  const [begun, setBegun] = useState<Begun>();
  const start = useMutation({ mutationFn: beginInWindow, onSuccess: setBegun });
  const id = begun?.id ?? '';
  const answer = useAnswer(id);
  useHearing(id);
  const take = useEffectEvent(onDone);
  const state = answer.data?.state;
  const connection = answer.data?.connection;
  useEffect(() => {
    if (state === 'done' && typeof connection === 'string') take(connection);
  }, [state, connection]);
  // A server that cannot be reached for a while says nothing about the consent; one that knows of none does.
  const isForgotten = answer.error instanceof ApiProblem && answer.error.status < 500;
  const isOver = begun !== undefined && (state === 'failed' || isForgotten);
  return {
    begin(wish) {
      setBegun(undefined);
      start.mutate(wish);
    },
    isStarting: start.isPending,
    waiting: begun !== undefined && !isOver && state !== 'done' ? begun : undefined,
    stop: () => setBegun(undefined),
    error: start.error,
    problem: isOver ? (answer.data?.problem ?? connectWords.waiting.expired) : undefined,
  };
}

/** The window is opened empty before anything is asked, since the wait for an answer would outlast the click. */
async function beginInWindow(wish: AuthorizationWish): Promise<Begun> {
  const popup = window.open('', '', WINDOW);
  try {
    const begun = await call('startAuthorization', { body: wish });
    popup?.location.replace(begun.url);
    return { ...begun, isBlocked: popup === null };
  } catch (error) {
    popup?.close();
    throw error;
  }
}

/** How it stands; asked again while it is under way, since the window may be closed without a word. */
function useAnswer(id: string) {
  return useQuery({
    queryKey: ['authorizations', id],
    queryFn: () => call('getAuthorization', { path: { id } }),
    enabled: id !== '',
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data === undefined || data.state === 'pending' ? ASK_AGAIN_MS : false),
  });
}

/** The page that the provider sends the person back to says so at once, in every window of this browser. */
function useHearing(id: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (id === '') return undefined;
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => void queries.invalidateQueries({ queryKey: ['authorizations', id] });
    return () => channel.close();
  }, [id, queries]);
}
