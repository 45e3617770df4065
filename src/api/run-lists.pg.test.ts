import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { customerFlow, startHoldfast, type TestHoldfast, until } from '../../test/holdfast.ts';
import type { OverviewShown } from './overview-shapes.ts';
import type { RunListQuery } from './run-shapes.ts';

let holdfast: TestHoldfast;
/** The first is set aside, the second waits for its vendor. */
let runIds: readonly string[] = [];

before(async () => {
  holdfast = await startHoldfast();
  await holdfast.client.publishFlow({ ...(customerFlow() as object), orderKey: { from: 'trigger.email' } } as never);
  await setSwitch({ name: 'status', code: 400, count: 1 });
  const dead = await send('ada', 'dead_lettered');
  await setSwitch({ name: 'status_429', retryAfter: '20', count: 1 });
  const waiting = await send('bob', 'waiting');
  runIds = [dead, waiting];
});
after(() => holdfast.stop());

async function setSwitch(setting: object): Promise<void> {
  const answer = await fetch(`${holdfast.vendor.url}/sandbox/switches`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(setting),
  });
  assert.ok(answer.ok, await answer.text());
}

async function send(name: string, state: string): Promise<string> {
  const bytes = new TextEncoder().encode(`{"id":"${name}","email":"${name}@example.com","name":"${name} Lovelace"}`);
  const { runId } = await holdfast.client.sendEvent('customers', { bytes });
  await until(
    () => holdfast.client.showRun(runId),
    (run) => run.state === state,
  );
  return runId;
}

async function get<T>(path: string): Promise<T> {
  const headers = { authorization: `Bearer ${holdfast.token}` };
  return (await (await fetch(`${holdfast.url}/api/v1${path}`, { headers })).json()) as T;
}

test('each filter of the list is taken from the query, alone and with the others', async () => {
  const [dead = '', waiting = ''] = runIds;
  const { problem } = await holdfast.client.showRun(dead);
  const idsOf = async (query: RunListQuery) => (await holdfast.client.listRuns(query)).runs.map((run) => run.id);
  assert.deepEqual(await idsOf({}), [waiting, dead]);
  assert.deepEqual(await idsOf({ state: 'dead_lettered,waiting', flow: 'customers' }), [waiting, dead]);
  assert.deepEqual(await idsOf({ orderKey: 'bob@example.com' }), [waiting]);
  assert.deepEqual(await idsOf({ code: problem?.code ?? '' }), [dead]);
  assert.deepEqual(await idsOf({ text: 'ADA love' }), [dead]);
  assert.deepEqual(await idsOf({ text: 'lovelace', state: 'waiting', from: '2020-01-01T00:00:00Z' }), [waiting]);
  assert.deepEqual(await idsOf({ to: '2020-01-01T00:00:00Z' }), []);
  for (const query of [{ state: 'broken' }, { state: 'waiting,' }, { from: 'yesterday' }, { code: 'NO' }, { limit: 0 }])
    await assert.rejects(holdfast.client.listRuns(query), { code: 'api.request.invalid' });
});

test('a run tells its event as mappings see it, and a decision with the instant until which it waits', async () => {
  const run = await holdfast.client.showRun(runIds[1] ?? '');
  assert.equal(run.flowTitle, 'A body becomes a customer');
  assert.deepEqual({ ...(run.eventJson as object) }, { id: 'bob', email: 'bob@example.com', name: 'bob Lovelace' });
  const [attempt] = run.attempts;
  assert.match(
    attempt?.decision?.text ?? '',
    /^429 throttled, Retry-After 20 s: the connection pauses .*attempt not counted$/,
  );
  const untilMs = Date.parse(attempt?.decision?.untilAt ?? '') - Date.parse(attempt?.startedAt ?? '');
  assert.ok(untilMs >= 20_000 && untilMs < 25_000, String(untilMs));
});

test('the overview names what needs a person, and counts ends and waiting runs of each flow', async () => {
  const shown = await until(
    () => get<OverviewShown>('/overview'),
    ({ flows }) => flows[0]?.today.failed === 1,
  );
  assert.deepEqual(
    shown.problems.map(({ kind, count, flow, text }) => ({ kind, count, flow, text })),
    [
      {
        kind: 'dead_letters',
        count: 1,
        flow: 'customers',
        text: '1 dead letter of "A body becomes a customer": mend the cause, then replay',
      },
    ],
  );
  const [flow] = shown.flows;
  assert.deepEqual([flow?.waiting, flow?.deadLetters, flow?.hours.length], [1, 1, 24]);
  assert.ok(flow?.nextDueAt !== null && flow?.lastEventAt !== null);
  assert.deepEqual(shown.counts, { waiting: 1, dead_lettered: 1 });
});

test('many dead letters are replayed with one call that has to say which', async () => {
  const post = (body: object) =>
    fetch(`${holdfast.url}/api/v1/runs/replay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${holdfast.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  assert.equal((await post({})).status, 422);
  assert.deepEqual(await (await post({ flow: 'customers' })).json(), { replayed: 1, refused: 0, hasMore: false });
});
