/** Two workspaces on one installation: the token of one neither sees nor changes anything of the other (C36, C37). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAll } from './all-checks.ts';
import { type Door, pathOf, readDoors } from './api-doors.ts';
import { makeForeignWorkspace } from './foreign-workspace.ts';
import { assertProblem } from './problem-answer.ts';
import { type Json, type Product, startProduct } from './product.ts';
import { endedRun, flowDocument, type Hook, post, publish } from './webhook-flow.ts';

/** What the routes take that need more than a path. */
const BODIES: Readonly<Record<string, Json>> = {
  settle: { happened: false },
  credential: { credential: { kind: 'bearer', token: 'x' } },
  secret: {},
  hook: { isEnabled: false },
  events: { a: 1 },
  draft: { document: { name: 'good' }, revision: 0 },
  publish: { revision: 0 },
  '{key}': { output: 1, isPinned: true, origin: 'pasted' },
  pin: { isPinned: true },
  from: { eventId: '01a20da6-d539-7b41-904f-f63f8f50ac1b' },
  trial: { revision: 0, upTo: 'x' },
};
const QUERIES: Readonly<Record<string, string>> = { changes: '?from=1&to=draft' };

let product: Product;
let doors: Door[];
let good: Hook;
let foreignToken: string;
let doneId: string;

before(async () => {
  product = await startProduct({ sample: 'auto' });
  doors = await readDoors(product);
  foreignToken = await makeForeignWorkspace(product);
  good = await publish(product, flowDocument('good'));
  doneId = (await post(product, good, { body: '{"a":1}' })).json.runId;
  await endedRun(product, doneId);
});

after(() => product.stop());

async function assertClosed(door: Door): Promise<void> {
  const name = door.template.includes('/connections/') ? 'sandbox-crm' : 'good';
  const last = door.template.split('/').at(-1) ?? '';
  const change = door.template.includes('/channels/') ? { isEnabled: true } : {};
  const given = BODIES[last] ?? (door.method === 'PATCH' ? change : undefined);
  const body = door.method === 'GET' ? undefined : given;
  const path = `${pathOf(door, { name, id: doneId })}${QUERIES[last] ?? ''}`;
  const options = { token: foreignToken, ...(body === undefined ? {} : { body }) };
  const answer = await product.call(door.method, path, options);
  assertProblem(answer, [404], `${door.method} ${door.template}`);
}

describe('the token of another workspace', () => {
  it('sees nothing of ours and changes nothing', async () => {
    const ours = doors.filter((door) => /\{(name|id)\}/.test(door.template) && !door.isOpen && !door.isForPeople);
    const closed = ours.filter(({ template }) => !template.includes('/connectors/'));
    assert.ok(closed.length >= 12, `${closed.length} routes`);
    await assertAll(closed.map((door) => () => assertClosed(door)));
  });

  it('has empty lists, and its cursor does not lead into ours', async () => {
    for (const path of [
      '/api/v1/flows',
      '/api/v1/connections',
      '/api/v1/runs',
      `/api/v1/runs?cursor=${doneId}`,
      '/api/v1/runs/counts',
    ]) {
      const { status, json, text } = await product.call('GET', path, { token: foreignToken });
      assert.equal(status, 200);
      assert.ok(
        Object.values(json).every((value) => value === null || Object.keys(value as object).length === 0),
        text,
      );
    }
  });

  it('cannot publish a flow over our connection, nor take our name away', async () => {
    const steps = [
      { kind: 'call', key: 'c', connection: 'sandbox-crm', operation: 'list_owners', input: { object: {} } },
    ];
    const stolen = await product.call('POST', '/api/v1/flows/publish', {
      token: foreignToken,
      body: { document: flowDocument('good', { steps }) },
    });
    assertProblem(stolen, [422]);
    assert.ok(!stolen.text.includes('sandbox-invoicing'), 'no name of ours is offered as a near miss');
    const own = await product.call('POST', '/api/v1/flows/publish', {
      token: foreignToken,
      body: { document: flowDocument('good') },
    });
    assert.equal(own.status, 200, own.text);
    assert.notEqual(own.json.hook.path, good.path);
    assert.equal((await product.call('GET', '/api/v1/flows/good')).json.versions.length, 1);
  });
});
