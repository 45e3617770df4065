/**
 * Events and mappings that look harmless and are made to cost for ever, to grow without end, or to be unstorable. Each
 * flow may be published; its run has to come to an end all the same (F14, F15, F53–F56, F62, C16).
 */
import { map, value } from './bad-document.ts';
import type { BombCase } from './bomb-run.ts';
import type { Json } from './product.ts';
import type { FlowParts } from './webhook-flow.ts';

const N = { from: 'trigger.n' };
const S = { from: 'trigger.s' };
const L = { from: 'trigger.l' };
const LONG = 'a'.repeat(500_000);
const MANY = `[${Array(9_000).fill(1).join()}]`;

const fn = (name: string, ...args: Json[]): FlowParts => ({ steps: [map('m', { fn: name, args })] });
const cel = (text: string): FlowParts => ({ steps: [map('m', { cel: text })] });
const eachItem = (parts: Json): FlowParts => ({
  steps: [
    { kind: 'each', key: 'e', over: L, as: 'item', maxItems: 1000, steps: [map('m', { from: 'item' })], ...parts },
  ],
});

/** A number whose digits, written out, would fill all disks. */
const FAR = '{"n":1e999999999}';
const NEAR_ZERO = '{"n":1e-999999999}';

const NUMBERS: readonly BombCase[] = [
  { name: 'the sum of one and a number of a thousand million digits', flow: fn('add', N, value(1)), event: FAR },
  {
    name: 'the sum of one and a number of a thousand million decimals',
    flow: fn('add', N, value(1)),
    event: NEAR_ZERO,
  },
  { name: 'a product of far numbers', flow: fn('multiply', N, N, N), event: FAR },
  { name: 'a quotient of far numbers', flow: fn('divide', value(1), N, value(10)), event: FAR },
  { name: 'a quotient of near numbers', flow: fn('divide', value(1), N, value(10)), event: NEAR_ZERO },
  { name: 'a quotient of a million decimals', flow: fn('divide', value(1), value(3), N), event: '{"n":1000000000}' },
  { name: 'a far number rounded', flow: fn('round', N, value(2)), event: FAR },
  { name: 'a far number written out', flow: fn('formatNumber', N, value(2)), event: FAR },
  { name: 'a far number as money', flow: fn('toMinorUnits', N, value('EUR')), event: FAR },
  { name: 'a far number from a text', flow: fn('toNumber', S), event: '{"s":"1e999999999"}' },
  { name: 'a far number compared', flow: fn('equals', N, value(1)), event: FAR },
  { name: 'the largest of far numbers', flow: fn('max', N, value(1)), event: FAR },
  { name: 'far numbers sorted', flow: fn('sort', L), event: '{"l":[1e999999999,1,1e-999999999,2]}' },
  { name: 'far numbers made unique', flow: fn('unique', L), event: '{"l":[1e999999999,10e999999998,1]}' },
  { name: 'the sum of a list of far numbers', flow: fn('sum', L), event: '{"l":[1e999999999,1e-999999999]}' },
  { name: 'a far number as a day', flow: fn('parseDate', N, value('unix')), event: FAR },
  { name: 'a far number in a text', flow: { steps: [map('m', { template: 'n={{trigger.n}}' })] }, event: FAR },
  { name: 'a far number in CEL', flow: cel('trigger.n > 1'), event: FAR },
  { name: 'a far number as a whole number of CEL', flow: cel('int(trigger.n) + 1'), event: FAR },
  { name: 'the exponent beyond all numbers', flow: fn('add', N, value(1)), event: `{"n":1e${'9'.repeat(400)}}` },
  {
    name: 'a product of numbers of a hundred thousand digits',
    flow: fn('multiply', N, N, N, N, N, N, N, N),
    event: `{"n":${'7'.repeat(100_000)}}`,
  },
];

const TEXTS: readonly BombCase[] = [
  {
    name: 'every letter replaced by half a million',
    flow: fn('replace', S, value('a'), S),
    event: `{"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  { name: 'the places between letters replaced', flow: fn('replace', S, value(''), S), event: `{"s":"${LONG}"}` },
  {
    name: 'a filling of a thousand million letters',
    flow: fn('padStart', S, N),
    event: '{"s":"a","n":1000000000}',
    state: 'dead_lettered',
  },
  {
    name: 'fifty times half a million letters',
    flow: fn('concat', ...Array.from({ length: 50 }, () => S)),
    event: `{"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a template of many long places',
    flow: { steps: [map('m', { template: '{{trigger.s}}'.repeat(50) })] },
    event: `{"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a text cut at every letter',
    flow: fn('split', S, value('a')),
    event: `{"s":"${LONG}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a list joined by long texts',
    flow: fn('join', L, value('x'.repeat(10_000))),
    event: `{"l":${JSON.stringify(Array(9_000).fill('a'))}}`,
    state: 'dead_lettered',
  },
  {
    name: 'JSON in a text, a hundred thousand levels deep',
    flow: fn('parseJson', S),
    event: `{"s":"${'['.repeat(100_000)}"}`,
    state: 'dead_lettered',
  },
  {
    name: 'a duration of all time',
    flow: fn('addDuration', value('2026-11-24'), S),
    event: '{"s":"P999999999Y"}',
    state: 'dead_lettered',
  },
  {
    name: 'a zone that is none',
    flow: fn('startOfDay', value('2026-11-24'), S),
    event: '{"s":"Mars/Olympus"}',
    state: 'dead_lettered',
  },
  {
    name: 'a pattern of dates from the event',
    flow: fn('formatDate', value('2026-11-24'), S),
    event: `{"s":"${'yyyy'.repeat(100_000)}"}`,
  },
];

const LOOPS: readonly BombCase[] = [
  {
    name: 'a list crossed with itself in CEL',
    flow: cel('trigger.l.map(a, trigger.l.map(b, a + b))'),
    event: `{"l":${MANY}}`,
    state: 'dead_lettered',
  },
  {
    name: 'a pattern with nested repeats',
    flow: cel('trigger.s.matches("^(a+)+$")'),
    event: `{"s":"${'a'.repeat(100_000)}!"}`,
  },
  {
    name: 'a pattern with alternatives',
    flow: cel('trigger.s.matches("^(a|a|aa)*b$")'),
    event: `{"s":"${'a'.repeat(100_000)}"}`,
  },
  {
    name: 'a pattern from the event',
    flow: cel('trigger.s.matches(trigger.p)'),
    event: `{"s":"${'a'.repeat(50_000)}","p":"(a?){50}a{50}(.*)*$"}`,
  },
  {
    name: 'a broken pattern from the event',
    flow: cel('trigger.s.matches(trigger.p)'),
    event: '{"s":"a","p":"("}',
    state: 'dead_lettered',
  },
  {
    name: 'a loop over more items than it may',
    flow: eachItem({ maxItems: 2 }),
    event: '{"l":[1,2,3]}',
    state: 'dead_lettered',
  },
  { name: 'a loop over a text', flow: eachItem({}), event: '{"l":"abc"}', state: 'dead_lettered' },
  { name: 'a loop over null', flow: eachItem({}), event: '{"l":null}', state: 'dead_lettered' },
  {
    name: 'a schema that is nothing but itself',
    flow: { trigger: { schema: { $ref: '#' } } },
    event: '{"a":{"a":1}}',
    state: 'succeeded',
  },
  {
    name: 'a schema of references in a circle',
    flow: {
      trigger: {
        schema: {
          $ref: '#/$defs/a',
          $defs: {
            a: { anyOf: [{ $ref: '#/$defs/b' }, { $ref: '#/$defs/b' }] },
            b: { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] },
          },
        },
      },
    },
    event: '{"a":{"b":1}}',
    state: 'succeeded',
  },
];

const UNSTORABLE: readonly BombCase[] = [
  { name: 'a NUL as order key', flow: { orderKey: S }, event: '{"s":"a\\u0000b"}' },
  { name: 'a lone surrogate as order key', flow: { orderKey: S }, event: '{"s":"\\ud800"}' },
  { name: 'an order key of half a million letters', flow: { orderKey: S }, event: `{"s":"${LONG}"}` },
  { name: 'an order key that is a list', flow: { orderKey: { from: 'trigger.l' } }, event: '{"l":[1]}' },
  { name: 'an order key that is a far number', flow: { orderKey: N }, event: FAR },
  { name: 'an empty order key', flow: { orderKey: S }, event: '{"s":""}' },
  {
    name: 'a NUL as the id of the event',
    flow: { trigger: { dedupe: { by: 'path', path: 's' } } },
    event: '{"s":"a\\u0000b"}',
  },
  {
    name: 'a lone surrogate as the id of the event',
    flow: { trigger: { dedupe: { by: 'path', path: 's' } } },
    event: '{"s":"\\udfff"}',
  },
  {
    name: 'half a million letters as the id of the event',
    flow: { trigger: { dedupe: { by: 'path', path: 's' } } },
    event: `{"s":"${LONG}"}`,
  },
  { name: 'a far number as the id of the event', flow: { trigger: { dedupe: { by: 'path', path: 'n' } } }, event: FAR },
  {
    name: 'eight thousand letters in the header of the id',
    flow: { trigger: { dedupe: { by: 'header', header: 'x-id' } } },
    event: '{"h":1}',
    headers: { 'x-id': 'i'.repeat(8_000) },
  },
  {
    name: 'letters outside of ASCII in the header of the id',
    flow: { trigger: { dedupe: { by: 'header', header: 'x-id' } } },
    event: '{"h":2}',
    headers: { 'x-id': 'é\u0080ÿ' },
  },
  {
    name: 'a content type of eight thousand letters',
    flow: {},
    event: '{"h":3}',
    headers: { 'content-type': `application/json; x=${'y'.repeat(8_000)}` },
  },
  {
    name: 'a hundred headers',
    flow: {},
    event: '{"h":4}',
    headers: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`x-h${at}`, 'é\u0080'])),
  },
  {
    name: 'headers called __proto__ and constructor',
    flow: {},
    event: '{"h":5}',
    headers: { __proto__x: '1', constructor: '2', 'to-string': '3' },
    state: 'succeeded',
  },
  {
    name: 'NULs as keys of items',
    flow: eachItem({ itemKey: { from: 'item' } }),
    event: '{"l":["a\\u0000b","\\ud800","\\udc00",""]}',
  },
  {
    name: 'two items of one key',
    flow: eachItem({ itemKey: { from: 'item' } }),
    event: '{"l":["a","a"]}',
    state: 'succeeded',
  },
  {
    name: 'keys of items of half a million letters',
    flow: eachItem({ itemKey: { from: 'item' } }),
    event: `{"l":["${LONG}","${LONG}b"]}`,
  },
  {
    name: 'a key of an item that is an object',
    flow: eachItem({ itemKey: { from: 'item' } }),
    event: '{"l":[{"a":1}]}',
  },
  {
    name: 'NULs and lone surrogates through every kind of value',
    flow: {
      steps: [map('m', { object: { 'a\u0000b': S, list: { list: [S, S] }, text: { template: '{{trigger.s}}' } } })],
    },
    event: '{"s":"\\u0000\\ud800\\udfff"}',
    state: 'succeeded',
  },
  {
    name: 'a failure that quotes NULs',
    flow: { steps: [map('m', { table: { a: 1 }, key: S })] },
    event: '{"s":"\\u0000\\ud800"}',
    state: 'dead_lettered',
  },
  {
    name: 'a delay until a NUL',
    flow: { steps: [{ kind: 'delay', key: 'd', until: S }] },
    event: '{"s":"\\u0000"}',
    state: 'dead_lettered',
  },
  {
    name: 'a delay until the year three hundred thousand',
    flow: { steps: [{ kind: 'delay', key: 'd', until: S }] },
    event: '{"s":"+300000-01-01T00:00:00Z"}',
    state: 'dead_lettered',
  },
  {
    name: 'an item that is called constructor',
    flow: eachItem({ as: 'constructor', steps: [map('m', { from: 'constructor' })] }),
    event: '{"l":[1,2]}',
    state: 'succeeded',
  },
];

/** All of them. */
export const BOMB_CASES: readonly BombCase[] = [...NUMBERS, ...TEXTS, ...LOOPS, ...UNSTORABLE];
