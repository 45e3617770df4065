import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeAlerting, makeConnectionRow, makeMember } from '../../test/alerting.ts';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { type ConnectionId, makeId, type WorkspaceId } from '../foundation/index.ts';

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
});
after(() => shared.close());

type Alerting = ReturnType<typeof makeAlerting>;

const listed = (alerting: Alerting, workspaceId: WorkspaceId, isOpenOnly = true) =>
  alerting.notices.list({ workspaceId, isOpenOnly, limit: 200 });

const set = (id: ConnectionId, assignment: string) =>
  shared.database.query(`update connection set ${assignment} where id = $1`, [id]);

/** Of a run that waits for scopes; only its row is looked at. */
async function holdForScopes(workspaceId: WorkspaceId, connectionId: ConnectionId, scopes: readonly string[]) {
  const sql = `insert into run (workspace_id, id, flow_id, flow_version, event_id, state, held_connection_id, held_scopes)
    values ($1, $2, $2, 1, $2, 'held', $3, $4)`;
  await shared.database.query(sql, [workspaceId, makeId(), connectionId, scopes]);
}

test('a connection that needs a reconnect is told once, with what to do, and is resolved by the reconnect', async () => {
  const { database } = shared;
  const workspaceId = await makeWorkspace(database);
  const alerting = makeAlerting({ database, flows: { crm: ['deals', 'leads'] } });
  const problem = 'The vendor answered 401: token revoked.';
  const id = await makeConnectionRow(database, workspaceId, { name: 'crm', state: 'needs_reconnect', problem });
  for (let look = 0; look < 3; look += 1) await alerting.watch.runOnce();
  const [notice, ...others] = await listed(alerting, workspaceId);
  assert.deepEqual([notice?.kind, notice?.severity, others], ['connection_needs_reconnect', 'critical', []]);
  assert.deepEqual([notice?.seenCount, notice?.link], [1, '/connections/crm']);
  assert.match(
    notice?.text ?? '',
    /^The connection crm [^.]*\. The vendor answered 401: token revoked\. Runs of "deals", "leads" are held/,
  );
  assert.match(notice?.fix ?? '', /reconnect/);
  await set(id, "state = 'active', problem = null");
  await alerting.watch.runOnce();
  assert.deepEqual(await listed(alerting, workspaceId), []);
  const [resolved] = await listed(alerting, workspaceId, false);
  assert.ok(resolved?.resolvedAt instanceof Date);
  await set(id, "state = 'needs_reconnect'");
  await alerting.watch.runOnce();
  assert.equal((await listed(alerting, workspaceId, false)).length, 2, 'a second break is another notice');
});

test('the watches of many processes raise one notice between them', async () => {
  const { database } = shared;
  const workspaceId = await makeWorkspace(database);
  await makeConnectionRow(database, workspaceId, { name: 'crm', state: 'needs_reconnect' });
  const watches = Array.from({ length: 6 }, () => makeAlerting({ database }));
  await Promise.all(watches.map(({ watch }) => watch.runOnce()));
  const [notice, ...others] = await listed(watches[0] as Alerting, workspaceId, false);
  assert.deepEqual([notice?.seenCount, others], [1, []]);
});

test('an invalid_grant is told to whoever owns the connection, an invalid_client to the owners (F70)', async () => {
  const { database } = shared;
  const workspaceId = await makeWorkspace(database);
  await makeMember(database, workspaceId, { email: 'owner-f70@example.com', role: 'owner' });
  const builder = await makeMember(database, workspaceId, { email: 'builder-f70@example.com', role: 'builder' });
  const broken = { state: 'needs_reconnect', owner_id: builder };
  await makeConnectionRow(database, workspaceId, { ...broken, name: 'by-account', problem_side: 'account' });
  await makeConnectionRow(database, workspaceId, { ...broken, name: 'by-app', problem_side: 'app' });
  const alerting = makeAlerting({ database });
  await alerting.watch.runOnce();
  const notices = await listed(alerting, workspaceId);
  const toWhom = Object.fromEntries(notices.map(({ title, forPerson }) => [title, forPerson]));
  assert.deepEqual(toWhom, { 'Reconnect by-account': 'builder-f70@example.com', 'Reconnect by-app': null });
  const fixOf = (title: string) => notices.find((notice) => notice.title === title)?.fix ?? '';
  assert.match(fixOf('Reconnect by-app'), /owner of the account cannot mend this/);
  assert.notEqual(fixOf('Reconnect by-app'), fixOf('Reconnect by-account'));
});

test('each kind of trouble has its notice, and what is well has none', async () => {
  const { database } = shared;
  const workspaceId = await makeWorkspace(database);
  const alerting = makeAlerting({ database, flows: { revoked: ['orders'] } });
  const make = (name: string, columns: Record<string, unknown> = {}) =>
    makeConnectionRow(database, workspaceId, { name, ...columns });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  await make('well');
  await make('weeks', { expires_at: inDays(10) });
  await make('days', { expires_at: inDays(2) });
  await make('later', { expires_at: inDays(60) });
  await make('revoked', { state: 'revoked' });
  await make('revoked-unused', { state: 'revoked' });
  await make('asleep', { verify_problem: 'No answer.', verified_at: inDays(-2) });
  await make('just-asleep', { verify_problem: 'No answer.', verified_at: inDays(-1) });
  await make('unread', { verify_problem: 'its secrets cannot be read: the source is down', verified_at: new Date() });
  await makeToken(workspaceId, await make('stuck'), { failures: 12 });
  await makeToken(workspaceId, await make('hiccup'), { failures: 1 });
  await makeToken(workspaceId, await make('rolling', { expires_at: inDays(7) }), { failures: 0 });
  await holdForScopes(workspaceId, await make('narrow', { granted_scopes: ['read'] }), ['read', 'write']);
  await holdForScopes(workspaceId, await make('draining', { granted_scopes: ['read'] }), ['read']);
  await alerting.watch.runOnce();
  const notices = await listed(alerting, workspaceId);
  const found = notices.map(({ link, kind, severity }) => `${link.split('/')[2]} ${kind} ${severity}`).toSorted();
  assert.deepEqual(found, [
    'asleep connection_unverified warning',
    'days connection_ends critical',
    'narrow connection_scopes_missing critical',
    'revoked connection_revoked_in_use critical',
    'stuck connection_renewal_failing warning',
    'unread connection_unverified warning',
    'weeks connection_ends warning',
  ]);
  const scopes = notices.find(({ kind }) => kind === 'connection_scopes_missing');
  assert.match(scopes?.text ?? '', /not granted write\./, 'only what is missing is named');
});

async function makeToken(workspaceId: WorkspaceId, id: ConnectionId, { failures }: { failures: number }) {
  const sql = `insert into connection_token (workspace_id, connection_id, sealed_tokens, refresh_due_at, failure_count, failure)
    values ($1, $2, '', now() + interval '1 minute', $3, case when $3 > 0 then 'The provider did not answer.' end)`;
  await shared.database.query(sql, [workspaceId, id, failures]);
}

test('acknowledging keeps a notice open, takes it out of the count, and names who said it first', async () => {
  const { database } = shared;
  const workspaceId = await makeWorkspace(database);
  const alerting = makeAlerting({ database });
  await makeConnectionRow(database, workspaceId, { name: 'crm', state: 'needs_reconnect' });
  await alerting.watch.runOnce();
  const [notice] = await listed(alerting, workspaceId);
  assert.ok(notice !== undefined);
  assert.equal(await alerting.notices.countOpen(workspaceId), 1);
  await alerting.notices.acknowledge(workspaceId, notice.id, 'Olga');
  const again = await alerting.notices.acknowledge(workspaceId, notice.id, 'Piet');
  assert.deepEqual([again.acknowledgedBy, again.resolvedAt], ['Olga', null]);
  assert.equal(await alerting.notices.countOpen(workspaceId), 0);
  const foreign = await makeWorkspace(database);
  await assert.rejects(alerting.notices.acknowledge(foreign, notice.id, 'Eve'), { code: 'alerts.notice.not_found' });
});

test('a page of notices goes on where the one before ended', async () => {
  const { database } = shared;
  const workspaceId = await makeWorkspace(database);
  const { notices } = makeAlerting({ database });
  for (const number of [1, 2, 3, 4, 5]) {
    const words = { kind: 'test', severity: 'info', title: `${number}`, text: '', fix: '', link: '/' } as const;
    await notices.raise({ workspaceId, cause: `test:${number}`, ...words, personId: null });
  }
  const first = await notices.list({ workspaceId, isOpenOnly: true, limit: 2 });
  const before = first.at(-1)?.id;
  assert.ok(before !== undefined);
  const rest = await notices.list({ workspaceId, isOpenOnly: true, limit: 10, before });
  assert.deepEqual(
    [...first, ...rest].map(({ title }) => title),
    ['5', '4', '3', '2', '1'],
  );
});
