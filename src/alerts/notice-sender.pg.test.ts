import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { makeAlerting, makeConnectionRow, makeMember, startHookReceiver } from '../../test/alerting.ts';
import { makeWorkspace } from '../../test/engine.ts';
import { startMailServer } from '../../test/mail-server.ts';
import { openTestDatabase } from '../../test/postgres.ts';
import type { WorkspaceId } from '../foundation/index.ts';

const WORDS = {
  kind: 'test',
  severity: 'warning',
  title: 'It broke',
  text: 'So.',
  fix: 'Mend it.',
  link: '/x',
} as const;

async function start(t: TestContext, options: { hasMail?: boolean; ports?: readonly number[] } = {}) {
  const { database } = await openTestDatabase(t);
  const mail = options.hasMail === true ? await startMailServer() : undefined;
  const ports = options.ports ?? [];
  const alerting = makeAlerting({ database, ports, ...(mail === undefined ? {} : { mail }) });
  t.after(async () => {
    await alerting.stop();
    await mail?.stop();
  });
  const workspaceId = await makeWorkspace(database);
  const raise = (cause: string, to: WorkspaceId = workspaceId) =>
    alerting.notices.raise({ workspaceId: to, cause, ...WORDS, title: `It broke: ${cause}`, personId: null });
  /** Makes everything that waits for another try due now. */
  const passTime = () => database.query("update notice_delivery set due_at = now() where state = 'due'", []);
  const deliveries = async () =>
    (await alerting.notices.list({ workspaceId, isOpenOnly: false, limit: 50 })).flatMap((notice) => notice.deliveries);
  return { database, mail, alerting, workspaceId, raise, passTime, deliveries };
}

test('a broken connection is one mail to its owner with what to do, however often it is looked at', async (t) => {
  const { database, mail, alerting, workspaceId } = await start(t, { hasMail: true });
  await makeMember(database, workspaceId, { email: 'owner@example.com', role: 'owner' });
  const owner_id = await makeMember(database, workspaceId, { email: 'builder@example.com', role: 'builder' });
  const broken = { state: 'needs_reconnect', problem: 'It was revoked.', problem_side: 'account', owner_id };
  await makeConnectionRow(database, workspaceId, { name: 'crm', ...broken });
  for (let turn = 0; turn < 3; turn += 1) {
    await alerting.watch.runOnce();
    await alerting.deliveries.runOnce();
  }
  const [only, ...others] = mail?.mails ?? [];
  assert.deepEqual([only?.to, others], [['builder@example.com'], []]);
  assert.match(only?.text ?? '', /^Subject: \[test\] Reconnect crm\r$/m);
  assert.match(only?.text ?? '', /https:\/\/holdfast\.example\/connections\/crm/);
});

test('notices that are due together come to one address as one mail', async (t) => {
  const { database, mail, alerting, workspaceId, raise, deliveries } = await start(t, { hasMail: true });
  await makeMember(database, workspaceId, { email: 'owner@example.com', role: 'owner' });
  await alerting.channels.create(workspaceId, { kind: 'email', name: 'team', addresses: ['OWNER@example.com'] });
  for (const cause of ['a', 'b', 'c']) await raise(cause);
  await alerting.deliveries.runOnce();
  assert.equal(mail?.mails.length, 1, 'and nobody is written to twice because two channels name them');
  for (const cause of ['a', 'b', 'c']) assert.match(mail?.mails[0]?.text ?? '', new RegExp(`It broke: ${cause}`));
  assert.deepEqual(
    (await deliveries()).map(({ state }) => state),
    ['sent', 'sent', 'sent'],
  );
});

test('a mail that is put off is sent later, one that is refused is not, and both are seen', async (t) => {
  const { mail, alerting, workspaceId, raise, passTime, deliveries } = await start(t, { hasMail: true });
  assert.ok(mail !== undefined);
  const addresses = ['busy@example.com', 'gone@example.com', 'fine@example.com'];
  await alerting.channels.create(workspaceId, { kind: 'email', name: 'team', addresses });
  mail.refusals = new Map([
    ['busy@example.com', 451],
    ['gone@example.com', 550],
  ]);
  await raise('a');
  await alerting.deliveries.runOnce();
  const seen = async () => Object.fromEntries((await deliveries()).map(({ target, state }) => [target, state]));
  assert.deepEqual(await seen(), {
    'busy@example.com': 'due',
    'gone@example.com': 'failed',
    'fine@example.com': 'sent',
  });
  assert.match((await alerting.channels.list(workspaceId))[0]?.problem ?? '', /451|550/);
  mail.refusals = new Map();
  await alerting.deliveries.runOnce();
  assert.equal(mail.mails.length, 1, 'not before its time');
  await passTime();
  await alerting.deliveries.runOnce();
  assert.deepEqual(
    mail.mails.flatMap(({ to }) => to),
    ['fine@example.com', 'busy@example.com'],
  );
  assert.match((await alerting.channels.list(workspaceId))[0]?.problem ?? '', /550/, 'one address is still dead');
  await raise('b');
  await alerting.deliveries.runOnce();
  assert.equal((await alerting.channels.list(workspaceId))[0]?.problem, null);
});

test('what a webhook gets is verified by Standard Webhooks, under one id for all tries', async (t) => {
  const receiver = await startHookReceiver([503]);
  t.after(() => receiver.stop());
  const { alerting, workspaceId, raise, passTime, deliveries } = await start(t, { ports: [receiver.port] });
  const { secret } = await alerting.channels.create(workspaceId, { kind: 'webhook', name: 'pager', url: receiver.url });
  const id = await raise('a');
  await alerting.deliveries.runOnce();
  assert.deepEqual(
    (await deliveries()).map(({ state, problem }) => [state, problem]),
    [['due', `127.0.0.1:${receiver.port} answered 503.`]],
  );
  await passTime();
  await alerting.deliveries.runOnce();
  const [first, second] = receiver.received;
  assert.ok(first !== undefined && second !== undefined);
  const webhook = new Webhook(secret?.reveal() ?? '');
  const payload = webhook.verify(second.body, second.headers) as { type: string; data: Record<string, unknown> };
  assert.deepEqual([payload.type, payload.data.id, payload.data.title], ['notice.raised', id, 'It broke: a']);
  assert.equal(payload.data.link, 'https://holdfast.example/x');
  assert.equal(first.headers['webhook-id'], second.headers['webhook-id']);
  assert.throws(() => webhook.verify(second.body.replace('It broke', 'It works'), second.headers));
  assert.deepEqual(
    (await deliveries()).map(({ state, problem }) => [state, problem]),
    [['sent', null]],
  );
});

test('a dead channel is told on the second one and never about itself, and is over once it works (F95)', async (t) => {
  const receiver = await startHookReceiver();
  t.after(() => receiver.stop());
  const { database, alerting, workspaceId, raise } = await start(t, { ports: [receiver.port, 1] });
  const { channel } = await alerting.channels.create(workspaceId, {
    kind: 'webhook',
    name: 'dead',
    url: 'http://127.0.0.1:1/',
  });
  await alerting.channels.create(workspaceId, { kind: 'webhook', name: 'alive', url: receiver.url });
  await raise('a');
  await alerting.deliveries.runOnce();
  const cause = async () =>
    (await alerting.notices.list({ workspaceId, isOpenOnly: true, limit: 50 })).filter(
      ({ kind }) => kind === 'channel_failing',
    );
  await alerting.watch.runOnce();
  assert.deepEqual(await cause(), [], 'one failed try is no news');
  const sqlBefore = "update notice_channel set problem_since = now() - interval '6 minutes' where id = $1";
  await database.query(sqlBefore, [channel.id]);
  for (let turn = 0; turn < 3; turn += 1) {
    await alerting.watch.runOnce();
    await alerting.deliveries.runOnce();
  }
  const [notice, ...others] = await cause();
  assert.deepEqual(others, []);
  assert.deepEqual(
    notice?.deliveries.map(({ channel: name, state }) => [name, state]),
    [['alive', 'sent']],
  );
  assert.equal(receiver.received.length, 2);
  await alerting.channels.change({ workspaceId, id: channel.id }, { url: receiver.url });
  assert.equal((await alerting.channels.test({ workspaceId, id: channel.id })).results[0]?.sent.kind, 'sent');
  await alerting.watch.runOnce();
  assert.deepEqual(await cause(), []);
});

test('what a dead sender had claimed is delivered by another, and many senders deliver once', async (t) => {
  const receiver = await startHookReceiver();
  t.after(() => receiver.stop());
  const { database, alerting, workspaceId, raise, passTime } = await start(t, { ports: [receiver.port] });
  await alerting.channels.create(workspaceId, { kind: 'webhook', name: 'pager', url: receiver.url });
  await raise('a');
  const sqlClaim = "update notice_delivery set holder = 'dead', due_at = now() + interval '5 minutes', try_count = 1";
  await database.query(sqlClaim, []);
  await alerting.deliveries.runOnce();
  assert.equal(receiver.received.length, 0, 'it may still be under way');
  await passTime();
  for (const cause of ['b', 'c', 'd']) await raise(cause);
  const others = [1, 2, 3].map(() => makeAlerting({ database, ports: [receiver.port] }));
  await Promise.all([alerting, ...others].map(({ deliveries }) => deliveries.runOnce()));
  await Promise.all(others.map((other) => other.stop()));
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  assert.deepEqual([ids.length, new Set(ids).size], [4, 4]);
});

test('a channel that is switched off gets nothing, also of what was due, and a foreign one is not found', async (t) => {
  const receiver = await startHookReceiver();
  t.after(() => receiver.stop());
  const { database, alerting, workspaceId, raise, deliveries } = await start(t, { ports: [receiver.port] });
  const draft = { kind: 'webhook', name: 'pager', url: receiver.url } as const;
  const { channel } = await alerting.channels.create(workspaceId, draft);
  await raise('a');
  await alerting.channels.change({ workspaceId, id: channel.id }, { isEnabled: false });
  await raise('b');
  await alerting.deliveries.runOnce();
  assert.deepEqual(receiver.received, []);
  assert.deepEqual(
    (await deliveries()).map(({ state }) => state),
    ['failed'],
  );
  const foreign = await makeWorkspace(database);
  const missing = { code: 'alerts.channel.not_found' };
  await assert.rejects(alerting.channels.test({ workspaceId: foreign, id: channel.id }), missing);
  await assert.rejects(alerting.channels.remove({ workspaceId: foreign, id: channel.id }), missing);
  await assert.rejects(alerting.channels.create(workspaceId, draft), { code: 'alerts.channel.name_taken' });
  await alerting.channels.remove({ workspaceId, id: channel.id });
  assert.deepEqual(await alerting.channels.list(workspaceId), []);
});

test('the egress policy holds for webhooks as well, and a test says so (C07)', async (t) => {
  const { alerting, workspaceId } = await start(t);
  const { channel } = await alerting.channels.create(workspaceId, {
    kind: 'webhook',
    name: 'inside',
    url: 'https://169.254.169.254/latest/meta-data',
  });
  const { results } = await alerting.channels.test({ workspaceId, id: channel.id });
  const sent = results[0]?.sent;
  assert.match(sent?.kind === 'sent' ? '' : (sent?.problem ?? ''), /blocked by egress policy/);
  assert.match((await alerting.channels.list(workspaceId))[0]?.problem ?? '', /blocked/);
});
