/** A long history of runs, made by the database itself: for the plans of lists, and for the benchmark of them. */
import type { Tx } from '../src/db/index.ts';
import { type FlowId, makeId, type WorkspaceId } from '../src/foundation/index.ts';
import { makeWorkspace } from './engine.ts';

const FLOW_COUNT = 20;
/** The newest run of the history is of this moment; the others lie before it, half a second apart. */
const NEWEST_MS = Date.UTC(2026, 9, 1);
const APART_MS = 500;
/** The flows are not alike: three quarters of the runs are of the first one. */
const FLOW_OF = `(case when n % 4 <> 0 then 0 else (n / 4) % ${FLOW_COUNT} end)`;
const PROBLEM_OF = `'{"code":"' || (array['runs.call.rejected', 'runs.step.broke', 'runs.call.gave_up'])[1 + n % 3]
  || '","message":"It did not work.","fix":"Mend it.","stepKey":"invoice"}'`;

export interface RunHistory {
  readonly workspaceId: WorkspaceId;
  /** Of the flow that most runs are of, and of one that few are of. */
  readonly busyFlowId: FlowId;
  readonly quietFlowId: FlowId;
  /** Of one run in fifty thousand. */
  readonly orderKey: string;
  readonly newestMs: number;
}

/** Makes a workspace with flows and no runs. */
export async function makeHistory(tx: Tx): Promise<RunHistory> {
  const workspaceId = makeId<WorkspaceId>();
  const flowIds = Array.from({ length: FLOW_COUNT }, () => makeId<FlowId>());
  await makeWorkspace(tx, workspaceId);
  await tx.query(
    `insert into flow (workspace_id, id, name, title, live_version)
     select $1, id, 'flow-' || place, 'Flow ' || place, 1 from unnest($2::uuid[]) with ordinality as f (id, place)`,
    [workspaceId, flowIds],
  );
  const [busyFlowId, quietFlowId] = [flowIds[0] as FlowId, flowIds[7] as FlowId];
  return { workspaceId, busyFlowId, quietFlowId, orderKey: 'order-7', newestMs: NEWEST_MS };
}

/** A version 7 id whose time is that of the run, so that the order of the ids is that of the numbers. */
const ID_OF = `(lpad(to_hex($3::bigint - n * ${APART_MS}), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid`;
const AT = `to_timestamp(($3::bigint - n * ${APART_MS}) / 1000.0)`;
/** Of a thousand runs 20 were filtered, 5 cancelled and 5 set aside; 1 in 5,000 waits for something. */
const STATE_OF = `case
  when n % 5000 = 17 then (array['waiting', 'unknown', 'queued'])[1 + (n / 5000) % 3]
  when n % 1000 < 20 then 'filtered' when n % 1000 < 25 then 'cancelled' when n % 1000 < 30 then 'dead_lettered'
  else 'succeeded' end`;

const sqlSeedEvents = `
insert into trigger_event (workspace_id, id, flow_id, content_type, headers, body, received_at)
select $1, ${ID_OF}, f.id, 'application/json', '{}', convert_to('{"deal":' || n || ',"email":"person' || n % 997 ||
  '@example.com","title":"Deal number ' || n || '","amount":"' || n % 100000 || '.50","currency":"EUR"}', 'UTF8'), ${AT}
from generate_series($4::bigint, $5::bigint) as n
join (select id, place from unnest($2::uuid[]) with ordinality as u (id, place)) as f on f.place = 1 + ${FLOW_OF}`;

const sqlSeedRuns = `
insert into run (workspace_id, id, flow_id, flow_version, event_id, state, due_at, order_key, is_blocked, lease_epoch,
  problem, created_at, ended_at)
select $1, id, flow_id, 1, id, state, at, order_key, state in ('waiting', 'unknown', 'queued'), 1,
  case when state in ('dead_lettered', 'waiting', 'unknown') then ${PROBLEM_OF} end, at,
  case when state in ('succeeded', 'filtered', 'cancelled', 'dead_lettered') then at + interval '300 milliseconds' end
from (
  select n, ${ID_OF} as id, ${AT} as at, f.id as flow_id, ${STATE_OF} as state,
    case when n % 10 = 7 then 'order-' || n % 50000 end as order_key
  from generate_series($4::bigint, $5::bigint) as n
  join (select id, place from unnest($2::uuid[]) with ordinality as u (id, place)) as f on f.place = 1 + ${FLOW_OF}
) as made`;

/** Adds the runs numbered `from` to `to`, with their events; a greater number is an older run. */
export async function addHistory(
  tx: Tx,
  { workspaceId, newestMs }: RunHistory,
  numbers: { readonly from: number; readonly to: number },
): Promise<void> {
  const flows = await tx.query<{ id: FlowId }>('select id from flow where workspace_id = $1 order by id', [
    workspaceId,
  ]);
  const values = [workspaceId, flows.map((flow) => flow.id), newestMs, numbers.from, numbers.to];
  await tx.query(sqlSeedEvents, values);
  await tx.query(sqlSeedRuns, values);
}
