import { type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import { findRecord } from './record-lookup.ts';
import type { VendorRoute } from './vendor.ts';

/** The status resource of the switch `accepted_202`. */
export const jobRoute: VendorRoute = {
  operation: 'get_job',
  method: 'GET',
  path: '/jobs/:id',
  handle: (call) => ({ status: 200, body: showJob(findRecord(call, 'jobs', call.params.id ?? ''), call.nowMs) }),
};

function showJob(job: JsonObject, nowMs: number): JsonValue {
  const isDone = nowMs >= Number(job.doneAtMs);
  const shown = makeObject([
    ['id', job.id ?? null],
    ['status', isDone ? 'done' : 'pending'],
  ]);
  if (isDone) shown.result = job.result ?? null;
  return shown;
}
