import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { acceptEvent, makeEngine, makeMasterKeyText, makeWorkspace, publishSteps, settle } from '../../test/engine.ts';
import { openTestDatabase } from '../../test/postgres.ts';
import type { RunId } from '../foundation/index.ts';

const CANARY = 'canary"token/ü-91c2f0';

/** A vendor that repeats in every answer what it was sent, the credential too. */
async function openEcho() {
  const server = createServer((request, response) => {
    const status = request.url === '/refuse' ? 400 : 200;
    const echo = JSON.stringify({ id: 'x', echo: request.headers, encoded: Buffer.from(CANARY).toString('base64') });
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-echo': request.headers.authorization ?? '' })
      .end(echo);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

test('a vendor that echoes the credential gets it into no row of the database, in none of its forms', async (t) => {
  const { server, port } = await openEcho();
  t.after(() => server.close());
  const { url } = await openTestDatabase(t);
  const engine = await makeEngine({ url, masterKey: makeMasterKeyText(), ports: [port] });
  t.after(() => engine.stop());
  const workspaceId = await makeWorkspace(engine.database);
  const settings = { baseUrl: `http://127.0.0.1:${port}` };
  const credential = { kind: 'basic', username: 'ada', password: CANARY };
  await engine.connections.create({ workspaceId, name: 'echo', connector: 'http', settings, credential });
  const call = (key: string, path: string) => ({
    key,
    kind: 'call',
    connection: 'echo',
    operation: 'request',
    declare: { class: 'I' },
    input: { object: { method: { value: 'PUT' }, path: { value: path }, body: { value: {} } } },
  });
  await publishSteps(engine, workspaceId, { name: 'echo', steps: [call('first', 'ok'), call('second', 'refuse')] });
  const { runId } = await acceptEvent(engine, workspaceId, { flowName: 'echo', body: {} });
  await settle(engine);
  const { run, attempts } = await engine.control.details({ workspaceId, id: runId as RunId });
  assert.equal(run.state, 'dead_lettered');
  assert.equal(attempts.length, 2);
  assert.ok(attempts.every((attempt) => attempt.responseBody?.includes('redacted')));
  await assertAbsent(engine.database, [
    CANARY,
    JSON.stringify(CANARY).slice(1, -1),
    encodeURIComponent(CANARY),
    Buffer.from(`ada:${CANARY}`).toString('base64'),
    Buffer.from(CANARY).toString('base64').slice(0, -4),
  ]);
});

async function assertAbsent(
  database: { query<Row>(sql: string): Promise<Row[]> },
  forms: readonly string[],
): Promise<void> {
  for (const table of ['run', 'step_run', 'attempt', 'trigger_event', 'connection']) {
    const rows = await database.query<{ row: string }>(`select to_json(t)::text as row from ${table} t`);
    const text = rows.map(({ row }) => row + decodeBytea(row)).join('\n');
    for (const form of forms) assert.ok(!text.includes(form), `${table} holds the credential as ${form}`);
  }
}

/** Bytes come as `\\x…` in JSON; what they spell must not be the credential either. */
function decodeBytea(row: string): string {
  return [...row.matchAll(/\\\\x([0-9a-f]+)/g)]
    .map(([, hex]) => Buffer.from(hex as string, 'hex').toString('utf8'))
    .join('\n');
}
