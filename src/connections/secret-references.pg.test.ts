/** Credentials whose secrets lie elsewhere, as runs meet them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { API_KEY, Billing, invoiceStep } from '../../test/billing.ts';
import { type Engine, makeEngine, makeWorkspace, publishSteps, settle } from '../../test/engine.ts';
import { AppError, type Clock, isAppError } from '../foundation/index.ts';
import { environmentReader } from './secret-readers.ts';
import { SecretSources } from './secret-sources.ts';

const REFERENCE = 'env:HOLDFAST_SECRET_BILLING';

let billing: Billing;
let engine: Engine;
/** What lies at the reference; an error is what keeps it from being read. */
let found: string | AppError | undefined = API_KEY;
/** Passes only when a test says so. */
let nowMs = 0;

before(async () => {
  billing = await Billing.open();
  const read = environmentReader(() => {
    if (found instanceof AppError) throw found;
    return found;
  });
  const clock = { monotonicMs: () => nowMs } as unknown as Clock;
  const secrets = new SecretSources({ readers: { env: read }, mayUse: (id) => id === billing.workspaceId, clock });
  const { databaseUrl: url, masterKey, vendorPort } = billing;
  engine = await makeEngine({ url, masterKey, ports: [vendorPort], secrets });
  await engine.connections.create({
    workspaceId: billing.workspaceId,
    name: 'elsewhere',
    connector: 'sandbox_invoicing',
    settings: { baseUrl: billing.vendor.url },
    credential: { kind: 'api_key', key: { reference: REFERENCE } },
  });
  const step = { ...invoiceStep('create_invoice'), connection: 'elsewhere' };
  await publishSteps(engine, billing.workspaceId, { name: 'elsewhere', steps: [step] });
});

after(async () => {
  await engine.stop();
  await billing.close();
});

test('a run uses the secret that its credential refers to, and no row of the database holds it', async () => {
  const id = await billing.order('elsewhere', 'order-referred');
  await settle(engine);
  assert.equal(await billing.stateOf(id), 'succeeded');
  const rows = await engine.database.query<{ text: string }>(
    'select connection::text as text from connection union all select attempt::text from attempt',
    [],
  );
  assert.ok(rows.length > 1);
  for (const { text } of rows)
    assert.ok(!text.includes(API_KEY) && !text.includes(Buffer.from(API_KEY).toString('hex')));
});

test('a secret that was changed where it lies is read after the first refusal, and the run succeeds', async () => {
  nowMs += 61_000;
  found = 'a-key-of-before';
  await engine.connections.reopen(billing.workspaceId, 'elsewhere');
  found = API_KEY;
  const id = await billing.order('elsewhere', 'order-rotated');
  await settle(engine, { skipWaits: true });
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.deepEqual(
    attempts.map((attempt) => attempt.responseStatus),
    [401, 201],
  );
  assert.equal((await engine.connections.find(billing.workspaceId, 'elsewhere')).state, 'active');
});

test('runs wait while their secret cannot be read, which their connection tells, cost no attempt, and go on by themselves', async () => {
  const missing = { kind: 'unavailable', message: 'The source is down.', fix: 'Wait.' } as const;
  for (const [order, problem] of [
    ['order-outage', new AppError('test.outage', missing)],
    ['order-missing', undefined],
  ] as const) {
    nowMs += 700_000;
    found = problem;
    await engine.connections.reopen(billing.workspaceId, 'elsewhere');
    const id = await billing.order('elsewhere', order);
    await settle(engine);
    const { run, attempts } = await billing.details(id);
    assert.equal(run.state, 'waiting', order);
    assert.equal(attempts.length, 0, order);
    assert.match((await verifyProblem()) ?? '', /^its secrets cannot be read: /, order);
    assert.match(run.problem ?? '', problem === undefined ? /HOLDFAST_SECRET_BILLING/ : /The source is down/);
    found = API_KEY;
    nowMs += 6_000;
    await engine.connections.reopen(billing.workspaceId, 'elsewhere');
    await settle(engine, { skipWaits: true });
    assert.equal(await billing.stateOf(id), 'succeeded', order);
    assert.equal(await billing.effects(order), 1);
    assert.equal(await verifyProblem(), null, order);
  }
});

async function verifyProblem(): Promise<string | null | undefined> {
  const sql = `select verify_problem as problem from connection where name = 'elsewhere'`;
  return (await engine.database.query<{ problem: string | null }>(sql, []))[0]?.problem;
}

test('a credential that was moved into another row holds the runs until it is entered anew', async () => {
  const { workspaceId } = billing;
  const settings = { baseUrl: billing.vendor.url };
  const credential = { kind: 'api_key', key: API_KEY };
  await engine.connections.create({ workspaceId, name: 'moved', connector: 'sandbox_invoicing', settings, credential });
  const sql = `update connection set sealed_credential =
    (select sealed_credential from connection where name = 'elsewhere') where name = 'moved'`;
  await engine.database.query(sql, []);
  const moved = await engine.connections.reopen(workspaceId, 'moved');
  const step = { ...invoiceStep('create_invoice'), connection: 'moved' };
  await publishSteps(engine, workspaceId, { name: 'moved', steps: [step] });
  const id = await billing.order('moved', 'order-moved');
  await settle(engine);
  const { run, attempts } = await billing.details(id);
  assert.deepEqual([run.state, attempts.length], ['held', 0]);
  assert.match(run.problem ?? '', /does not belong to this connection/);
  const stored = await engine.connections.find(workspaceId, 'moved');
  assert.deepEqual([stored.state, stored.problem], [moved.state, moved.problem]);
  await engine.connections.replaceCredential(stored, credential);
  const mended = await engine.connections.reopen(workspaceId, 'moved');
  assert.deepEqual([mended.state, mended.readiness.kind], ['active', 'ready']);
});

test('a reference that cannot be used here is refused when it is given, and the error names its field', async () => {
  const { workspaceId } = billing;
  const credential = { kind: 'api_key', key: { reference: 'vault:secret/billing#key' } };
  const isRefused = (code: string) => (error: unknown) => {
    assert.ok(isAppError(error, 'connections.credential.invalid'));
    const [problem, ...others] = error.problems;
    assert.deepEqual([problem?.pointer, problem?.code, others], ['/key', code, []]);
    assert.match(problem?.message ?? '', /^"key": /);
    return true;
  };
  const draft = { connector: 'sandbox_invoicing', settings: { baseUrl: billing.vendor.url }, credential };
  const off = isRefused('connections.reference.source_off');
  await assert.rejects(engine.connections.create({ workspaceId, name: 'nowhere', ...draft }), off);
  await assert.rejects(engine.connections.find(workspaceId, 'nowhere'), { code: 'connections.connection.not_found' });
  const kept = await engine.connections.find(workspaceId, 'elsewhere');
  await assert.rejects(engine.connections.replaceCredential(kept, credential), off);
  const foreign = { ...draft, workspaceId: await makeWorkspace(engine.database), name: 'foreign' };
  await assert.rejects(engine.connections.create(foreign), isRefused('connections.reference.not_allowed'));
});
