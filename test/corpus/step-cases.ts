/** Steps that must not be published, each with the place and the words of the reason. */
import { each, type FlowCase, GENERIC, map, value, withSteps } from './bad-document.ts';
import type { Json } from './product.ts';
import { flowDocument } from './webhook-flow.ts';

const UPSERT = { operation: 'upsert_contact', input: { object: { email: value('a@b.example'), name: value('A') } } };

const call = (parts: Json) => ({
  kind: 'call',
  key: 'c',
  connection: 'sandbox-crm',
  operation: 'list_owners',
  input: { object: {} },
  ...parts,
});
const request = (parts: Json) =>
  call({
    connection: GENERIC,
    operation: 'request',
    input: { object: { method: value('POST'), path: value('x') } },
    ...parts,
  });
const linked = (parts: Json) =>
  call({ ...UPSERT, link: { source: { from: 'run.id' }, id: 'id', update: UPSERT, ...parts } });

const STEPS: readonly FlowCase[] = [
  {
    name: 'an unknown kind of step',
    document: withSteps({ key: 'a', kind: 'script', code: 'process.exit()' }),
    pointer: '/steps/0/kind',
    says: /script/,
  },
  {
    name: 'a kind from the prototype',
    document: withSteps({ key: 'a', kind: 'constructor' }),
    pointer: '/steps/0/kind',
    says: /./,
  },
  { name: 'two steps of one key', document: withSteps(map('a'), map('a')), pointer: '/steps/1/key', says: /"a"/ },
  {
    name: 'one key inside and outside of a loop',
    document: withSteps(map('a'), each('b', 'item', [map('a')])),
    pointer: '/steps/1/steps/0/key',
    says: /"a"/,
  },
  { name: 'a key with a hyphen', document: withSteps(map('a-b')), pointer: '/steps/0/key', says: /./ },
  { name: 'a key called __proto__', document: withSteps(map('__proto__')), pointer: '/steps/0/key', says: /./ },
  { name: 'a key outside of ASCII', document: withSteps(map('größe')), pointer: '/steps/0/key', says: /./ },
  {
    name: 'a map without a mapping',
    document: withSteps({ kind: 'map', key: 'a' }),
    pointer: '/steps/0',
    says: /"to"/,
  },
  {
    name: 'a branch without a case',
    document: withSteps({ kind: 'branch', key: 'a', cases: [] }),
    pointer: '/steps/0/cases',
    says: /./,
  },
  {
    name: 'a loop over a number',
    document: withSteps({ ...each('a', 'item', [map('b')]), over: value(5) }),
    pointer: '/steps/0/over',
    says: /list/,
  },
  {
    name: 'a loop of a million items',
    document: withSteps({ ...each('a', 'item', [map('b')]), maxItems: 1_000_000 }),
    pointer: '/steps/0/maxItems',
    says: /1,?000/,
  },
  {
    name: 'a loop of a half item',
    document: withSteps({ ...each('a', 'item', [map('b')]), maxItems: 0.5 }),
    pointer: '/steps/0/maxItems',
    says: /./,
  },
  {
    name: 'a number of items as a text',
    document: withSteps({ ...each('a', 'item', [map('b')]), maxItems: '3' }),
    pointer: '/steps/0/maxItems',
    says: /number/,
  },
  {
    name: 'loops three deep',
    document: withSteps(each('a', 'x', [each('b', 'y', [each('c', 'z', [map('d')])])])),
    pointer: '/steps/0/steps/0/steps/0',
    says: /2|two|deep/,
  },
  ...['trigger', 'event', 'steps', 'run', 'link', 'true', 'null', 'in', '__proto__', 'Item', 'a-b', ''].map((as) => ({
    name: `an item that is called "${as}"`,
    document: withSteps(each('a', as, [map('b')])),
    pointer: '/steps/0/as',
    says: /./,
  })),
  ...[
    ['line', 'line'],
    ['line', 'lineIndex'],
    ['lineIndex', 'line'],
  ].map(([outer = '', inner = '']) => ({
    name: `items called ${inner} inside of a loop whose items are called ${outer}`,
    document: withSteps(each('a', outer, [each('b', inner, [map('c')])])),
    pointer: '/steps/0/steps/0/as',
    says: /hide "line(?:Index)?"/,
  })),
  {
    name: 'items of a mapping called like those of the step around it',
    document: withSteps(each('a', 'line', [map('b', { each: value([1]), as: 'line', to: value(1) })])),
    pointer: '/steps/0/steps/0/to/as',
    says: /hide "line"/,
  },
  {
    name: 'a filter with a pattern that never closes',
    document: withSteps({ kind: 'filter', key: 'a', when: '"x".matches("(a")' }),
    pointer: '/steps/0/when',
    says: /matches.*\(/,
  },
  {
    name: 'a delay of nothing',
    document: withSteps({ kind: 'delay', key: 'a' }),
    pointer: '/steps/0',
    says: /until|for/,
  },
  {
    name: 'a delay of two kinds',
    document: withSteps({ kind: 'delay', key: 'a', for: 'PT1S', until: value('2026-11-24T00:00:00Z') }),
    pointer: '/steps/0',
    says: /until|for/,
  },
  {
    name: 'a delay below zero',
    document: withSteps({ kind: 'delay', key: 'a', for: 'P-1D' }),
    pointer: '/steps/0/for',
    says: /./,
  },
  {
    name: 'a delay of a million years',
    document: withSteps({ kind: 'delay', key: 'a', for: 'P365000000D' }),
    pointer: '/steps/0/for',
    says: /./,
  },
  {
    name: 'a filter without a condition',
    document: withSteps({ kind: 'filter', key: 'a', when: '' }),
    pointer: '/steps/0/when',
    says: /./,
  },
  {
    name: 'an order key over a step',
    document: flowDocument('bad', { orderKey: { from: 'steps.copy' } }),
    pointer: '/orderKey/from',
    says: /steps/,
  },
];

const CALLS: readonly FlowCase[] = [
  {
    name: 'an unknown connection',
    document: withSteps(call({ connection: 'sandbox-crn' })),
    pointer: '/steps/0/connection',
    says: /sandbox-crm/,
  },
  {
    name: 'a connection called __proto__',
    document: withSteps(call({ connection: '__proto__' })),
    pointer: '/steps/0/connection',
    says: /__proto__/,
  },
  {
    name: 'a connection of SQL',
    document: withSteps(call({ connection: "x' or '1'='1" })),
    pointer: '/steps/0/connection',
    says: /./,
  },
  {
    name: 'an unknown operation',
    document: withSteps(call({ operation: 'list_owner' })),
    pointer: '/steps/0/operation',
    says: /list_owners/,
  },
  {
    name: 'an operation from the prototype',
    document: withSteps(call({ operation: 'toString' })),
    pointer: '/steps/0/operation',
    says: /toString/,
  },
  {
    name: 'a class for an operation that has one',
    document: withSteps(call({ declare: { class: 'R' } })),
    pointer: '/steps/0/declare',
    says: /./,
  },
  { name: 'a generic call without a class', document: withSteps(request({})), pointer: '/steps/0', says: /declare/ },
  {
    name: 'an unknown class',
    document: withSteps(request({ declare: { class: 'X' } })),
    pointer: '/steps/0/declare/class',
    says: /./,
  },
  {
    name: 'class K without a key',
    document: withSteps(request({ declare: { class: 'K' } })),
    pointer: '/steps/0/declare',
    says: /idempotency/,
  },
  {
    name: 'class L without a look-up',
    document: withSteps(request({ declare: { class: 'L' } })),
    pointer: '/steps/0/declare',
    says: /lookUp/,
  },
  {
    name: 'class K with a key header that is none',
    document: withSteps(request({ declare: { class: 'K', idempotency: { header: 'a b' } } })),
    pointer: '/steps/0/declare/idempotency/header',
    says: /./,
  },
  ...['Authorization', 'Content-Length', 'Host', 'Transfer-Encoding', 'Content-Type', 'Cookie'].map((header) => ({
    name: `class K with its key in ${header}`,
    document: withSteps(request({ declare: { class: 'K', idempotency: { header } } })),
    pointer: '/steps/0/declare/idempotency/header',
    says: /./,
  })),
  {
    name: 'a link without an order key',
    document: withSteps(linked({})),
    pointer: '/steps/0/link',
    says: /orderKey|order key/,
  },
  {
    name: 'a link to an unknown operation',
    document: flowDocument('bad', {
      orderKey: { from: 'event.id' },
      steps: [linked({ update: { operation: 'upsert_contct', input: { object: {} } } })],
    }),
    pointer: '/steps/0/link/update/operation',
    says: /upsert_contact/,
  },
  {
    name: 'a link with an unknown path of the id',
    document: flowDocument('bad', { orderKey: { from: 'event.id' }, steps: [linked({ id: 'idd' })] }),
    pointer: '/steps/0/link/id',
    says: /idd/,
  },
  {
    name: 'the id of a link outside of its update',
    document: withSteps(map('a', { from: 'link.id' })),
    pointer: '/steps/0/to/from',
    says: /link/,
  },
];

/** Documents with a bad step. */
export const STEP_CASES: readonly FlowCase[] = [...STEPS, ...CALLS];
