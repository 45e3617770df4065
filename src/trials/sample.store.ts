import type { Tx } from '../db/index.ts';
import { type JsonValue, parseJson, stringifyJson } from '../foundation/index.ts';
import type { EventFacts, Sample, SampleFlow, SampleOrigin, Samples } from './sample.ts';

interface SampleRow {
  readonly stepKey: string;
  readonly output: string;
  readonly sizeBytes: number;
  readonly origin: SampleOrigin;
  readonly isPinned: boolean;
  readonly fingerprint: string | null;
  readonly event: string | null;
  readonly note: string;
  readonly madeBy: string;
  readonly madeAt: Date;
}

/** The trigger's row; no step has an empty key. */
const TRIGGER_ROW = '';

/** All samples of one flow are one range of the primary key, and bounded together when they are written. */
export const sqlListSamples = `
select step_key as "stepKey", output, size_bytes as "sizeBytes", origin, is_pinned as "isPinned", fingerprint, event, note,
  made_by as "madeBy", made_at as "madeAt"
from flow_sample where workspace_id = $1 and flow_id = $2`;

/** The samples of a flow. */
export async function listSamples(tx: Tx, flow: SampleFlow): Promise<Samples> {
  const rows = await tx.query<SampleRow>(sqlListSamples, [flow.workspaceId, flow.flowId]);
  const byKey = new Map(rows.map((row) => [row.stepKey, sampleOf(row)]));
  const trigger = byKey.get(TRIGGER_ROW);
  byKey.delete(TRIGGER_ROW);
  return { trigger, steps: byKey };
}

function sampleOf({ stepKey: _key, output, event, ...row }: SampleRow): Sample {
  return {
    ...row,
    output: parseJson(output),
    event: event === null ? null : (parseJson(event) as unknown as EventFacts),
  };
}

/** A sample about to be kept; `stepKey` undefined is the trigger's. */
export interface NewSample {
  readonly stepKey: string | undefined;
  readonly output: string;
  readonly sizeBytes: number;
  readonly origin: SampleOrigin;
  readonly isPinned: boolean;
  readonly fingerprint: string | null;
  readonly event: EventFacts | null;
  readonly note: string;
  readonly madeBy: string;
}

/** Bytes of the other samples of the flow, for the bound on all together. */
export const sqlOtherSampleBytes = `
select coalesce(sum(size_bytes), 0)::int as bytes from flow_sample
where workspace_id = $1 and flow_id = $2 and step_key <> $3`;

/** How many bytes the flow's samples besides this one take. */
export async function otherSampleBytes(tx: Tx, flow: SampleFlow, stepKey: string | undefined): Promise<number> {
  const values = [flow.workspaceId, flow.flowId, stepKey ?? TRIGGER_ROW];
  const [row] = await tx.query<{ bytes: number }>(sqlOtherSampleBytes, values);
  return row?.bytes ?? 0;
}

/** What a trial found never takes the place of what a person has pinned meanwhile; what a person gives always does. */
export const sqlPutSample = `
insert into flow_sample (workspace_id, flow_id, step_key, output, size_bytes, origin, is_pinned, fingerprint, event, note,
  made_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (workspace_id, flow_id, step_key) do update
set output = excluded.output, size_bytes = excluded.size_bytes, origin = excluded.origin, is_pinned = excluded.is_pinned,
  fingerprint = excluded.fingerprint, event = excluded.event, note = excluded.note, made_by = excluded.made_by,
  made_at = now()
where $12 or not flow_sample.is_pinned`;

/** Keeps a sample in the place of the one before. */
export async function putSample(
  tx: Tx,
  flow: SampleFlow,
  { sample, overPin }: { sample: NewSample; overPin: boolean },
): Promise<void> {
  const { stepKey, output, sizeBytes, origin, isPinned, fingerprint, event, note, madeBy } = sample;
  await tx.query(sqlPutSample, [
    flow.workspaceId,
    flow.flowId,
    stepKey ?? TRIGGER_ROW,
    output,
    sizeBytes,
    origin,
    isPinned,
    fingerprint,
    event === null ? null : stringifyJson(event as unknown as JsonValue),
    note,
    madeBy,
    overPin,
  ]);
}

export const sqlDropSample = `delete from flow_sample where workspace_id = $1 and flow_id = $2 and step_key = $3`;

/** Forgets a sample; none there is no fault. */
export async function dropSample(tx: Tx, flow: SampleFlow, stepKey: string | undefined): Promise<void> {
  await tx.query(sqlDropSample, [flow.workspaceId, flow.flowId, stepKey ?? TRIGGER_ROW]);
}

export const sqlPinSample = `
update flow_sample set is_pinned = $4 where workspace_id = $1 and flow_id = $2 and step_key = $3 returning step_key`;

/** Pins a sample or lets it go; false when there is none. */
export async function pinSample(
  tx: Tx,
  flow: SampleFlow,
  { stepKey, isPinned }: { stepKey: string | undefined; isPinned: boolean },
): Promise<boolean> {
  const values = [flow.workspaceId, flow.flowId, stepKey ?? TRIGGER_ROW, isPinned];
  return (await tx.query(sqlPinSample, values)).length > 0;
}
