/** Turning the switches of a stand-in on and off. */
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { type JsonObject, type JsonValue, makeObject } from '../../src/foundation/index.ts';
import { type Answer, call } from '../api/call.ts';
import { sampleQuery, type Vendor } from './sample-query.ts';

export type SwitchChange =
  | { readonly kind: 'on'; readonly setting: JsonObject }
  | { readonly kind: 'off'; readonly name: string }
  | { readonly kind: 'mend' };

/** The change that a person asked for; its answer is what the page shows next. */
export function useSwitches(vendor: Vendor): UseMutationResult<Answer<'setSwitch'>, Error, SwitchChange> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: SwitchChange) => carryOut(vendor, change),
    onSuccess: (sample) => queries.setQueryData(sampleQuery.queryKey, sample),
  });
}

async function carryOut({ name: vendor, on }: Vendor, change: SwitchChange): Promise<Answer<'setSwitch'>> {
  const path = { vendor };
  if (change.kind === 'on') return call('setSwitch', { path, body: { setting: change.setting } });
  let sample = await call('clearSwitches', { path });
  if (change.kind === 'mend') return sample;
  // A stand-in knows "all off" only: what else was on is turned on again.
  for (const other of on.filter(({ name }) => name !== change.name)) {
    sample = await call('setSwitch', { path, body: { setting: settingAgain(other) } });
  }
  return sample;
}

/** The setting of a switch that is on, for as many calls as it has left. */
function settingAgain({ left, ...setting }: JsonObject): JsonObject {
  const entries = Object.entries(setting) as [string, JsonValue][];
  return makeObject(typeof left === 'number' ? [...entries, ['count', left]] : entries);
}
