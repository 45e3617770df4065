import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectionBook, OpenConnection } from '../connections/index.ts';
import { findConnector, type Operation } from '../connectors/index.ts';
import {
  type EventId,
  type FlowId,
  type JsonObject,
  makeId,
  type RunId,
  Secret,
  silentLog,
  systemClock,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { CompiledFlow } from '../language/index.ts';
import { type CallResult, EgressPolicy, HttpSender } from '../outbound/index.ts';
import { AttemptMaker, type CallContext } from './attempt-maker.ts';
import { DatabaseClock } from './database-clock.ts';
import { FailureSettler } from './failure-settler.ts';
import { LeaseGuard } from './lease.ts';
import type { RunRecording } from './ledger.store.ts';
import { requestOf } from './planned-call.ts';
import type { ResolvedOperation } from './resolved-operation.ts';
import { initialProgress, type LeasedRun, type StepProgress } from './run.ts';
import { RunJournal } from './run-journal.ts';

/** An operation that the vendor judges item by item, as no connector has one yet. */
const BULK: Operation & { class: 'K' } = {
  name: 'create_rows',
  title: 'Create rows',
  summary: 'Makes several rows.',
  class: 'K',
  input: true,
  output: true,
  request: (input) => ({ method: 'POST', path: ['rows'], body: { kind: 'json', value: input } }),
  idempotency: { header: 'Idempotency-Key', quoted: false, keyLifeMs: 86_400_000, replaysErrors: false },
  itemsField: 'rows',
  examples: [],
};

const clock = new DatabaseClock(systemClock);
const sender = new HttpSender({ policy: new EgressPolicy({}), clock: systemClock });
const attempts = new AttemptMaker({ sender, clock, log: silentLog });
const failures = new FailureSettler({ connections: {} as ConnectionBook, attempts, clock, random: () => 0.5 });

function makeContext(operation: ResolvedOperation, input: JsonObject) {
  const recordings: RunRecording[] = [];
  const run: LeasedRun = {
    workspaceId: makeId<WorkspaceId>(),
    id: makeId<RunId>(),
    flowId: makeId<FlowId>(),
    flowVersion: 1,
    event: { id: makeId<EventId>(), receivedAt: '2026-11-24T00:00:00Z', headers: {}, body: null },
    orderKey: null,
    leaseEpoch: 1,
    payloadVersion: 0,
    startedAt: '2026-11-24T00:00:00Z',
    steps: new Map(),
  };
  const commit = async (recording: RunRecording) => {
    recordings.push({ ...recording, steps: [...recording.steps] });
    return { isStored: true, isCancelRequested: false };
  };
  const connection = {
    name: 'c',
    definition: findConnector('sandbox_invoicing'),
    baseUrl: 'https://vendor.example',
    attachment: { headers: {}, query: {} },
    redact: <T>(source: T) => source,
  } as unknown as OpenConnection;
  const place = { stepKey: 's', itemKey: '' };
  const frame = {
    run,
    journal: new RunJournal(run, { leaseMs: 9_000, commit }),
    guard: new LeaseGuard({ clock: systemClock, leaseMs: 9_000, requestedAt: 0 }),
    flow: {} as CompiledFlow,
    scope: { steps: {} },
    itemKey: '',
    budget: { stepsLeft: 10, outputBytesLeft: 1_000 },
  };
  const planned = {
    place,
    step: { kind: 'call', key: 's', connection: 'c', operation: operation.name, input: () => input } as const,
    connection,
    operation,
    input,
    keySeed: new Secret('seed'),
  };
  const context: CallContext = { planned, frame, progress: { ...initialProgress(clock.nowMs()), attempts: 1 } };
  return { context, recordings };
}

function failedAttempt(context: CallContext, status: number) {
  const answer = { status, headers: {}, body: Buffer.from('{}'), bodyState: 'complete' } as const;
  const result: CallResult = { kind: 'answered', answer, durationMs: 1, hops: 0 };
  const { planned, frame, progress } = context;
  const facts = {
    place: planned.place,
    number: 1,
    kind: 'call',
    operationClass: planned.operation.class,
    connection: planned.connection,
    request: requestOf(planned, frame, progress),
    startedAtMs: 0,
  } as const;
  return { facts, result };
}

async function progressOf(context: CallContext, recordings: RunRecording[]): Promise<StepProgress> {
  await context.frame.journal.flush();
  const progress = recordings.at(-1)?.steps[0]?.progress;
  assert.ok(progress !== undefined);
  return progress;
}

test('when some items of a list were refused, only those go out again, under a key of their own', async () => {
  const { context, recordings } = makeContext(BULK, { rows: ['a', 'b', 'c'] });
  const verdict = {
    kind: 'partial',
    output: ['made a'],
    failed: [
      { position: 1, code: 'x', message: 'no b' },
      { position: 2, code: 'x', message: 'no c' },
    ],
  } as const;
  const failure = { kind: 'partial', code: 'runs.answer.partial', message: '2 refused', status: 207 } as const;
  const turn = await failures.settle(context, { ...failedAttempt(context, 207), failure, verdict });
  assert.ok(turn.kind === 'end' && turn.end.kind === 'stopped' && turn.end.next.state === 'waiting');
  const progress = await progressOf(context, recordings);
  assert.deepEqual(progress.items, { open: [1, 2], outputs: ['made a'] });
  const first = requestOf(context.planned, context.frame, context.progress);
  const second = requestOf(context.planned, context.frame, progress);
  assert.equal(Buffer.from(second.body as Uint8Array).toString(), '{"rows":["b","c"]}');
  assert.notEqual(second.key, first.key);
});

test('positions of a second refusal are those of the list as it was mapped', async () => {
  const { context, recordings } = makeContext(BULK, { rows: ['a', 'b', 'c'] });
  const again = {
    ...context,
    progress: { ...context.progress, items: { open: [1, 2], outputs: ['made a'] }, subKey: 1 },
  };
  const verdict = {
    kind: 'partial',
    output: ['made b'],
    failed: [{ position: 1, code: 'x', message: 'no c' }],
  } as const;
  const failure = { kind: 'partial', code: 'runs.answer.partial', message: '1 refused', status: 207 } as const;
  await failures.settle(again, { ...failedAttempt(again, 207), failure, verdict });
  const progress = await progressOf(again, recordings);
  assert.deepEqual(progress.items, { open: [2], outputs: ['made a', 'made b'] });
});

test('a stale write lets the run read anew: recorded reads are forgotten, recorded writes are not', async () => {
  const { context, recordings } = makeContext({ ...BULK, class: 'I' }, {});
  const { journal } = context.frame;
  journal.noteStep({ stepKey: 'read', itemKey: '', state: 'succeeded', operationClass: 'R', output: 1 });
  journal.noteStep({ stepKey: 'write', itemKey: '', state: 'succeeded', operationClass: 'K', output: 2 });
  await journal.flush();
  const failure = { kind: 'precondition_failed', code: 'c', message: 'stale', status: 412 } as const;
  const turn = await failures.settle(context, { ...failedAttempt(context, 412), failure });
  assert.ok(turn.kind === 'end' && turn.end.kind === 'stopped' && turn.end.next.state === 'queued');
  await journal.flush(turn.end.next);
  assert.deepEqual(recordings.at(-1)?.forgottenSteps, [{ stepKey: 'read', itemKey: '' }]);
});
