import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../foundation/index.ts';
import { compareFlows } from './compare-flows.ts';

type Steps = JsonObject[];

const call = (key: string, input: JsonObject, rest: JsonObject = {}): JsonObject => ({
  kind: 'call',
  key,
  connection: 'books',
  operation: 'upsert_customer',
  input: { object: input },
  ...rest,
});

const flow = (steps: Steps, rest: JsonObject = {}): JsonObject => ({
  holdfast: 1,
  name: 'f',
  title: 'F',
  trigger: { kind: 'webhook', signature: { kind: 'unsigned' } },
  steps,
  ...rest,
});

const texts = (from: JsonValue, to: JsonValue): string[] => compareFlows(from, to).map(({ text }) => text);

test('a field that is mapped from elsewhere is told with both sources and its place', () => {
  const before = flow([call('invoice', { email: { from: 'trigger.data.email' } })]);
  const after = flow([call('invoice', { email: { from: 'steps.customer.email' } })]);
  assert.deepEqual(compareFlows(before, after), [
    {
      stepKey: 'invoice',
      pointer: '/steps/0/input/object/email',
      kind: 'changed',
      text: 'step invoice: `email` now comes from `steps.customer.email` (was: `trigger.data.email`)',
    },
  ]);
});

test('fields that came, went and became constants or formulas are each one sentence', () => {
  const before = flow([
    call('s', { email: { from: 'trigger.mail' }, vat: { value: 'DE1' }, name: { from: 'trigger.n' } }),
  ]);
  const after = flow([
    call('s', {
      email: { fn: 'lower', args: [{ from: 'trigger.mail' }] },
      name: { from: 'trigger.n', default: { value: 'nobody' } },
      address: { object: { city: { template: 'in {{trigger.city}}' } } },
    }),
  ]);
  assert.deepEqual(texts(before, after), [
    'step s: `email` is now `lower(trigger.mail)` (was: `trigger.mail`)',
    'step s: `name` now comes from `trigger.n`, or the constant `"nobody"` when it is missing (was: `trigger.n`)',
    'step s: `address.city` is now the text `in {{trigger.city}}` (was not mapped)',
    'step s: `vat` is no longer mapped (was: the constant `"DE1"`)',
  ]);
});

test('what is made of the items of a list, and rows of a value table, are told one by one', () => {
  const lines = (unitPrice: string): JsonObject => ({
    each: { from: 'trigger.lines' },
    as: 'line',
    to: { object: { unitPrice: { from: unitPrice } } },
  });
  const owner = (table: JsonObject): JsonObject => ({
    kind: 'map',
    key: 'owner',
    to: { table, key: { from: 'trigger.c' } },
  });
  const before = flow([call('s', { lines: lines('line.price') }), owner({ GB: 'own_1', DE: 'own_3' })]);
  const after = flow([call('s', { lines: lines('line.net') }), owner({ GB: 'own_2', AT: 'own_3' })]);
  assert.deepEqual(texts(before, after), [
    'step s: `lines[].unitPrice` now comes from `line.net` (was: `line.price`)',
    'step owner: its value for `GB` is now `own_2` (was: `own_1`)',
    'step owner: its value for `AT` is now `own_3`',
    'step owner: its value for `DE` was removed (was: `own_3`)',
  ]);
});

test('steps that were added, removed, renamed and moved are told once each, the others not at all', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((key) => call(key, { email: { from: `trigger.${key}` } })) as [
    JsonObject,
    JsonObject,
    JsonObject,
    JsonObject,
  ];
  const before = flow([a, b, c, d]);
  const after = flow([{ ...a, key: 'first' }, d, c, { kind: 'filter', key: 'gate', when: 'trigger.x' }]);
  const changes = compareFlows(before, after);
  assert.deepEqual(
    changes.map(({ kind, text }) => `${kind}: ${text}`),
    [
      'changed: step a is now called first',
      'moved: step c moved: it now comes after d',
      'added: step gate was added: it ends runs that do not meet a condition',
      'removed: step b was removed',
    ],
  );
});

test('a step that moves into a branch is told with the case, and a changed condition with both texts', () => {
  const task = call('task', { email: { from: 'trigger.e' } });
  const other = call('other', { email: { from: 'trigger.e' } });
  const branch = (when: string, steps: Steps): JsonObject => ({
    kind: 'branch',
    key: 'route',
    cases: [{ when, steps }],
  });
  const before = flow([task, branch('trigger.a > 1', [other])]);
  const after = flow([branch('trigger.a > 2', [other, task])]);
  assert.deepEqual(texts(before, after), [
    'step route: the condition of case 1 is now `trigger.a > 2` (was: `trigger.a > 1`)',
    'step task moved: it now comes after other in case 1 of route',
  ]);
});

test('the frame: title, trigger, order key, a link and its update', () => {
  const link = (email: string): JsonObject => ({
    source: { from: 'trigger.id' },
    id: 'id',
    update: { operation: 'update', input: { object: { email: { from: email } } } },
  });
  const before = flow([call('s', {}, { link: link('trigger.a') })]);
  const after = flow([call('s', {}, { link: link('trigger.b'), connection: 'other-books' })], {
    title: 'G',
    orderKey: { from: 'trigger.id' },
    trigger: { kind: 'webhook', signature: { kind: 'unsigned' }, when: 'trigger.ok' },
  });
  assert.deepEqual(texts(before, after), [
    'the title is now `G` (was: `F`)',
    'the condition of the trigger is now `trigger.ok`',
    'the order key now comes from `trigger.id` (was not mapped)',
    'step s: its connection is now `other-books` (was: `books`)',
    'step s: in its update, `email` now comes from `trigger.b` (was: `trigger.a`)',
  ]);
});

test('property: documents of any form are compared without failing, and a document does not differ from itself', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (one, other) => {
      const [a, b] = [one as JsonValue, { ...flow([]), steps: other as JsonValue }];
      compareFlows(a, b);
      compareFlows(b, a);
      assert.deepEqual(compareFlows(a, a), []);
      assert.deepEqual(compareFlows(b, b), []);
    }),
    { numRuns: 300 },
  );
});

test('each scope that a call comes to need, or needs no longer, is a sentence of its own', () => {
  const request = (declare: JsonObject) => flow([call('ping', {}, { operation: 'request', declare })]);
  const before = request({ class: 'R', scopes: ['crm.read', 'files.read'] });
  const after = request({ class: 'N', scopes: ['crm.read', 'crm.write'] });
  assert.deepEqual(
    compareFlows(before, after).map(({ pointer, kind }) => `${kind} ${pointer}`),
    ['changed /steps/0/declare', 'added /steps/0/declare/scopes', 'removed /steps/0/declare/scopes'],
  );
  assert.deepEqual(texts(before, after).slice(1), [
    'step ping: it now needs the scope `crm.write`',
    'step ping: it no longer needs the scope `files.read`',
  ]);
});
