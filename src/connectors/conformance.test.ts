import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isObject, type JsonObject, parseJson, stringifyJson } from '../foundation/index.ts';
import { compileSchema } from '../language/index.ts';
import type { HttpAnswer, HttpRequest } from '../outbound/index.ts';
import { judgeAnswer } from './answer-judge.ts';
import type { Connector, ConnectorTrigger, Operation, OperationClass, RequestContext, ResponseVerdict } from './kit.ts';
import { providers } from './provider-registry.ts';
import { registry } from './registry.ts';

const CONTEXT: RequestContext = { idempotencyKey: 'key-0123456789', reference: 'key-0123456789' };
const SETTINGS: JsonObject = { baseUrl: 'https://api.vendor.example/v1/' };
const CLASSES: readonly (OperationClass | 'author')[] = ['R', 'I', 'K', 'L', 'N', 'author'];
const NAME = /^[a-z0-9]+(_[a-z0-9]+)*$/;
/** Every status that is no success, from the ends of each class and those that vendors send most. */
const NO_SUCCESS = [199, 300, 301, 302, 304, 400, 401, 403, 404, 408, 409, 422, 425, 429, 499, 500, 502, 503, 504, 599];

function answer(body: string | Uint8Array, rest: Partial<HttpAnswer> = {}): HttpAnswer {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { status: 200, headers: { 'content-type': 'application/json' }, body: bytes, bodyState: 'complete', ...rest };
}

/** What must never pass for a success, whatever the operation expects. */
const UNBELIEVABLE: readonly (readonly [title: string, answer: HttpAnswer])[] = [
  ['an HTML page', answer('<!doctype html><html></html>', { headers: { 'content-type': 'text/html; charset=utf-8' } })],
  ['an HTML page under the label JSON', answer('<html><body>Sign in</body></html>')],
  ['an HTML page under no label', answer('\n <!DOCTYPE HTML>\n<html>', { headers: {} })],
  ['half a JSON document', answer('{"id":"1","na')],
  ['a body that broke off', answer('{"id":"1"}', { bodyState: 'truncated' })],
  ['a body over the limit', answer('{"id":"1"}', { bodyState: 'too_large' })],
  ['a body that cannot be decoded', answer('{"id":"1"}', { bodyState: 'undecodable' })],
  ['an empty body under the label JSON', answer('')],
  ['white space under the label JSON', answer(' \r\n')],
  ['bytes that are not UTF-8', answer(new Uint8Array([0xff, 0xfe, 0x00, 0xd8]))],
];

/** Both ways to a verdict: through the judge of the room, and through the operation's own function. */
function verdicts(operation: Operation, given: HttpAnswer, input: JsonObject): ResponseVerdict[] {
  const own = operation.response === undefined ? [] : [operation.response(given, input)];
  return [judgeAnswer(operation, given, input), ...own];
}

function triggersAndOperations(connector: Connector): readonly (readonly [key: string, name: string])[] {
  const both = [...Object.entries(connector.operations), ...Object.entries(connector.triggers)];
  return both.map(([key, { name }]) => [key, name]);
}

it('the registry holds exactly the folders of this room', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).filter((name) => !['openapi', 'providers'].includes(name));
  assert.deepEqual([...registry.keys()], names.sort());
});

for (const connector of registry.values()) {
  describe(`the connector ${connector.name}`, () => {
    it('has names that follow the rule and equal their keys', () => {
      assert.match(connector.name, NAME);
      for (const [key, name] of triggersAndOperations(connector)) {
        assert.equal(name, key);
        assert.match(name, NAME);
      }
    });

    it('has a title, a summary, a set-up text and dated sources', () => {
      assert.ok(connector.title !== '' && connector.summary.endsWith('.') && connector.setup.length > 100);
      assert.ok(connector.auth.length > 0 && connector.sources.length > 0);
      for (const source of connector.sources) {
        assert.equal(URL.parse(source.url)?.protocol, 'https:');
        assert.match(source.checked, /^\d{4}-\d\d-\d\d$/);
      }
    });

    it('signs in by OAuth at a provider that is known', () => {
      for (const scheme of connector.auth) {
        assert.ok(scheme.kind !== 'oauth2' || scheme.provider === 'any' || providers.has(scheme.provider));
      }
    });

    it('sends its credential to origins only, and the base URL lies on one of them', () => {
      const origins = connector.origins(SETTINGS);
      for (const origin of origins) assert.equal(new URL(origin).origin, origin);
      const baseUrl = connector.baseUrl(SETTINGS);
      assert.ok(origins.includes(new URL(baseUrl).origin));
      assert.ok(!baseUrl.endsWith('/'));
    });

    it('is verified by a read whose input passes its schema', () => {
      const verification = connector.operations[connector.verification];
      assert.equal(verification?.class, 'R');
      const input = connector.verificationInput?.(SETTINGS) ?? verification.examples[0]?.input ?? {};
      assert.deepEqual(compileSchema(verification.input)(input), []);
    });

    it('takes settings with a base URL, and none without', () => {
      const check = compileSchema(connector.settings);
      assert.deepEqual(check(SETTINGS), []);
      for (const baseUrl of ['http://api.vendor.example', 'https://user@vendor.example', 'ftp://vendor.example', '']) {
        assert.notDeepEqual(check({ baseUrl }), [], baseUrl);
      }
    });

    for (const trigger of Object.values(connector.triggers)) {
      it(`trigger ${trigger.name}: the examples match its own rule and schema`, () => {
        assert.ok(trigger.examples.length > 0);
        const check = compileSchema(trigger.output);
        for (const example of trigger.examples) {
          assert.deepEqual(check(example), []);
          const found = trigger.match?.path.reduce<unknown>(
            (value, key) => (isObject(value) ? value[key] : undefined),
            example,
          );
          assert.equal(found, trigger.match?.equals);
        }
      });

      if (trigger.recent !== undefined) checkRecent(connector, trigger, trigger.recent);
      if (trigger.subscription !== undefined) checkSubscription(trigger.name, trigger.subscription);
    }

    for (const operation of Object.values(connector.operations))
      describe(operation.name, () => checkOperation(operation));
  });
}

function checkRecent(
  connector: Connector,
  trigger: ConnectorTrigger,
  recent: NonNullable<ConnectorTrigger['recent']>,
): void {
  it(`trigger ${trigger.name}: recent records are read by an operation that writes nothing, and look like its events`, () => {
    const operation = connector.operations[recent.operation];
    assert.equal(operation?.class, 'R');
    assert.deepEqual(compileSchema(operation.input)(recent.input), []);
    // The records of the examples, as such a list would give them.
    const records = trigger.examples.map((example) => Object.values(example.data as JsonObject)[0] as JsonObject);
    const output = { items: records, total: records.length };
    assert.deepEqual(compileSchema(operation.output)(output), []);
    const events = recent.events(output);
    assert.equal(events.length, records.length);
    for (const event of events) assert.deepEqual(compileSchema(trigger.output)(event), []);
  });

  it(`trigger ${trigger.name}: whatever the list holds, finding no events in it is no failure`, () => {
    for (const output of [null, [], {}, { items: [] }, { items: [1, {}] }]) assert.deepEqual(recent.events(output), []);
  });
}

function checkSubscription(name: string, subscription: NonNullable<ConnectorTrigger['subscription']>): void {
  it(`trigger ${name}: a registration carries address and secret, and is ended by the id of its answer`, () => {
    const target = { url: 'https://holdfast.example/hooks/abc', secret: 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=' };
    const call = subscription.subscribe(target);
    assert.deepEqual(subscription.subscribe(target), call);
    assertCall(call);
    const sent = JSON.stringify(call.body);
    assert.ok(sent.includes(target.url) && sent.includes(target.secret));
    const id = subscription.idOf(answer('{"id":"hook_1"}', { status: 201 }));
    assert.equal(id, 'hook_1');
    const end = subscription.unsubscribe(id);
    assertCall(end);
    assert.ok(end.method === 'DELETE' && JSON.stringify(end).includes(id));
  });

  it(`trigger ${name}: an answer that cannot be read gives no id`, () => {
    for (const [, given] of UNBELIEVABLE) assert.equal(subscription.idOf(given), undefined);
  });
}

function checkOperation(operation: Operation): void {
  const input = operation.examples[0]?.input ?? {};

  it('declares what its class needs, and nothing its class excludes', () => {
    assert.ok(CLASSES.includes(operation.class));
    assert.equal(operation.idempotency !== undefined, operation.class === 'K');
    if (operation.class === 'L') assert.ok(operation.lookUp);
    if (operation.class === 'N' || operation.class === 'R') assert.equal(operation.lookUp, undefined);
    assert.ok(operation.idempotency === undefined || operation.idempotency.keyLifeMs > 0);
  });

  it('has schemas that can be used, and examples that pass', () => {
    const check = compileSchema(operation.input);
    compileSchema(operation.output);
    for (const example of operation.examples) assert.deepEqual(check(example.input), [], example.title);
  });

  it('refuses a field that it does not know', () => {
    assert.notDeepEqual(compileSchema(operation.input)({ ...input, nonsense: 1 }), []);
  });

  it('builds the same call below the base URL for each example, twice', () => {
    assert.ok(operation.examples.length > 0);
    for (const example of operation.examples) {
      const request = operation.request(example.input, CONTEXT);
      assert.deepEqual(operation.request(example.input, CONTEXT), request);
      assertCall(request);
      assert.equal(request.method === 'GET', operation.class === 'R' || example.input.method === 'GET');
    }
  });

  it('leaves its input as it was', () => {
    for (const example of operation.examples) {
      const before = stringifyJson(example.input);
      operation.request(example.input, CONTEXT);
      assert.equal(stringifyJson(example.input), before);
    }
  });

  for (const status of NO_SUCCESS) {
    it(`never takes status ${status} for a success`, () => {
      for (const verdict of verdicts(operation, answer('{"items":[],"id":"1"}', { status }), input)) {
        assert.equal(verdict.kind, 'refused');
      }
    });
  }

  for (const [title, given] of UNBELIEVABLE) {
    it(`never takes ${title} for a success`, () => {
      for (const verdict of verdicts(operation, given, input)) assert.equal(verdict.kind, 'unreadable');
    });
  }

  if (operation.lookUp !== undefined) checkLookUp(operation, operation.lookUp, input);
  if (operation.statusPoll !== undefined) checkStatusPoll(operation.statusPoll, input);
}

function checkLookUp(operation: Operation, lookUp: NonNullable<Operation['lookUp']>, input: JsonObject): void {
  it('puts our reference into the call and searches for the same', () => {
    const sent = JSON.stringify(operation.request(input, CONTEXT));
    const search = lookUp.request(CONTEXT.reference, input);
    assertCall(search);
    assert.equal(search.method, 'GET');
    assert.ok(sent.includes(CONTEXT.reference) && JSON.stringify(search).includes(CONTEXT.reference));
  });

  it('finds only records that carry exactly our reference', () => {
    const items = [
      { id: '1', reference: CONTEXT.reference },
      { id: '2', reference: `${CONTEXT.reference}x` },
      { id: '3' },
    ];
    const found = lookUp.found(answer(JSON.stringify({ items })), CONTEXT.reference);
    assert.deepEqual(
      found.map((record) => isObject(record) && record.id),
      ['1'],
    );
    assert.deepEqual(lookUp.found(answer('{"items":[]}'), CONTEXT.reference), []);
  });

  it('an answer that cannot be read never means "none found"', () => {
    const broken = [
      ...UNBELIEVABLE.map(([, given]) => given),
      answer('{}'),
      answer('[]', { status: 503 }),
      answer('{"errors":["x"]}'),
    ];
    for (const given of broken) assert.throws(() => lookUp.found(given, CONTEXT.reference));
  });
}

function checkStatusPoll(poll: NonNullable<Operation['statusPoll']>, input: JsonObject): void {
  it('follows a 202 and never takes an unreadable job for a finished one', () => {
    assertCall(poll.request(answer('{"job":{"id":"job_1"}}', { status: 202 }), input));
    assert.equal(poll.verdict(answer('{"status":"pending"}')).kind, 'pending');
    assert.equal(poll.verdict(answer('{"status":"done","result":{"id":"1"}}')).kind, 'ok');
    for (const [, given] of UNBELIEVABLE) assert.equal(poll.verdict(given).kind, 'unreadable');
    for (const text of ['{}', '[]', '{"status":"done"}']) assert.equal(poll.verdict(answer(text)).kind, 'unreadable');
    assert.ok(poll.everyMs > 0 && poll.deadlineMs > poll.everyMs);
  });
}

/** Fit for the encoder: segments that stay segments, and headers that stay on their line. */
function assertCall(request: HttpRequest): void {
  for (const segment of request.path) assert.ok(segment !== '' && segment !== '.' && segment !== '..', segment);
  for (const [name, value] of request.query ?? []) assert.ok(name !== '' && typeof value === 'string');
  for (const value of Object.values(request.headers ?? {})) assert.doesNotMatch(value, /[\r\n\0]/);
  if (request.body?.kind === 'json') parseJson(stringifyJson(request.body.value));
}
