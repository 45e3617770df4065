import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { customerFlow, startHoldfast, type TestHoldfast, until, VENDOR_KEY } from '../../test/holdfast.ts';
import { isObject, type JsonObject, makeObject, parseJson } from '../foundation/index.ts';
import { ApiProblem, type PlainAnswer, sendPlain } from './client.ts';

/** One Holdfast serves all tests of the file; what they make has names of its own. */
let holdfast: TestHoldfast;

before(async () => {
  holdfast = await startHoldfast();
  await holdfast.client.publishFlow(customerFlow());
});
after(() => holdfast.stop());

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly token?: string | null;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

async function ask({ method = 'GET', path, token = holdfast.token, body, headers = {} }: Asked): Promise<PlainAnswer> {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return sendPlain({
    method,
    url: `${holdfast.url}${path}`,
    headers: { ...type, ...authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

function read(answer: PlainAnswer): JsonObject {
  const value = parseJson(answer.bytes);
  assert.ok(isObject(value));
  return value;
}

/** Asserts a problem of RFC 9457 with this status and code. */
async function problemOf(asked: Asked, wanted: { status: number; code: string }): Promise<JsonObject> {
  const answer = await ask(asked);
  const body = read(answer);
  assert.equal(answer.status, wanted.status, JSON.stringify(body));
  assert.match(answer.contentType, /^application\/problem\+json/);
  assert.equal(body.code, wanted.code);
  assert.equal(body.status, wanted.status);
  assert.equal(body.type, `/docs/errors#${wanted.code}`);
  for (const field of ['title', 'detail', 'fix', 'requestId']) assert.equal(typeof body[field], 'string', field);
  return body;
}

describe('200 and 202', () => {
  test('an event sent by hand becomes a run whose timeline shows event, input, request, response and decision', async () => {
    const bytes = new TextEncoder().encode('{"id": 9007199254740993, "email": "ada@example.com", "name": "Ada"}');
    const accepted = await holdfast.client.sendEvent('customers', { bytes, dedupeKey: 'k-1' });
    assert.equal(accepted.duplicate, false);
    const run = await until(
      () => holdfast.client.showRun(accepted.runId),
      (shown) => shown.state === 'succeeded',
    );
    assert.equal(run.event.body.text, '{"id": 9007199254740993, "email": "ada@example.com", "name": "Ada"}');
    const [attempt] = run.attempts;
    assert.equal(attempt?.responseStatus, 201);
    assert.equal(attempt?.decision?.text, 'succeeded');
    assert.match(attempt?.requestBody?.text ?? '', /"name":"Ada"/);
    assert.equal(JSON.stringify(run).includes(VENDOR_KEY), false, 'the credential is in no answer');
  });

  test('the same Idempotency-Key is the same event, answered with 200 and the run it has', async () => {
    const body = '{"id":"k2","email":"bob@example.com","name":"Bob"}';
    const sent = {
      method: 'POST',
      path: '/api/v1/flows/customers/events',
      body,
      headers: { 'idempotency-key': 'k-2' },
    };
    const [first, second] = [await ask(sent), await ask(sent)];
    assert.equal(first.status, 202);
    assert.equal(second.status, 200);
    assert.equal(read(second).runId, read(first).runId);
    assert.equal(read(second).duplicate, true);
  });

  test('a webhook is answered 202 for a new event and 200 for its repetition', async () => {
    const { path } = await holdfast.client.showHook('customers');
    const sent = { method: 'POST', path, token: null, body: '{"id":"h1","email":"eve@example.com","name":"Eve"}' };
    const [first, second] = [await ask(sent), await ask(sent)];
    assert.deepEqual([first.status, second.status], [202, 200]);
  });

  test('a document goes in and comes out without losing a digit', async () => {
    const document = customerFlow('digits') as JsonObject;
    const [step] = document.steps as JsonObject[];
    (step as JsonObject).input = parseJson(
      '{"object":{"email":{"from":"trigger.email"},"name":{"from":"trigger.name"},"country":{"template":"9007199254740993.10"}}}',
    );
    (document.trigger as JsonObject).schema = parseJson(
      '{"type":"object","required":["email","name"],"properties":{"email":{"type":"string","format":"email"},"name":{"type":"string"},"total":{"type":"number","maximum":9007199254740993.10}}}',
    );
    const published = await holdfast.client.publishFlow(document);
    const answer = await ask({ path: `/api/v1/flows/digits/versions/${published.version}` });
    assert.match(new TextDecoder().decode(answer.bytes), /"maximum":9007199254740993\.10/);
  });

  test('runs come in pages that neither repeat nor skip', async () => {
    for (let index = 0; index < 5; index += 1) {
      const bytes = new TextEncoder().encode(`{"id":"p${index}","email":"p${index}@example.com","name":"P"}`);
      await holdfast.client.sendEvent('customers', { bytes });
    }
    const whole = await holdfast.client.listRuns({ limit: 200 });
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await holdfast.client.listRuns({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      ids.push(...page.runs.map((run) => run.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(
      ids,
      whole.runs.map((run) => run.id),
    );
  });

  test('a connection is shown with everything but its credential', async () => {
    const shown = await ask({ path: '/api/v1/connections/billing' });
    const { name, connector, state } = read(shown);
    assert.deepEqual({ name, connector, state }, { name: 'billing', connector: 'sandbox_invoicing', state: 'active' });
    assert.equal(new TextDecoder().decode(shown.bytes).includes(VENDOR_KEY), false);
  });

  test('a replaced credential is proven by a verification', async () => {
    await holdfast.client.createConnection({
      name: 'second',
      connector: 'sandbox_invoicing',
      settings: makeObject([['baseUrl', holdfast.vendor.url]]),
      credential: makeObject([
        ['kind', 'api_key'],
        ['key', 'wrong-key'],
      ]),
    });
    const refused = await holdfast.client.verifyConnection('second').catch((error: unknown) => error);
    assert.ok(refused instanceof ApiProblem);
    assert.deepEqual([refused.status, refused.code], [502, 'connections.verification.refused']);
    assert.equal((await holdfast.client.showConnection('second')).state, 'needs_reconnect');
    await holdfast.client.replaceCredential(
      'second',
      makeObject([
        ['kind', 'api_key'],
        ['key', VENDOR_KEY],
      ]),
    );
    assert.equal((await holdfast.client.verifyConnection('second')).state, 'active');
  });

  test('a signed webhook shows its secret at the moment it is made, and never again', async () => {
    const document = customerFlow('signed') as JsonObject;
    (document.trigger as JsonObject).signature = makeObject([['kind', 'standard_webhooks']]);
    const first = await holdfast.client.publishFlow(document);
    assert.match(first.hook.secret ?? '', /^whsec_/);
    assert.equal((await holdfast.client.publishFlow(document)).hook.secret, undefined);
    assert.equal((await holdfast.client.showHook('signed')).secret, undefined);
    const rotated = await holdfast.client.replaceHookSecret('signed');
    assert.match(rotated.secret ?? '', /^whsec_/);
    assert.notEqual(rotated.secret, first.hook.secret);
  });

  test('health is open, and the metrics count what was accepted', async () => {
    assert.equal((await ask({ path: '/api/health/live', token: null })).status, 200);
    assert.equal((await ask({ path: '/api/health/ready', token: null })).status, 200);
    const page = new TextDecoder().decode((await ask({ path: '/metrics' })).bytes);
    assert.match(page, /holdfast_events_accepted_total [1-9]/);
    assert.match(page, /holdfast_attempts_total\{class="I",kind="call",outcome="succeeded"\} [1-9]/);
  });

  test('the document of the API names every resource', async () => {
    const { paths } = read(await ask({ path: '/api/openapi.json', token: null }));
    assert.ok(isObject(paths as JsonObject));
    for (const path of ['/api/v1/flows/publish', '/api/v1/runs/{id}/settle', '/api/v1/connections', '/hooks/{token}']) {
      assert.ok(Object.keys(paths as JsonObject).includes(path), path);
    }
  });
});

describe('400, 413, 415', () => {
  test('a body that is no JSON is refused with the place of the fault', async () => {
    const body = await problemOf(
      { method: 'POST', path: '/api/v1/flows/check', body: '{"document": {,}}' },
      { status: 400, code: 'foundation.json.syntax' },
    );
    assert.match(String(body.detail), /line 1, column/);
  });

  test('a key that stands twice is refused: which of two counts must not depend on the reader', async () => {
    await problemOf(
      { method: 'POST', path: '/api/v1/flows/check', body: '{"document":1,"document":2}' },
      { status: 400, code: 'foundation.json.duplicate_key' },
    );
  });

  test('text that is not UTF-8 is refused', async () => {
    await problemOf(
      { method: 'POST', path: '/api/v1/flows/check', body: new Uint8Array([0x7b, 0xff, 0x7d]) },
      { status: 400, code: 'foundation.json.encoding' },
    );
  });

  test('a body beyond the limit is refused while it streams in', async () => {
    const body = new Uint8Array(holdfast.config.maxRequestBytes + 1).fill(0x20);
    await problemOf({ method: 'POST', path: '/api/v1/flows/check', body }, { status: 413, code: 'api.body.too_large' });
  });

  test('a webhook beyond the limit is refused while it streams in', async () => {
    const { path } = await holdfast.client.showHook('customers');
    const body = new Uint8Array(1_048_577).fill(0x20);
    await problemOf({ method: 'POST', path, token: null, body }, { status: 413, code: 'api.body.too_large' });
  });

  test('another content type than JSON is refused', async () => {
    await problemOf(
      { method: 'POST', path: '/api/v1/flows/check', body: 'a=b', headers: { 'content-type': 'text/plain' } },
      { status: 415, code: 'api.body.type_refused' },
    );
  });
});

describe('401', () => {
  test('a call without a token is told how to sign in', async () => {
    await problemOf({ path: '/api/v1/flows', token: null }, { status: 401, code: 'access.token.missing' });
    await problemOf({ path: '/metrics', token: null }, { status: 401, code: 'api.metrics.refused' });
  });

  test('a token that nobody gave out is refused', async () => {
    await problemOf(
      { path: '/api/v1/flows', token: `hf_${'x'.repeat(43)}` },
      { status: 401, code: 'access.token.rejected' },
    );
  });

  test('an unsigned delivery to a signed webhook is refused', async () => {
    const document = customerFlow('signed-too') as JsonObject;
    (document.trigger as JsonObject).signature = makeObject([['kind', 'standard_webhooks']]);
    const { hook } = await holdfast.client.publishFlow(document);
    await problemOf(
      { method: 'POST', path: hook.path, token: null, body: '{}' },
      { status: 401, code: 'triggers.signature.refused' },
    );
  });
});

describe('404, 405, 409', () => {
  test('an unknown route, flow, run, connection, connector or webhook is a 404 that says so', async () => {
    await problemOf({ path: '/api/v1/nothing' }, { status: 404, code: 'api.route.not_found' });
    await problemOf({ path: '/api/v1/flows/none' }, { status: 404, code: 'flows.flow.not_found' });
    await problemOf({ path: '/api/v1/flows/customers/versions/99' }, { status: 404, code: 'flows.version.not_found' });
    await problemOf({ path: '/api/v1/runs/none' }, { status: 404, code: 'api.id.malformed' });
    const id = '0199f0c2-7d3a-7cc1-9f35-1d2b3c4d5e6f';
    await problemOf({ path: `/api/v1/runs/${id}` }, { status: 404, code: 'runs.run.not_found' });
    await problemOf({ path: '/api/v1/connections/none' }, { status: 404, code: 'connections.connection.not_found' });
    await problemOf({ path: '/api/v1/connectors/none' }, { status: 404, code: 'connectors.connector.not_found' });
    await problemOf(
      { method: 'POST', path: '/hooks/none', token: null, body: '{}' },
      { status: 404, code: 'triggers.hook.unknown' },
    );
  });

  test('a webhook takes POST only', async () => {
    const answer = await ask({ path: '/hooks/any', token: null });
    assert.equal(answer.status, 405);
    assert.equal(read(answer).code, 'api.method.not_allowed');
  });

  test('a change that the state does not allow is a 409 that names the state', async () => {
    const bytes = new TextEncoder().encode('{"id":"c1","email":"c1@example.com","name":"C"}');
    const { runId } = await holdfast.client.sendEvent('customers', { bytes });
    await until(
      () => holdfast.client.showRun(runId),
      (shown) => shown.state === 'succeeded',
    );
    const body = await problemOf(
      { method: 'POST', path: `/api/v1/runs/${runId}/replay` },
      { status: 409, code: 'runs.run.wrong_state' },
    );
    assert.match(String(body.detail), /succeeded/);
  });
});

describe('422', () => {
  test('a flow with problems is not published, and every problem has a pointer and a fix', async () => {
    const document = customerFlow('broken') as JsonObject;
    const [step] = document.steps as JsonObject[];
    (step as JsonObject).operation = 'upsert_custmer';
    const body = await problemOf(
      { method: 'POST', path: '/api/v1/flows/publish', body: JSON.stringify({ document }) },
      { status: 422, code: 'flows.flow.invalid' },
    );
    const [problem] = body.problems as JsonObject[];
    assert.match(String(problem?.pointer), /^\/steps\/0/);
    assert.equal(typeof problem?.fix, 'string');
  });

  test('a field that nobody knows and a wrong type are both named', async () => {
    const body = await problemOf(
      { method: 'POST', path: '/api/v1/flows/publish', body: '{"document":{},"note":7,"nota":"x"}' },
      { status: 422, code: 'api.request.invalid' },
    );
    assert.deepEqual((body.problems as JsonObject[]).map((problem) => problem.pointer).toSorted(), ['/nota', '/note']);
  });

  test('a query outside of what the list takes is refused', async () => {
    for (const query of ['limit=0', 'limit=201', 'limit=ten', 'state=lost', 'page=2']) {
      await problemOf({ path: `/api/v1/runs?${query}` }, { status: 422, code: 'api.request.invalid' });
    }
    await problemOf({ path: '/api/v1/runs?cursor=abc' }, { status: 422, code: 'api.cursor.malformed' });
  });

  test('a write that happened cannot be settled without saying which record it made', async () => {
    const id = '0199f0c2-7d3a-7cc1-9f35-1d2b3c4d5e6f';
    await problemOf(
      { method: 'POST', path: `/api/v1/runs/${id}/settle`, body: '{"happened":true}' },
      { status: 422, code: 'api.settle.unclear' },
    );
  });
});

describe('503', () => {
  test('a process that is told to stop is alive but not ready', async (t) => {
    const other = await startHoldfast();
    t.after(() => other.stop());
    other.wired.readiness.beginStop();
    const ready = await sendPlain({ method: 'GET', url: `${other.url}/api/health/ready` });
    assert.equal(ready.status, 503);
    assert.equal((await sendPlain({ method: 'GET', url: `${other.url}/api/health/live` })).status, 200);
  });
});
