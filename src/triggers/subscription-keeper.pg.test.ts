import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { makeTestVault, noReferences } from '../../test/vault.ts';
import { makeConnections } from '../connections/index.ts';
import { type FlowId, makeId, parseJson, silentLog, systemClock, type WorkspaceId } from '../foundation/index.ts';
import type { FlowTrigger } from '../language/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import { createCrm, type StandIn } from '../sandbox/index.ts';
import { SubscriptionKeeper } from './subscription-keeper.ts';
import { TriggerBook } from './trigger-book.ts';
import { TriggerFinder } from './trigger-finder.ts';

const TOKEN = 'crm-token-of-the-test';
const workspaceId = makeId<WorkspaceId>();
const TRIGGER: FlowTrigger = {
  kind: 'webhook',
  connector: 'sandbox_crm',
  event: 'deal_closed_won',
  connection: 'crm',
  signature: { kind: 'standard_webhooks' },
};

let shared: TestDatabase;
let crm: StandIn;
let sender: HttpSender;
let triggers: TriggerBook;
let keeper: SubscriptionKeeper;
before(async () => {
  shared = await openTestDatabase();
  const { database } = shared;
  crm = createCrm({ port: 0, token: TOKEN, deliver: async () => ({ status: 200 }) });
  await crm.start();
  const vault = makeTestVault(database);
  await makeWorkspace(database, workspaceId);
  const allow = [{ host: '127.0.0.1', ports: [Number(new URL(crm.url).port)], loopback: true }];
  sender = new HttpSender({ policy: new EgressPolicy({ allow }), clock: systemClock });
  const { book: connections } = makeConnections({
    database,
    vault,
    sender,
    secrets: noReferences,
    clock: systemClock,
    log: silentLog,
    random: Math.random,
  });
  for (const [name, token] of [
    ['crm', TOKEN],
    ['wrong', 'not-the-token-of-the-crm'],
  ] as const) {
    const credential = { kind: 'bearer', token };
    await connections.create({
      workspaceId,
      name,
      connector: 'sandbox_crm',
      settings: { baseUrl: crm.url },
      credential,
    });
  }
  const finder = new TriggerFinder({ database, vault, clock: systemClock });
  triggers = new TriggerBook({ database, vault, finder });
  keeper = new SubscriptionKeeper({ database, connections, triggers, sender, log: silentLog });
});
after(async () => {
  await sender.close();
  await crm.stop();
  await shared.close();
});

/** A published flow with its webhook. */
async function makeFlow(): Promise<FlowId> {
  const id = makeId<FlowId>();
  const sql = 'insert into flow (workspace_id, id, name, title, live_version) values ($1, $2, $3, $3, 1)';
  await shared.database.query(sql, [workspaceId, id, `flow-${id}`]);
  await triggers.ensure(workspaceId, id, TRIGGER);
  return id;
}

interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly createdAt: string;
}

async function webhooks(): Promise<readonly Webhook[]> {
  const answer = await fetch(`${crm.url}/webhooks`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return (parseJson(await answer.text()) as unknown as { items: Webhook[] }).items;
}

const webhooksAt = async (url: string) => (await webhooks()).filter((webhook) => webhook.url === url);

test('a webhook is registered once, whoever publishes again, and ended when its flow is archived', async () => {
  const flowId = await makeFlow();
  const url = 'http://holdfast.example/hooks/once';
  const request = { workspaceId, flowId, trigger: TRIGGER, url };
  await Promise.all(Array.from({ length: 5 }, () => keeper.ensure(request)));
  const [made, ...others] = await webhooksAt(url);
  assert.deepEqual([made?.events, others], [['deal.closed_won'], []]);
  await keeper.ensure(request);
  assert.deepEqual(await webhooksAt(url), [made], 'the vendor was not asked again');
  const state = await keeper.find(workspaceId, flowId);
  assert.deepEqual([state?.state, state?.connection, state?.problem], ['active', 'crm', null]);
  await keeper.end(workspaceId, flowId);
  assert.deepEqual(await webhooksAt(url), []);
  assert.equal(await keeper.find(workspaceId, flowId), undefined);
});

test('another address or another secret is registered anew, and the old address is gone', async () => {
  const flowId = await makeFlow();
  const request = { workspaceId, flowId, trigger: TRIGGER, url: 'http://holdfast.example/hooks/old' };
  await keeper.ensure(request);
  await keeper.ensure({ ...request, url: 'http://holdfast.example/hooks/new' });
  assert.deepEqual(await webhooksAt('http://holdfast.example/hooks/old'), []);
  const [before] = await webhooksAt('http://holdfast.example/hooks/new');
  await triggers.rotateSecret(workspaceId, flowId, { keepPreviousMs: 60_000 });
  await keeper.ensure({ ...request, url: 'http://holdfast.example/hooks/new' });
  const [renewed, ...others] = await webhooksAt('http://holdfast.example/hooks/new');
  assert.deepEqual([renewed?.id, others], [before?.id, []]);
  assert.notEqual(renewed?.createdAt, before?.createdAt);
});

test("a refusal is kept in the vendor's words without the secret, and a later try mends it", async () => {
  const flowId = await makeFlow();
  const url = 'http://holdfast.example/hooks/refused';
  await keeper.ensure({ workspaceId, flowId, trigger: { ...TRIGGER, connection: 'wrong' }, url });
  const failed = await keeper.find(workspaceId, flowId);
  assert.equal(failed?.state, 'failed');
  const missing = await keeper.missing(workspaceId);
  assert.ok(
    missing.some(({ connection }) => connection === failed?.connection),
    'a flow that hears nothing is told',
  );
  assert.match(failed?.problem ?? '', /answered 401/);
  const secret = (await triggers.signingSecret(workspaceId, flowId))?.reveal() ?? '';
  assert.ok(secret.length > 20 && failed?.problem?.includes(secret) === false);
  await keeper.ensure({ workspaceId, flowId, trigger: TRIGGER, url });
  assert.equal((await keeper.find(workspaceId, flowId))?.state, 'active');
});

test('a trigger that names no connection any more ends what was registered for it', async () => {
  const flowId = await makeFlow();
  const url = 'http://holdfast.example/hooks/by-hand';
  await keeper.ensure({ workspaceId, flowId, trigger: TRIGGER, url });
  const { connection: _connection, ...byHand } = TRIGGER;
  await keeper.ensure({ workspaceId, flowId, trigger: byHand, url });
  assert.deepEqual(await webhooksAt(url), []);
  assert.equal(await keeper.find(workspaceId, flowId), undefined);
});
