import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { AppError, isAppError, isObject, NumericText, Secret } from '../foundation/index.ts';
import type { FlowTrigger } from '../language/index.ts';
import { type Delivery, MAX_EVENT_BYTES, readDelivery } from './delivery.ts';
import { statusOf } from './hook-status.ts';
import type { RequestHeaders } from './request-headers.ts';

const OPEN: FlowTrigger = { kind: 'webhook', signature: { kind: 'unsigned' } };
const FORM: FlowTrigger = { ...OPEN, bodyFormat: 'form' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

function delivery(body: string | Uint8Array, headers: RequestHeaders = {}): Delivery {
  const target = { method: 'POST', path: '/hooks/t', origin: 'https://flows.example' };
  return { headers, rawBody: typeof body === 'string' ? Buffer.from(body) : body, target, secrets: [], nowMs: 0 };
}

/** The refusal as `status code`, or the event's body as it was read. */
function outcomeOf(trigger: FlowTrigger, given: Delivery): unknown {
  try {
    return readDelivery(trigger, given).body;
  } catch (error) {
    assert.ok(isAppError(error), String(error));
    assert.ok(error.fix.length > 0);
    return `${statusOf(error)} ${error.code}`;
  }
}

function keyOf(trigger: FlowTrigger, given: Delivery): string {
  return readDelivery(trigger, given).dedupeKey;
}

describe('hostile bodies', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const REFUSED: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['nothing at all', '', '400 foundation.json.syntax'],
    ['half a document', '{"a":[1,', '400 foundation.json.syntax'],
    ['two documents', '{}{}', '400 foundation.json.syntax'],
    ['a trailing comma', '{"a":1,}', '400 foundation.json.syntax'],
    ['NaN', '{"a":NaN}', '400 foundation.json.syntax'],
    ['a raw NUL inside a text', '{"a":"\0"}', '400 foundation.json.syntax'],
    ['65 levels', deep(65), '400 foundation.json.too_deep'],
    ['half a million levels', deep(500_000), '400 foundation.json.too_deep'],
    ['the same key twice', '{"a":1,"a":2}', '400 foundation.json.duplicate_key'],
    ['the same key twice, once escaped', '{"a":1,"\\u0061":2}', '400 foundation.json.duplicate_key'],
    ['a repeated __proto__', '{"__proto__":1,"__proto__":2}', '400 foundation.json.duplicate_key'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), '400 foundation.json.encoding'],
    ['an overlong encoding', Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), '400 foundation.json.encoding'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), '400 foundation.json.syntax'],
    ['UTF-16 with its mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), '400 foundation.json.encoding'],
    ['a quarter of a million items', `[${'0,'.repeat(250_000)}0]`, '413 foundation.json.too_many'],
    ['one byte too many', `"${'x'.repeat(MAX_EVENT_BYTES - 1)}"`, '413 triggers.body.too_large'],
  ];
  for (const [title, body, outcome] of REFUSED) {
    test(`${title} is refused with ${outcome}`, () => assert.equal(outcomeOf(OPEN, delivery(body)), outcome));
  }

  test('a body of just the largest size is read', () => {
    assert.equal(
      (outcomeOf(OPEN, delivery(`"${'x'.repeat(MAX_EVENT_BYTES - 2)}"`)) as string).length,
      MAX_EVENT_BYTES - 2,
    );
  });

  test('numbers that a double would change keep their digits', () => {
    const body = outcomeOf(OPEN, delivery('[9007199254740993, 1e400, -0, 1.10]'));
    assert.ok(Array.isArray(body));
    assert.deepEqual(body.map(String), ['9007199254740993', '1e400', '-0', '1.10']);
    assert.ok(body.every((item) => item instanceof NumericText));
  });

  test('NUL and a lone surrogate are texts like any other when they come escaped', () => {
    assert.deepEqual(outcomeOf(OPEN, delivery('["a\\u0000b", "\\ud800"]')), ['a\0b', '\ud800']);
  });

  test('__proto__ and constructor are keys, and change no object', () => {
    const body = outcomeOf(OPEN, delivery('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}'));
    assert.ok(isObject(body));
    assert.deepEqual(Object.keys(body), ['__proto__', 'constructor']);
    assert.equal(body.isAdmin, undefined);
    assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined);
  });

  test('one byte order mark is dropped', () => {
    assert.deepEqual(outcomeOf(OPEN, delivery('\ufeff[1]')), [1]);
  });
});

describe('content types', () => {
  const JSON_TYPES = [
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"; profile=x',
    'application/cloudevents+json',
    'text/json',
  ];
  for (const type of JSON_TYPES) {
    test(`a flow of JSON takes ${type}`, () => {
      assert.deepEqual(outcomeOf(OPEN, delivery('[1]', { 'content-type': type })), [1]);
    });
  }

  const REFUSED: readonly (readonly [string, FlowTrigger, RequestHeaders, string])[] = [
    ['a form under JSON', OPEN, FORM_TYPE, 'type_refused'],
    ['text under JSON', OPEN, { 'content-type': 'text/plain' }, 'type_refused'],
    ['files under JSON', OPEN, { 'content-type': 'multipart/form-data; boundary=x' }, 'type_refused'],
    ['JSON in UTF-16', OPEN, { 'content-type': 'application/json; charset=utf-16le' }, 'type_refused'],
    ['a second charset', OPEN, { 'content-type': 'application/json; charset=utf-8; charset=utf-7' }, 'type_refused'],
    ['two types in one header', OPEN, { 'content-type': 'application/json, text/html' }, 'type_refused'],
    ['two type headers', OPEN, { 'content-type': ['application/json', 'application/json'] }, 'type_refused'],
    ['a compressed body', OPEN, { 'content-encoding': 'gzip' }, 'compressed'],
    ['a body compressed twice', OPEN, { 'content-encoding': ['identity', 'br'] }, 'compressed'],
    ['JSON under a form', FORM, { 'content-type': 'application/json' }, 'type_refused'],
    ['files under a form', FORM, { 'content-type': 'multipart/form-data; boundary=x' }, 'type_refused'],
    ['a form that does not say so', FORM, {}, 'type_refused'],
  ];
  for (const [title, trigger, headers, problem] of REFUSED) {
    test(`${title} is refused with 415`, () => {
      assert.equal(outcomeOf(trigger, delivery('{"a":1}', headers)), `415 triggers.body.${problem}`);
    });
  }

  test('the flow chooses the parser: JSON sent as a form stays one odd field', () => {
    const body = outcomeOf(FORM, delivery('{"files":{"path":"/etc/passwd"}}', FORM_TYPE));
    assert.ok(isObject(body));
    assert.deepEqual(Object.entries(body), [['{"files":{"path":"/etc/passwd"}}', '']]);
  });

  test('a form is read with its repeated names, and __proto__ is one of them', () => {
    const body = outcomeOf(FORM, delivery('a=1&b=2&a=3&__proto__=x', FORM_TYPE));
    assert.ok(isObject(body));
    assert.deepEqual(Object.entries(body), [
      ['a', ['1', '3']],
      ['b', '2'],
      ['__proto__', 'x'],
    ]);
  });

  test('a form that is not UTF-8 or has too many fields is refused with 400', () => {
    for (const body of [Uint8Array.of(0x61, 0x3d, 0xff), 'a=&'.repeat(1_001)]) {
      assert.equal(outcomeOf(FORM, delivery(body, FORM_TYPE)), '400 runs.event.form_malformed');
    }
  });
});

describe('the same event', () => {
  const BY_HEADER: FlowTrigger = { ...OPEN, dedupe: { by: 'header', header: 'X-Event-Id' } };
  const BY_PATH: FlowTrigger = { ...OPEN, dedupe: { by: 'path', path: 'data[0].id' } };

  test('is known by the declared header', () => {
    assert.equal(keyOf(BY_HEADER, delivery('1', { 'x-event-id': ' e1 ' })), 'header:e1');
  });

  test('has to have the declared header once, else 400', () => {
    for (const headers of [{}, { 'x-event-id': ' ' }, { 'x-event-id': ['e1', 'e2'] }]) {
      assert.equal(outcomeOf(BY_HEADER, delivery('1', headers)), '400 triggers.dedupe.header_missing');
    }
  });

  test('is known by the declared path, numbers with all their digits', () => {
    assert.equal(keyOf(BY_PATH, delivery('{"data":[{"id":"d1"}]}')), 'path:d1');
    assert.equal(keyOf(BY_PATH, delivery('{"data":[{"id":9007199254740993}]}')), 'path:9007199254740993');
  });

  test('has to have a text or a number at the declared path, else 422', () => {
    for (const id of ['null', 'true', '""', '{}', '[1]']) {
      const given = delivery(`{"data":[{"id":${id}}]}`);
      assert.equal(outcomeOf(BY_PATH, given), '422 triggers.dedupe.path_missing', id);
    }
    assert.equal(outcomeOf(BY_PATH, delivery('{"id":1}')), '422 triggers.dedupe.path_missing');
    const inherited: FlowTrigger = { ...OPEN, dedupe: { by: 'path', path: 'constructor.name' } };
    assert.equal(outcomeOf(inherited, delivery('{}')), '422 triggers.dedupe.path_missing');
  });

  test('is known by its bytes for a day where nothing else is declared', () => {
    const hash = createHash('sha256').update('[1]').digest('hex');
    const event = readDelivery(OPEN, delivery('[1]'));
    assert.deepEqual([event.dedupeKey, event.dedupeMemoryMs], [`body:${hash}`, 86_400_000]);
    assert.notEqual(keyOf(OPEN, delivery('[1] ')), event.dedupeKey);
  });

  test('is known by its bytes for as long as the flow declares', () => {
    const trigger: FlowTrigger = { ...OPEN, dedupe: { by: 'body', memory: 'PT2M' } };
    assert.equal(readDelivery(trigger, delivery('1')).dedupeMemoryMs, 120_000);
  });

  test('never has the key of another rule', () => {
    const keys = [
      keyOf(BY_HEADER, delivery('1', { 'x-event-id': 'd1' })),
      keyOf(BY_PATH, delivery('{"data":[{"id":"d1"}]}')),
    ];
    assert.deepEqual(keys, ['header:d1', 'path:d1']);
  });
});

test('no credential or cookie is kept with an event', () => {
  const trigger: FlowTrigger = { ...OPEN, dedupe: { by: 'header', header: 'Authorization' } };
  const headers = {
    authorization: 'Bearer x',
    cookie: 'a=b',
    'x-api-key': 'k',
    'webhook-signature': 'v1,x',
    'x-forwarded-for': '203.0.113.1',
    'content-type': 'application/json',
    'user-agent': 'Acme/1',
    'webhook-id': 'msg_1',
    'x-github-event': 'push',
    'x-shopify-topic': 'orders/create',
  };
  assert.deepEqual(
    { ...readDelivery(trigger, delivery('1', headers)).headers },
    {
      'content-type': 'application/json',
      'user-agent': 'Acme/1',
      'webhook-id': 'msg_1',
      'x-github-event': 'push',
      'x-shopify-topic': 'orders/create',
    },
  );
});

test('what the flow reads is kept, and its signature never, whatever the header is called', () => {
  const signature = {
    kind: 'hmac_sha256',
    header: 'X-Acme-Event',
    encoding: 'hex',
    timestampHeader: 'X-Sent',
  } as const;
  const trigger: FlowTrigger = { ...OPEN, signature, dedupe: { by: 'header', header: 'X-Order' } };
  const secret = 'a secret of 24 characters';
  const headers = {
    'x-acme-event': createHmac('sha256', secret).update('0.1').digest('hex'),
    'x-sent': '0',
    'x-order': 'o-1',
    'x-other': 'left out',
  };
  const event = readDelivery(trigger, { ...delivery('1', headers), secrets: [new Secret(secret)] });
  assert.deepEqual({ ...event.headers }, { 'x-sent': '0', 'x-order': 'o-1' });
});

test('headers that are kept are bounded in number and length', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x-a${index}-event`, 'y'.repeat(5_000)]));
  const { headers } = readDelivery(OPEN, delivery('1', many));
  assert.equal(Object.keys(headers).length, 24);
  assert.ok(Object.values(headers).every((value) => value.length === 1_000));
});

test('every reason for which a signature does not fit reads the same to its sender', () => {
  const trigger: FlowTrigger = { ...OPEN, signature: { kind: 'standard_webhooks' } };
  const secrets = [new Secret('whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3')];
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': '0', 'webhook-signature': `v1,${'A'.repeat(43)}=` };
  const given = [{}, { ...headers, 'webhook-id': 'a.b' }, headers].map((each) => ({ ...delivery('1', each), secrets }));
  const answers = given.map((each) => {
    try {
      return readDelivery(trigger, each);
    } catch (error) {
      assert.ok(isAppError(error, 'triggers.signature.refused'), String(error));
      return [statusOf(error), error.publicMessage, error.fix, error.context];
    }
  });
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
  assert.equal((answers[0] as unknown[])[0], 401);
});

test('an error that nobody threw on purpose is 500, and one of the database 503', () => {
  const entry = { kind: 'throttled', message: 'x', fix: 'y' } as const;
  assert.equal(statusOf(new Error('not thrown on purpose')), 500);
  assert.equal(statusOf(new AppError('db.commit.overloaded', entry)), 503);
});
