import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runHoldfastCommand, spawnHoldfast } from '../../test/command.ts';
import { until } from '../../test/holdfast.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { ApiClient } from '../api/index.ts';
import { isObject, type JsonObject, parseJson } from '../foundation/index.ts';
import { makeMasterKeyText } from '../vault/index.ts';

const FILTER_FLOW = {
  holdfast: 1,
  name: 'count',
  title: 'Computes something',
  trigger: {
    kind: 'webhook',
    signature: { kind: 'unsigned' },
    schema: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
  },
  steps: [{ kind: 'map', key: 'seen', to: { from: 'trigger.n' } }],
};

/** A started process with what it has printed so far. */
interface Started {
  readonly child: ChildProcess;
  readonly printed: () => string;
  /** The line `process.ready` of its log. */
  ready(): Promise<JsonObject>;
  /** Sends the signal and gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Whatever a test leaves running when it fails. */
const started = new Set<ChildProcess>();
after(() => {
  for (const child of started) child.kill('SIGKILL');
});

function startProcess(args: readonly string[], env: Record<string, string>): Started {
  const child = spawnHoldfast(args, env);
  started.add(child);
  child.once('close', () => started.delete(child));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    printed: () => text,
    ready: () =>
      until(
        async () => readyLine(text),
        (line) => line !== undefined,
      ) as Promise<JsonObject>,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function readyLine(text: string): JsonObject | undefined {
  const line = text.split('\n').find((each) => each.includes('"event":"process.ready"'));
  const value = line === undefined ? undefined : parseJson(line);
  return isObject(value) ? value : undefined;
}

describe('processes on a database of their own', () => {
  let database: TestDatabase;
  let folder: string;
  let env: Record<string, string>;

  before(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-processes-'));
    env = { DATABASE_URL: database.url, HOLDFAST_DATA: folder, HOLDFAST_KEY: makeMasterKeyText(), HOLDFAST_PORT: '0' };
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('without a master key nothing is started and none is invented', async () => {
    const { HOLDFAST_KEY: _key, ...keyless } = env;
    const ended = await runHoldfastCommand(['serve'], { env: keyless });
    assert.equal(ended.code, 78);
    assert.match(ended.stderr, /There is no master key: neither HOLDFAST_KEY nor the file .*master\.key\./);
    await assert.rejects(stat(path.join(folder, 'master.key')), { code: 'ENOENT' });
  });

  test('a master key that other users may read starts nothing, and a database without a schema is no fault', async () => {
    const keyFile = path.join(folder, 'open.key');
    await writeFile(keyFile, makeMasterKeyText());
    await chmod(keyFile, 0o644);
    const { HOLDFAST_KEY: _key, ...keyless } = env;
    const open = { ...keyless, HOLDFAST_KEY_FILE: keyFile };
    const ended = await runHoldfastCommand(['serve'], { env: open });
    assert.equal(ended.code, 78);
    assert.match(ended.stderr, /`chmod 600 .*open\.key`/);
    await chmod(keyFile, 0o600);
    const doctor = await runHoldfastCommand(['doctor'], { env: open });
    assert.match(doctor.stdout, /^ok {3}key .*open\.key/m);
    assert.equal(doctor.code, 0, doctor.stdout);
  });

  test('serve takes the event, a worker executes it, and both end at SIGTERM with 0', async () => {
    const serve = startProcess(['serve'], env);
    const { url } = await serve.ready();
    const work = startProcess(['work'], { ...env, HOLDFAST_WORKER_PORT: '0' });
    const { url: workUrl } = await work.ready();
    const token = (await readFile(path.join(folder, 'cli.token'), 'utf8')).trim();
    assert.ok(serve.printed().includes(token), 'the first token is shown once');
    assert.equal((await stat(path.join(folder, 'cli.token'))).mode & 0o777, 0o600);
    const client = new ApiClient({ url: String(url), token });
    await client.publishFlow(parseJson(JSON.stringify(FILTER_FLOW)));
    const { runId } = await client.sendEvent('count', { bytes: new TextEncoder().encode('{"n":1}') });
    const run = await until(
      () => client.showRun(runId),
      ({ state }) => state === 'succeeded',
    );
    assert.equal(run.steps[0]?.output, 1);
    assert.equal(await new ApiClient({ url: String(workUrl) }).isReady(), true);
    const noted = path.join(folder, 'cli.url');
    assert.equal(await readFile(noted, 'utf8'), `${url}\n`, 'the address of the API, not that of the worker');
    const listed = await runHoldfastCommand(['flow', 'list'], { env: { HOLDFAST_DATA: folder } });
    assert.match(listed.stdout, /^count /m, listed.stderr);
    assert.deepEqual(await Promise.all([serve.end('SIGTERM'), work.end('SIGTERM')]), [0, 0]);
    assert.match(serve.printed(), /"event":"process\.stopped"/);
    await assert.rejects(stat(noted), { code: 'ENOENT' });
  });

  test('a second start shows no token again, and another master key refuses to start with one sentence', async () => {
    const again = startProcess(['serve'], env);
    await again.ready();
    assert.equal(again.printed().includes('hf_'), false);
    assert.equal(await again.end('SIGINT'), 0);
    const ended = await runHoldfastCommand(['work'], { env: { ...env, HOLDFAST_KEY: makeMasterKeyText() } });
    assert.equal(ended.code, 78);
    assert.match(
      ended.stderr,
      /^The master key from HOLDFAST_KEY does not belong to this database, which was sealed with local:[0-9a-f]{8}\.$/m,
    );
  });

  test('a port that is taken is named, and what was begun is taken down', async () => {
    const first = startProcess(['serve'], env);
    const { url } = await first.ready();
    const second = await runHoldfastCommand(['serve'], { env: { ...env, HOLDFAST_PORT: new URL(String(url)).port } });
    assert.equal(second.code, 4);
    assert.match(second.stderr, /Port \d+ of 127\.0\.0\.1 is in use/);
    assert.equal(await first.end('SIGTERM'), 0);
  });

  test('a database that is away ends the start with the code for it', async () => {
    const ended = await runHoldfastCommand(['serve'], {
      env: { ...env, DATABASE_URL: 'postgres://u@127.0.0.1:9/none' },
    });
    assert.equal(ended.code, 5);
    assert.match(ended.stderr, /The database server cannot be reached\./);
  });

  test('switching the checking of certificates off is refused', async () => {
    const ended = await runHoldfastCommand(['serve'], { env: { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    assert.equal(ended.code, 78);
  });
});

describe('start on an empty data folder', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-start-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('it makes key, token and sample; a deal has become an invoice; a kill loses nothing; a stop leaves nothing running', async () => {
    const data = path.join(folder, 'data');
    const env = { HOLDFAST_DATA: data, HOLDFAST_PORT: '0' };
    const first = startProcess(['start'], env);
    const { url } = await first.ready();
    assert.match(first.printed(), /A master key was made: .*master\.key \(mode 0600\)/);
    assert.equal((await stat(path.join(data, 'master.key'))).mode & 0o777, 0o600);
    const token = (await readFile(path.join(data, 'cli.token'), 'utf8')).trim();
    const done = await until(
      () => new ApiClient({ url: String(url), token }).listRuns(),
      ({ runs }) => runs.length === 2 && runs.every(({ state }) => state === 'succeeded'),
    );
    assert.deepEqual(done.runs.map(({ flow }) => flow).toSorted(), ['deal-to-invoice', 'lead-to-contact']);
    assert.equal(await first.end('SIGKILL'), null);

    const second = startProcess(['start'], env);
    const ready = await second.ready();
    assert.equal(second.printed().includes(token), false, 'the token is not shown again');
    const client = new ApiClient({ url: String(ready.url), token });
    assert.equal((await client.listRuns()).runs.length, 2, 'the sample events are not played again');
    const ledger = /curl (\S+\/sandbox\/ledger)/.exec(second.printed())?.[1] ?? '';
    const effects = parseJson(await (await fetch(ledger)).text()) as JsonObject;
    assert.equal(effects.total, 2, 'the vendor remembers one customer and one invoice');
    const crm = /curl -X POST (\S+)\/sandbox\/close-deal/.exec(second.printed())?.[1] ?? '';
    const closed = await fetch(`${crm}/sandbox/close-deal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(
      ((await closed.json()) as { deliveries: number }).deliveries,
      1,
      'one subscription, to the present address',
    );
    await until(
      () => client.listRuns(),
      ({ runs }) => runs.length === 3 && runs.every(({ state }) => state === 'succeeded'),
    );
    const rotated = await runHoldfastCommand(['key', 'rotate', '--new'], { env });
    assert.match(rotated.stdout, /^Everything is protected by local:/, rotated.stderr);
    assert.equal((await client.listConnections()).length, 2, 'the one that runs goes on, on the database that it has');
    assert.equal(await second.end('SIGTERM'), 0);
  });
});
