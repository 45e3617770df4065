import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openTestDatabase } from '../../test/postgres.ts';
import type { Database } from '../db/index.ts';
import { type EventId, type FlowId, makeId, type WorkspaceId } from '../foundation/index.ts';
import { type Acceptance, type AcceptanceInput, acceptEvents } from './acceptance.store.ts';
import {
  type ClaimedRun,
  claimDueRuns,
  handBackRuns,
  type RunRecording,
  recordRuns,
  renewLeases,
  rescueRuns,
} from './ledger.store.ts';

const workspaceId = makeId<WorkspaceId>();
const flowId = makeId<FlowId>();
const lease = { holder: 'worker-a', leaseMs: 10_000 };
let database: Database;

before(async () => {
  ({ database } = await openTestDatabase());
  await database.query('insert into workspace values ($1, $2, $3)', [workspaceId, 'w', Buffer.from('x')]);
  await database.query('insert into flow (workspace_id, id, name, title, live_version) values ($1, $2, $3, $3, 1)', [
    workspaceId,
    flowId,
    'f',
  ]);
});

function event(changes: Partial<AcceptanceInput> = {}): AcceptanceInput {
  return {
    workspaceId,
    flowId,
    flowVersion: 1,
    eventId: makeId<EventId>(),
    dedupeKey: null,
    dedupeMemoryMs: null,
    contentType: 'application/json',
    headers: {},
    body: Buffer.from('{"a":1}'),
    orderKey: null,
    lease: null,
    problem: null,
    ...changes,
  };
}

async function accept(...inputs: AcceptanceInput[]): Promise<readonly Acceptance[]> {
  return database.inTx((tx) => acceptEvents.run(tx, inputs));
}

async function acceptOne(changes: Partial<AcceptanceInput> = {}): Promise<Acceptance> {
  const [accepted] = await accept(event(changes));
  return accepted as Acceptance;
}

async function claimAll(): Promise<ClaimedRun[]> {
  return claimDueRuns(database, lease, 1_000);
}

async function claimOnly(accepted: Acceptance): Promise<ClaimedRun> {
  const run = (await claimAll()).find((claimed) => claimed.id === accepted.runId);
  assert.ok(run);
  return run;
}

function recording(run: ClaimedRun, changes: Partial<RunRecording> = {}): RunRecording {
  const { id, leaseEpoch, orderKey } = run;
  return {
    workspaceId,
    id,
    leaseEpoch,
    flowId,
    orderKey,
    leaseMs: 10_000,
    steps: [],
    attempts: [],
    links: [],
    forgottenSteps: [],
    ...changes,
  };
}

async function record(...inputs: RunRecording[]) {
  return database.inTx((tx) => recordRuns.run(tx, inputs));
}

async function stateOf(accepted: {
  runId: string;
}): Promise<{ state: string; blocked: boolean; crashes: number; problem: string | null }> {
  const [row] = await database.query<{ state: string; blocked: boolean; crashes: number; problem: string | null }>(
    'select state, is_blocked as blocked, crash_count as crashes, problem from run where workspace_id = $1 and id = $2',
    [workspaceId, accepted.runId],
  );
  assert.ok(row);
  return row;
}

test('an accepted event has a queued run, and the claim gives it a lease of its own', async () => {
  const accepted = await acceptOne();
  assert.equal(accepted.state, 'queued');
  const run = await claimOnly(accepted);
  assert.equal(run.leaseEpoch, 1);
  assert.equal((await stateOf(accepted)).state, 'running');
  assert.deepEqual(await claimAll(), []);
});

test('an event accepted with our lease is running already and nobody else can claim it', async () => {
  const accepted = await acceptOne({ lease });
  assert.equal(accepted.state, 'running');
  assert.equal(accepted.leaseEpoch, 1);
  assert.ok(!(await claimAll()).some((run) => run.id === accepted.runId));
});

test('fifty deliveries of one event in one batch and in parallel make one run', async () => {
  const inputs = Array.from({ length: 25 }, () => event({ dedupeKey: 'same' }));
  const batches = await Promise.all([
    accept(...inputs),
    ...Array.from({ length: 25 }, () => accept(event({ dedupeKey: 'same' }))),
  ]);
  const answers = batches.flat();
  assert.equal(answers.filter((answer) => !answer.isDuplicate).length, 1);
  assert.equal(new Set(answers.map((answer) => answer.runId)).size, 1);
});

test('an acceptance that is repeated after a lost commit finds its own run and is no duplicate', async () => {
  const input = event({ dedupeKey: 'twice' });
  const [first] = await accept(input);
  const [again] = await accept(input);
  assert.deepEqual({ ...again, now: null }, { ...first, now: null });
});

test('a key whose memory is over counts as a new event, and one within it does not', async () => {
  const first = await acceptOne({ dedupeKey: 'body:1', dedupeMemoryMs: 60_000 });
  assert.equal((await acceptOne({ dedupeKey: 'body:1', dedupeMemoryMs: 60_000 })).isDuplicate, true);
  await database.query(`update trigger_event set received_at = now() - interval '2 minutes' where id = $1`, [
    first.eventId,
  ]);
  const later = await accept(
    event({ dedupeKey: 'body:1', dedupeMemoryMs: 60_000 }),
    event({ dedupeKey: 'body:1', dedupeMemoryMs: 60_000 }),
  );
  assert.deepEqual(
    later.map((answer) => answer.isDuplicate),
    [false, true],
  );
  assert.notEqual(later[0]?.runId, first.runId);
});

test('the raw bytes of an event are kept as they came, NUL and broken UTF-8 included', async () => {
  const body = Buffer.from([0x7b, 0x00, 0xff, 0xfe, 0x7d]);
  const accepted = await acceptOne({ body });
  const [row] = await database.query<{ body: Buffer }>('select body from trigger_event where id = $1', [
    accepted.eventId,
  ]);
  assert.deepEqual(row?.body, body);
});

test('runs of one order key move one at a time in the order of their acceptance', async () => {
  const accepted = [
    ...(await accept(event({ orderKey: 'deal-1', lease }), event({ orderKey: 'deal-1', lease }))),
    await acceptOne({ orderKey: 'deal-1', lease }),
  ];
  const [first, second, third] = accepted as [Acceptance, Acceptance, Acceptance];
  assert.deepEqual(
    accepted.map((each) => each.state),
    ['running', 'queued', 'queued'],
  );
  assert.ok(!(await claimAll()).some((run) => run.orderKey === 'deal-1'));
  const run = { ...recording({ id: first.runId, leaseEpoch: 1, orderKey: 'deal-1' } as ClaimedRun) };
  await record({ ...run, next: { state: 'waiting', dueInMs: 60_000 } });
  assert.equal((await stateOf(second)).blocked, true, 'a waiting run keeps its place');
  await database.query(`update run set due_at = now() where id = $1`, [first.runId]);
  const again = await claimOnly(first);
  await record(recording(again, { next: { state: 'succeeded' } }));
  assert.equal((await stateOf(second)).blocked, false);
  assert.equal((await stateOf(third)).blocked, true);
  await record(recording(await claimOnly(second), { next: { state: 'dead_lettered' } }));
  assert.equal((await stateOf(third)).blocked, false, 'a dead letter does not block those behind it');
  await record(recording(await claimOnly(third), { next: { state: 'succeeded' } }));
});

test('a worker that lost its lease records nothing, neither state nor step nor attempt', async () => {
  const accepted = await acceptOne();
  const stale = await claimOnly(accepted);
  await database.query(`update run set lease_expires_at = now() - interval '1 second' where id = $1`, [stale.id]);
  await database.inTx((tx) => rescueRuns(tx, { limit: 10, maxCrashes: 3, problem: '{}' }));
  const fresh = await claimOnly(accepted);
  assert.ok(fresh.leaseEpoch > stale.leaseEpoch);
  const steps = [{ stepKey: 's', itemKey: '', state: 'succeeded', output: 1 } as const];
  assert.deepEqual(await record(recording(stale, { steps, next: { state: 'succeeded' } })), [
    { isStored: false, isCancelRequested: false },
  ]);
  assert.equal((await stateOf(accepted)).state, 'running');
  assert.deepEqual(await database.query('select 1 from step_run where run_id = $1', [stale.id]), []);
  assert.deepEqual(await record(recording(fresh, { steps, next: { state: 'succeeded' } })), [
    { isStored: true, isCancelRequested: false },
  ]);
});

test('a step that is recorded as succeeded is never overwritten', async () => {
  const run = await claimOnly(await acceptOne());
  const step = (output: number) => ({ steps: [{ stepKey: 's', itemKey: '', state: 'succeeded' as const, output }] });
  await record(recording(run, step(1)));
  await record(recording(run, step(2)));
  assert.deepEqual(await database.query('select output from step_run where run_id = $1', [run.id]), [{ output: '1' }]);
  await record(recording(run, { next: { state: 'succeeded' } }));
});

test('a run that ends its worker three times in a row becomes a dead letter, and progress resets the count', async () => {
  const accepted = await acceptOne();
  const crash = async () => {
    await claimOnly(accepted);
    await database.query(`update run set lease_expires_at = now() - interval '1 second' where id = $1`, [
      accepted.runId,
    ]);
    await database.inTx((tx) => rescueRuns(tx, { limit: 10, maxCrashes: 3, problem: '{"code":"c"}' }));
  };
  await crash();
  await crash();
  assert.equal((await stateOf(accepted)).crashes, 2);
  await record(recording(await claimOnly(accepted), { next: { state: 'queued', dueInMs: 0 } }));
  assert.equal((await stateOf(accepted)).crashes, 0);
  for (let count = 0; count < 3; count += 1) await crash();
  const { state, problem } = await stateOf(accepted);
  assert.deepEqual({ state, problem }, { state: 'dead_lettered', problem: '{"code":"c"}' });
});

test('a lease is renewed only by its holder of now', async () => {
  const run = await claimOnly(await acceptOne());
  assert.deepEqual(
    (await renewLeases(database, [run, { ...run, leaseEpoch: run.leaseEpoch + 1 }], 10_000)).map((row) => row.id),
    [run.id],
  );
  await handBackRuns(database, [run]);
  assert.deepEqual(await renewLeases(database, [run], 10_000), []);
  assert.equal((await stateOf({ runId: run.id })).crashes, 0);
});

test('a cancel asked for while a run is executed takes effect when it would wait, and never hides an unknown outcome', async () => {
  const waiting = await claimOnly(await acceptOne());
  const unknown = await claimOnly(await acceptOne());
  await database.query('update run set is_cancel_requested = true where id in ($1, $2)', [waiting.id, unknown.id]);
  const answers = await record(
    recording(waiting, { next: { state: 'waiting', dueInMs: 5_000 } }),
    recording(unknown, { next: { state: 'unknown' } }),
  );
  assert.ok(answers.every((answer) => answer.isCancelRequested));
  assert.equal((await stateOf({ runId: waiting.id })).state, 'cancelled');
  assert.equal((await stateOf({ runId: unknown.id })).state, 'unknown');
});

test('an intent and its end are one attempt row, with bytes, failure and decision', async () => {
  const run = await claimOnly(await acceptOne());
  const intent = {
    stepKey: 's',
    itemKey: '',
    number: 1,
    kind: 'call',
    outcome: null,
    operationClass: 'L',
    idempotencyKey: 'k',
    request: { method: 'POST', url: 'https://x', headers: {} },
    requestBody: Buffer.from('a\0b'),
    startedAtMs: 1_700_000_000_123,
  } as const;
  await record(recording(run, { attempts: [intent] }));
  await record(
    recording(run, {
      attempts: [
        {
          ...intent,
          outcome: 'unknown',
          responseStatus: 500,
          responseBody: Buffer.from([0, 255]),
          durationMs: 7,
          failure: { kind: 'server_error', code: 'c', message: 'with \0 and \ud800' },
          decision: { kind: 'reconcile', text: 't' },
        },
      ],
      next: { state: 'waiting', dueInMs: 1_000 },
    }),
  );
  const rows = await database.query<Record<string, unknown>>('select * from attempt where run_id = $1', [run.id]);
  assert.equal(rows.length, 1);
  assert.deepEqual(rows[0]?.response_body, Buffer.from([0, 255]));
  assert.deepEqual(rows[0]?.started_at, new Date(1_700_000_000_123));
  assert.equal(JSON.parse(rows[0]?.failure as string).message, 'with \0 and \ud800');
});
