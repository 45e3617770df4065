import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { makeTestVault } from '../../test/vault.ts';
import { Database, GroupCommit } from '../db/index.ts';
import {
  AppError,
  type FlowId,
  isAppError,
  makeId,
  type Secret,
  silentLog,
  systemClock,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { CompiledFlow, FlowTrigger } from '../language/index.ts';
import { DatabaseClock, RunAcceptor } from '../runs/index.ts';
import type { Vault } from '../vault/index.ts';
import { EventSender } from './event-sender.ts';
import { type HookAnswer, HookReceiver } from './hook-receiver.ts';
import { statusOf } from './hook-status.ts';
import { TriggerBook } from './trigger-book.ts';
import { TriggerCounters } from './trigger-counters.ts';
import { TriggerFinder } from './trigger-finder.ts';

const workspaceId = makeId<WorkspaceId>();
const SIGNED: FlowTrigger = { kind: 'webhook', signature: { kind: 'standard_webhooks' } };
const UNSIGNED: FlowTrigger = { kind: 'webhook', signature: { kind: 'unsigned' } };

let shared: TestDatabase;
let commit: GroupCommit;
let vault: Vault;
/** What the live versions of the flows say; the flow library would compile it from the database. */
const published = new Map<string, FlowTrigger>();
/** Added to the time of the receiver. */
let aheadMs = 0;

before(async () => {
  shared = await openTestDatabase();
  vault = makeTestVault(shared.database);
  commit = new GroupCommit({ database: shared.database, log: silentLog });
  await commit.start();
  await shared.database.query('insert into workspace values ($1, $2, $3)', [workspaceId, 'w', Buffer.from('x')]);
});
test.after(async () => {
  await commit.stop();
  await shared.close();
});

const clock = { ...systemClock, nowMs: () => Date.now() + aheadMs };
const flows = {
  async compiled(_workspaceId: WorkspaceId, flowId: FlowId, number: number) {
    const trigger = published.get(`${flowId}/${number}`);
    if (trigger === undefined) throw new Error('no such version');
    return { document: { trigger }, steps: [] } as unknown as CompiledFlow;
  },
};

const TARGET = { method: 'POST', path: '/hooks/t', origin: 'https://flows.example' };

interface Door {
  readonly receiver: HookReceiver;
  readonly book: TriggerBook;
  readonly counters: TriggerCounters;
  readonly acceptor: RunAcceptor;
}

function openDoor(database = shared.database, into = commit): Door {
  const finder = new TriggerFinder({ database, vault, clock });
  const counters = new TriggerCounters({ database: shared.database, clock, log: silentLog });
  const databaseClock = new DatabaseClock(clock);
  const acceptor = new RunAcceptor({ commit: into, flows: flows as never, clock, databaseClock });
  const receiver = new HookReceiver({ finder, flows, acceptor, counters, clock, log: silentLog });
  return { receiver, book: new TriggerBook({ database: shared.database, vault, finder }), counters, acceptor };
}

async function publish(door: Door, trigger: FlowTrigger) {
  const flowId = makeId<FlowId>();
  const sql = 'insert into flow (workspace_id, id, name, title, live_version) values ($1, $2, $3, $3, 1)';
  await shared.database.query(sql, [workspaceId, flowId, `flow-${flowId}`]);
  published.set(`${flowId}/1`, trigger);
  const { path, secret } = await door.book.ensure(workspaceId, flowId, trigger);
  return { flowId, token: path.slice('/hooks/'.length), secret: secret as Secret<string> };
}

function signed(secret: Secret<string>, id: string, body: string) {
  const at = Math.floor(clock.nowMs() / 1_000);
  const key = Buffer.from(secret.reveal().slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
  return { headers, rawBody: Buffer.from(body), target: TARGET };
}

const plain = (body: string, headers = {}) => ({ headers, rawBody: Buffer.from(body), target: TARGET });

/** `status code` of what a delivery is refused with. */
async function refusalOf(delivery: Promise<HookAnswer>): Promise<string> {
  const error: unknown = await delivery.then(
    () => assert.fail('it was accepted'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError, String(error));
  return `${statusOf(error)} ${error.code}`;
}

interface Stored {
  readonly body: Buffer;
  readonly headers: string;
  readonly dedupeKey: string;
  readonly runId: string | null;
}

function storedOf(flowId: FlowId): Promise<Stored[]> {
  return shared.database.query<Stored>(
    `select e.body, e.headers, e.dedupe_key as "dedupeKey", r.id as "runId" from trigger_event e
     left join run r on r.workspace_id = e.workspace_id and r.event_id = e.id where e.flow_id = $1 order by e.id`,
    [flowId],
  );
}

async function untilSomebodyWaitsForALock(): Promise<void> {
  const sql = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await shared.database.query(sql, [])).length === 0);
}

test('fifty parallel deliveries of one event make one run, and all of them name it', async () => {
  const door = openDoor();
  const { flowId, token, secret } = await publish(door, SIGNED);
  const request = { token, ...signed(secret, 'msg_1', '{"a":1}') };
  const answers = await Promise.all(Array.from({ length: 50 }, () => door.receiver.receive(request)));
  const stored = await storedOf(flowId);
  assert.equal(stored.length, 1);
  assert.deepEqual([...new Set(answers.map((answer) => answer.body.runId))], [stored[0]?.runId]);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [...Array<number>(49).fill(200), 202]);
  assert.equal(answers.filter((answer) => answer.body.duplicate).length, 49);
  await door.counters.runOnce();
  assert.equal((await door.book.find(workspaceId, flowId)).duplicateCount, 49);
});

test('the answer waits for the commit', async () => {
  const door = openDoor();
  const { flowId, token } = await publish(door, UNSIGNED);
  let isAnswered = false;
  const answer = await shared.database.inTx(async (tx) => {
    await tx.query('lock table trigger_event in share mode', []);
    const received = door.receiver.receive({ token, ...plain('1') }).finally(() => {
      isAnswered = true;
    });
    await untilSomebodyWaitsForALock();
    assert.equal(isAnswered, false);
    assert.deepEqual(await storedOf(flowId), []);
    return { received };
  });
  assert.equal((await answer.received).status, 202);
  assert.equal((await storedOf(flowId)).length, 1);
});

test('the bytes are stored as they came, 64-bit ids and odd spacing included', async () => {
  const door = openDoor();
  const { flowId, token } = await publish(door, { ...UNSIGNED, dedupe: { by: 'path', path: 'id' } });
  const bodies = ['{ "id":9007199254740993,"t":"\\u0000\\ud800" }', '{"id":9007199254740992}'];
  for (const body of bodies) assert.equal((await door.receiver.receive({ token, ...plain(body) })).status, 202);
  const stored = await storedOf(flowId);
  assert.deepEqual(
    stored.map((event) => event.body.toString()),
    bodies,
  );
  assert.deepEqual(
    stored.map((event) => event.dedupeKey),
    ['path:9007199254740993', 'path:9007199254740992'],
  );
});

test('a key with NUL, a lone surrogate or no end is stored, and known again', async () => {
  const door = openDoor();
  const { flowId, token } = await publish(door, { ...UNSIGNED, dedupe: { by: 'path', path: 'id' } });
  const ids = ['a\\u0000', 'a\\ud800', 'a\\udc00', 'a', 'x'.repeat(10_000)];
  const sendAll = () => Promise.all(ids.map((id) => door.receiver.receive({ token, ...plain(`{"id":"${id}"}`) })));
  assert.deepEqual(
    (await sendAll()).map((answer) => answer.status),
    [202, 202, 202, 202, 202],
  );
  assert.deepEqual(
    (await sendAll()).map((answer) => answer.status),
    [200, 200, 200, 200, 200],
  );
  assert.equal((await storedOf(flowId)).length, ids.length);
});

test('the same bytes are the same event until their memory is over', async () => {
  const door = openDoor();
  const { flowId, token } = await publish(door, { ...UNSIGNED, dedupe: { by: 'body', memory: 'PT2M' } });
  const send = async () => (await door.receiver.receive({ token, ...plain('[1]') })).status;
  const age = (seconds: number) =>
    shared.database.query(
      "update trigger_event set received_at = received_at - $2 * interval '1 second' where flow_id = $1",
      [flowId, seconds],
    );
  assert.deepEqual([await send(), await send()], [202, 200]);
  await age(100);
  assert.equal(await send(), 200);
  await age(30);
  assert.deepEqual([await send(), await send()], [202, 200]);
  assert.equal((await storedOf(flowId)).length, 2);
});

test('during a rotation both secrets are good, afterwards the new one alone', async (t) => {
  const door = openDoor();
  const { flowId, token, secret: first } = await publish(door, SIGNED);
  const second = await door.book.rotateSecret(workspaceId, flowId, { keepPreviousMs: 60_000 });
  const send = (secret: Secret<string>, id: string) => door.receiver.receive({ token, ...signed(secret, id, '1') });
  assert.equal((await send(first, 'msg_old')).status, 202);
  assert.equal((await send(second, 'msg_new')).status, 202);
  aheadMs = 61_000;
  t.after(() => {
    aheadMs = 0;
  });
  assert.equal(await refusalOf(send(first, 'msg_late')), '401 triggers.signature.refused');
  assert.equal((await send(second, 'msg_later')).status, 202);
});

test('a delivery that was caught cannot be sent again once its time is over', async (t) => {
  const door = openDoor();
  const { flowId, token, secret } = await publish(door, SIGNED);
  const caught = signed(secret, 'msg_1', '1');
  await door.receiver.receive({ token, ...caught });
  assert.equal((await door.receiver.receive({ token, ...caught })).status, 200);
  aheadMs = 302_000;
  t.after(() => {
    aheadMs = 0;
  });
  assert.equal(await refusalOf(door.receiver.receive({ token, ...caught })), '401 triggers.signature.outside_window');
  assert.equal((await storedOf(flowId)).length, 1);
});

test('a signed trigger whose secret was removed refuses everything and counts it', async () => {
  const door = openDoor();
  const { flowId, token, secret } = await publish(door, SIGNED);
  await shared.database.query('update webhook_trigger set sealed_secret = null where flow_id = $1', [flowId]);
  for (const delivery of [signed(secret, 'msg_1', '1'), plain('1')]) {
    assert.equal(await refusalOf(door.receiver.receive({ token, ...delivery })), '401 triggers.secret.not_configured');
  }
  assert.deepEqual(await storedOf(flowId), []);
  await door.counters.runOnce();
  assert.equal((await door.book.find(workspaceId, flowId)).refusedCount, 2);
});

test('a delivery is judged by the live version, even where the publisher died before the trigger heard of it', async () => {
  const door = openDoor();
  const { flowId, token } = await publish(door, UNSIGNED);
  published.set(`${flowId}/2`, SIGNED);
  await shared.database.query('update flow set live_version = 2 where id = $1', [flowId]);
  assert.equal(await refusalOf(door.receiver.receive({ token, ...plain('1') })), '401 triggers.secret.not_configured');
});

test('an address that was never made and one of an archived flow get the same answer', async () => {
  const door = openDoor();
  const { flowId, token } = await publish(door, UNSIGNED);
  await shared.database.query('update flow set archived_at = now() where id = $1', [flowId]);
  for (const each of [token, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '', '../flows']) {
    assert.equal(await refusalOf(door.receiver.receive({ token: each, ...plain('1') })), '404 triggers.hook.unknown');
  }
});

test('a webhook that is switched off has its senders come again, and a flow without a live version refuses with 409', async () => {
  const door = openDoor();
  const off = await publish(door, UNSIGNED);
  await door.book.setEnabled(workspaceId, off.flowId, false);
  assert.equal(
    await refusalOf(door.receiver.receive({ token: off.token, ...plain('1') })),
    '503 triggers.hook.disabled',
  );
  await door.book.setEnabled(workspaceId, off.flowId, true);
  assert.equal((await door.receiver.receive({ token: off.token, ...plain('1') })).status, 202);
  const draft = await publish(door, UNSIGNED);
  await shared.database.query('update flow set live_version = null where id = $1', [draft.flowId]);
  assert.equal(
    await refusalOf(door.receiver.receive({ token: draft.token, ...plain('1') })),
    '409 triggers.flow.not_live',
  );
});

test('when the database is gone the sender is told to come again, and nothing is stored', async (t) => {
  const gone = new Database({ url: 'postgres://nobody@/none?host=/nowhere', log: silentLog });
  const lost = new GroupCommit({ database: gone, log: silentLog }, { deadlineMs: 50 });
  await lost.start();
  t.after(async () => {
    await lost.stop();
    await gone.close();
  });
  const { flowId, token } = await publish(openDoor(), UNSIGNED);
  for (const door of [openDoor(gone), openDoor(shared.database, lost)]) {
    const error: unknown = await door.receiver.receive({ token, ...plain('1') }).catch((thrown: unknown) => thrown);
    assert.ok(isAppError(error, 'triggers.event.not_stored'), String(error));
    assert.equal(statusOf(error), 503);
    assert.ok((error.retryAfterSeconds ?? 0) > 0);
  }
  assert.deepEqual(await storedOf(flowId), []);
});

test('a fault of our own is never the sender’s: 503, and nothing is stored', async () => {
  const door = openDoor();
  const { flowId, token } = await publish(door, UNSIGNED);
  published.delete(`${flowId}/1`);
  assert.equal(await refusalOf(door.receiver.receive({ token, ...plain('1') })), '503 triggers.event.not_stored');
  assert.deepEqual(await storedOf(flowId), []);
});

test('an event sent by hand needs no signature, is read like any other, and is known by its own key', async () => {
  const door = openDoor();
  const { flowId, token, secret } = await publish(door, SIGNED);
  const find = async () => ({ id: flowId, liveVersion: 1 });
  const sender = new EventSender({ flows: { ...flows, find } as never, acceptor: door.acceptor });
  const send = (bytes: string, more = {}) =>
    sender.send({ workspaceId, flowName: 'f', bytes: Buffer.from(bytes), ...more });
  assert.equal((await door.receiver.receive({ token, ...signed(secret, 'k', '1') })).status, 202);
  const answers = [
    await send('1'),
    await send('1'),
    await send('1', { dedupeKey: 'k' }),
    await send('1', { dedupeKey: 'k' }),
  ];
  assert.deepEqual(
    answers.map((answer) => answer.duplicate),
    [false, false, false, true],
  );
  assert.equal(answers[3]?.runId, answers[2]?.runId);
  await assert.rejects(send('2', { dedupeKey: 'k' }), (error) => isAppError(error, 'triggers.event.key_reused'));
  await assert.rejects(send('{"a":1,"a":2}'), (error) => isAppError(error, 'foundation.json.duplicate_key'));
  await assert.rejects(send('a=1', { contentType: 'text/html' }), (error) =>
    isAppError(error, 'triggers.body.type_refused'),
  );
  assert.equal((await storedOf(flowId)).length, 4);
});
