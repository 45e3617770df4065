import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isAppError, type JsonValue, parseJson } from '../../foundation/index.ts';
import { compileSchema } from '../contract/compile-schema.ts';
import { compileFlow } from './compile-flow.ts';
import type { FlowDocument } from './flow-document.ts';
import { FLOW_SCHEMA } from './flow-schema.ts';
import { parseFlow } from './parse-flow.ts';

const UNSIGNED = { kind: 'webhook', signature: { kind: 'unsigned' } };
const flowOf = (steps: unknown, more: object = {}) =>
  ({ holdfast: 1, name: 'a-flow', title: 'A flow', trigger: UNSIGNED, steps, ...more }) as unknown as JsonValue;
const codesOf = (flow: JsonValue) =>
  parseFlow(flow).problems.map(({ pointer, code }) => `${pointer} ${code.replace('language.', '')}`);
const MAP = { key: 'a', kind: 'map', to: { value: 1 } };

/** A flow that uses every kind of step and every part of a trigger. */
const WHOLE = flowOf(
  [
    { key: 'check', kind: 'filter', when: 'trigger.amount > 0', title: 'Only paid' },
    {
      key: 'lines',
      kind: 'map',
      to: { each: { from: 'trigger.lines' }, as: 'line', to: { object: { name: { from: 'line.sku' } } } },
    },
    {
      key: 'invoice',
      kind: 'call',
      connection: 'billing',
      operation: 'create_invoice',
      input: { object: { total: { from: 'trigger.amount' } } },
      link: {
        source: { from: 'trigger.id' },
        id: 'id',
        update: { operation: 'update_invoice', input: { object: { id: { from: 'link.id' } } } },
      },
    },
    {
      key: 'way',
      kind: 'branch',
      cases: [{ when: 'trigger.amount > 9', steps: [{ key: 'big', kind: 'map', to: { value: 'x' } }] }],
      otherwise: [{ key: 'wait', kind: 'delay', for: 'PT5M' }],
    },
    {
      key: 'loop',
      kind: 'each',
      over: { from: 'trigger.lines' },
      as: 'line',
      itemKey: { from: 'line.sku' },
      maxItems: 2,
      steps: [
        {
          key: 'note',
          kind: 'call',
          connection: 'web',
          operation: 'send_request',
          input: { object: {} },
          declare: {
            class: 'L',
            idempotency: { header: 'Idempotency-Key', keyLife: 'P1D' },
            lookUp: { path: ['a'], query: [['q', '{{reference}}']], foundAt: 'items', settle: 'PT10S' },
            scopes: ['notes.write'],
          },
        },
      ],
    },
    { key: 'later', kind: 'delay', until: { from: 'trigger.at' } },
  ],
  {
    description: 'Everything.',
    orderKey: { from: 'trigger.id', optional: true },
    trigger: {
      kind: 'webhook',
      schema: { type: 'object' },
      bodyFormat: 'json',
      when: 'trigger.amount > 1',
      signature: {
        kind: 'hmac_sha256',
        header: 'x-signature',
        encoding: 'hex',
        prefix: 'sha256=',
        timestampHeader: 'x-timestamp',
      },
      dedupe: { by: 'body', memory: 'PT24H' },
    },
  },
);

test('a flow with everything is read, and fits the published schema', () => {
  assert.deepEqual(parseFlow(WHOLE).problems, []);
  assert.deepEqual(compileSchema(FLOW_SCHEMA)(WHOLE), []);
});

const nested = (depth: number, make: (steps: unknown[], depth: number) => unknown): unknown =>
  depth === 0 ? { ...MAP, key: 'end' } : make([nested(depth - 1, make)], depth);
const branches = (depth: number) =>
  nested(depth, (steps, at) => ({ key: `b${at}`, kind: 'branch', cases: [{ when: 'true', steps }] }));
const loop = (key: string, as: string, steps: unknown[]) => ({
  key,
  kind: 'each',
  over: { value: [] },
  as,
  maxItems: 1,
  steps,
});
const loops = (depth: number) => nested(depth, (steps, at) => loop(`e${at}`, `item${at}`, steps));
const call = (more: object) => ({
  key: 'c',
  kind: 'call',
  connection: 'web',
  operation: 'send_request',
  input: { object: {} },
  ...more,
});

/** What is wrong, the document, and its first problem. */
const BAD: readonly (readonly [string, JsonValue, string])[] = [
  ['no object', null, ' contract.type'],
  ['an unknown key', flowOf([MAP], { nam: 1 }), '/nam contract.unknown_field'],
  ['another format version', flowOf([MAP], { holdfast: 2 }), '/holdfast contract.constant'],
  ['a name that is no slug', flowOf([MAP], { name: 'A flow' }), '/name contract.pattern'],
  ['no steps', flowOf([]), '/steps contract.item_count'],
  ['a step of an unknown kind', flowOf([{ key: 'a', kind: 'cal' }]), '/steps/0/kind contract.enum'],
  ['a step with a misspelt field', flowOf([{ key: 'a', kind: 'filter', whn: 'true' }]), '/steps/0 contract.required'],
  ['a key that is no key', flowOf([{ ...MAP, key: 'A-b' }]), '/steps/0/key contract.pattern'],
  [
    'a key used twice',
    flowOf([MAP, { key: 'b', kind: 'branch', cases: [{ when: 'true', steps: [MAP] }] }]),
    '/steps/1/cases/0/steps/0/key flow.duplicate_key',
  ],
  [
    'a bad mapping',
    flowOf([{ ...MAP, to: { list: [{ form: 'x' }] } }]),
    '/steps/0/to/list/0 mapping.not_an_expression',
  ],
  ['a bad condition', flowOf([{ key: 'a', kind: 'filter', when: '1 +' }]), '/steps/0/when mapping.bad_cel'],
  ['a bad trigger condition', flowOf([MAP], { trigger: { ...UNSIGNED, when: '(' } }), '/trigger/when mapping.bad_cel'],
  [
    'an item called steps',
    flowOf([{ key: 'e', kind: 'each', over: { value: [] }, as: 'steps', maxItems: 1, steps: [MAP] }]),
    '/steps/0/as flow.bad_name',
  ],
  ...(
    [
      ['line', 'line'],
      ['line', 'lineIndex'],
      ['lineIndex', 'line'],
    ] as const
  ).map(([outer, inner]): [string, JsonValue, string] => [
    `items called ${inner} within items called ${outer}`,
    flowOf([loop('e', outer, [loop('f', inner, [MAP])])]),
    '/steps/0/steps/0/as flow.shadowed_name',
  ]),
  [
    'items of a mapping that are called like those of the step around it',
    flowOf([loop('e', 'line', [{ ...MAP, to: { list: [{ each: { value: [] }, as: 'line', to: { value: 1 } }] } }])]),
    '/steps/0/steps/0/to/list/0/as mapping.shadowed_name',
  ],
  [
    'items of an item key that are called like those of its step',
    flowOf([{ ...loop('e', 'line', [MAP]), itemKey: { each: { value: [] }, as: 'line', to: { value: 1 } } }]),
    '/steps/0/itemKey/as mapping.shadowed_name',
  ],
  [
    'too many items',
    flowOf([{ key: 'e', kind: 'each', over: { value: [] }, as: 'i', maxItems: 1001, steps: [MAP] }]),
    '/steps/0/maxItems contract.range',
  ],
  [
    'branches seven deep',
    flowOf([branches(6)]),
    '/steps/0/cases/0/steps/0/cases/0/steps/0/cases/0/steps/0/cases/0/steps/0/cases/0/steps/0/cases/0/steps/0 flow.too_deep',
  ],
  ['three loops within each other', flowOf([loops(3)]), '/steps/0/steps/0/steps/0 flow.each_too_deep'],
  [
    'more than 200 steps',
    flowOf(
      ['x', 'y', 'z'].map((key) => ({
        key,
        kind: 'branch',
        cases: [{ when: 'true', steps: Array.from({ length: 80 }, (_, at) => ({ ...MAP, key: `${key}${at}` })) }],
      })),
    ),
    '/steps flow.too_many_steps',
  ],
  [
    'a delay for and until',
    flowOf([{ key: 'd', kind: 'delay', for: 'PT1S', until: { value: 'x' } }]),
    '/steps/0 flow.delay',
  ],
  ['a delay for nothing', flowOf([{ key: 'd', kind: 'delay' }]), '/steps/0 flow.delay'],
  ['a duration of a month', flowOf([{ key: 'd', kind: 'delay', for: 'P1M' }]), '/steps/0/for flow.bad_duration'],
  [
    'an event without a connector',
    flowOf([MAP], { trigger: { ...UNSIGNED, event: 'x' } }),
    '/trigger flow.trigger_event',
  ],
  [
    'a trigger schema that is none',
    flowOf([MAP], { trigger: { ...UNSIGNED, schema: { properties: { a: { type: 'text' } } } } }),
    '/trigger/schema/properties/a/type flow.bad_schema',
  ],
  [
    'an unknown signature',
    flowOf([MAP], { trigger: { kind: 'webhook', signature: { kind: 'none' } } }),
    '/trigger/signature/kind contract.enum',
  ],
  ['no signature', flowOf([MAP], { trigger: { kind: 'webhook' } }), '/trigger contract.required'],
  [
    'a dedupe path that is none',
    flowOf([MAP], { trigger: { ...UNSIGNED, dedupe: { by: 'path', path: 'a..b' } } }),
    '/trigger/dedupe/path flow.bad_path',
  ],
  ['class K without a key', flowOf([call({ declare: { class: 'K' } })]), '/steps/0/declare flow.declared_key'],
  ['class L without a look-up', flowOf([call({ declare: { class: 'L' } })]), '/steps/0/declare flow.declared_look_up'],
  [
    'a look-up without our reference',
    flowOf([call({ declare: { class: 'L', lookUp: { path: ['a'], foundAt: '' } } })]),
    '/steps/0/declare/lookUp flow.look_up_reference',
  ],
  [
    'two scopes in one text',
    flowOf([call({ declare: { class: 'R', scopes: ['crm.read crm.write'] } })]),
    '/steps/0/declare/scopes/0 contract.pattern',
  ],
  ['half a megabyte of constants', flowOf([{ ...MAP, to: { value: 'x'.repeat(600_000) } }]), ' flow.too_large'],
];

for (const [name, flow, problem] of BAD) {
  test(`a flow with ${name} is refused with its place`, () => {
    assert.equal(codesOf(flow)[0], problem);
  });
}

test('a document nested a hundred thousand levels deep is refused, not followed', () => {
  let deep: JsonValue = 1;
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
  assert.deepEqual(codesOf(flowOf([{ ...MAP, to: { value: deep } }])), [' flow.too_deep']);
});

test('a compiled flow gives plain functions of the scope', () => {
  const flow = compileFlow(parseFlow(WHOLE).flow as FlowDocument);
  const scope = {
    trigger: parseJson(
      '{"id":9007199254740993,"amount":10.50,"at":"2026-11-24T10:30:00+01:00","lines":[{"sku":"A"},{"sku":"B"},{"sku":"C"}]}',
    ),
  };
  assert.equal(flow.triggerWhen?.(scope), true);
  assert.equal(flow.orderKey?.(scope), '9007199254740993');
  assert.equal(flow.orderKey?.({ trigger: {} }), null);
  const [check, lines, invoice, way, loop, later] = flow.steps;
  assert.ok(
    check?.kind === 'filter' &&
      lines?.kind === 'map' &&
      invoice?.kind === 'call' &&
      way?.kind === 'branch' &&
      loop?.kind === 'each' &&
      later?.kind === 'delay',
  );
  assert.equal(check.when(scope), true);
  assert.equal(JSON.stringify(lines.to(scope)), '[{"name":"A"},{"name":"B"},{"name":"C"}]');
  assert.equal(JSON.stringify(invoice.input(scope)), '{"total":10.50}');
  assert.equal(invoice.link?.source(scope), '9007199254740993');
  assert.deepEqual(invoice.link?.idPath, ['id']);
  assert.equal(JSON.stringify(invoice.link?.update.input({ ...scope, link: { id: 7 } })), '{"id":7}');
  assert.equal(way.cases[0]?.when(scope), true);
  assert.equal(way.otherwise[0]?.kind === 'delay' && way.otherwise[0].forMs, 300_000);
  assert.equal(later.until?.(scope), '2026-11-24T09:30:00Z');
  assert.throws(
    () => loop.over(scope),
    (error) => isAppError(error, 'language.mapping.too_large'),
  );
  assert.equal(loop.itemKey({ ...scope, line: { sku: 'A' }, lineIndex: 0 }), 'A');
});

test('a declaration is compiled to milliseconds and paths', () => {
  const flow = compileFlow(parseFlow(WHOLE).flow as FlowDocument);
  const loop = flow.steps[4];
  const note = loop?.kind === 'each' ? loop.steps[0] : undefined;
  assert.deepEqual(note?.kind === 'call' ? note.declare : undefined, {
    class: 'L',
    idempotency: { header: 'Idempotency-Key', quoted: false, keyLifeMs: 86_400_000 },
    lookUp: { path: ['a'], query: [['q', '{{reference}}']], foundAt: ['items'], settleMs: 10_000 },
    scopes: ['notes.write'],
  });
});

test('keys that identify nothing are errors: an empty text, an object, a text without end', () => {
  const flow = compileFlow(parseFlow(WHOLE).flow as FlowDocument);
  for (const id of ['', {}, 'x'.repeat(501), true]) {
    assert.throws(
      () => flow.orderKey?.({ trigger: { id } }),
      (error) => isAppError(error),
      JSON.stringify(id).slice(0, 20),
    );
  }
});

test('an error of a compiled flow points into the flow document', () => {
  const flow = compileFlow(parseFlow(WHOLE).flow as FlowDocument);
  const invoice = flow.steps[2];
  assert.throws(
    () => invoice?.kind === 'call' && invoice.input({ trigger: {} }),
    (error) => isAppError(error) && error.context.pointer === '/steps/2/input/object/total',
  );
});

test('property: whatever JSON is given as a flow, problems come back and nothing is thrown', () => {
  const anyStep = fc.oneof(
    fc.constant(MAP),
    fc.jsonValue(),
    fc.record(
      {
        key: fc.constantFrom('a', 'b', 'A'),
        kind: fc.constantFrom('map', 'call', 'each', 'delay', 'x'),
        to: fc.jsonValue(),
        steps: fc.jsonValue(),
        for: fc.constantFrom('PT1S', 'x', 1),
      },
      { requiredKeys: ['kind'] },
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.array(anyStep, { maxLength: 3 }).map((steps) => flowOf(steps)),
      ),
      (value) => {
        const { flow, problems } = parseFlow(value as JsonValue);
        assert.equal(flow === undefined, problems.length > 0);
        if (flow !== undefined) compileFlow(flow);
      },
    ),
    { numRuns: 300 },
  );
});
