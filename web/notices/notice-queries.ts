/** What is asked about notices and channels. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';

export type Notice = Answer<'listNotices'>['notices'][number];
export type Channel = Answer<'listChannels'>['channels'][number];

const PAGE_ROWS = 50;

/** A page of notices, the newest first; before the one with this id when it is given. */
export function noticesQuery(state: 'open' | 'all', before: string | undefined) {
  return queryOptions({
    queryKey: ['notices', 'list', state, before],
    queryFn: () => call('listNotices', { query: { state, limit: PAGE_ROWS, before } }),
    placeholderData: keepPreviousData,
  });
}

/** True when there may be more after a page. */
export function isFullPage(notices: readonly Notice[]): boolean {
  return notices.length >= PAGE_ROWS;
}

/** How many causes are open, for the bell. */
export const openNoticesQuery = queryOptions({
  queryKey: ['notices', 'open'],
  queryFn: async () => (await call('listNotices', { query: { state: 'open', limit: 1 } })).openCount,
});

export const channelsQuery = queryOptions({ queryKey: ['notices', 'channels'], queryFn: () => call('listChannels') });
