/** What the stand-ins show. Every run may change what they have on record, so it is asked again when runs change. */
import { queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';

export type Sample = NonNullable<Answer<'getSample'>>;
export type Vendor = Sample['vendors'][number];
export type SampleAction = Sample['actions'][number];

export const sampleQuery = queryOptions({
  queryKey: ['runs', 'sample'],
  queryFn: () => call('getSample'),
  staleTime: 0,
});
