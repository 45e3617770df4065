import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { JsonValue } from '../../foundation/index.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { checkFlow } from './check-flow.ts';
import type { FlowCatalog } from './flow-catalog.ts';

const DEAL: JsonSchema = {
  type: 'object',
  required: ['id', 'lines'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['sku'],
        additionalProperties: false,
        properties: { sku: { type: 'string' } },
      },
    },
  },
};
const CONTACT: JsonSchema = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: { name: { type: 'string' }, id: { type: 'integer' } },
};

/** One connector with an event and two operations; `request` can be any call. */
const CATALOG: FlowCatalog = {
  connection: (name) => (name === 'crm' ? { connector: 'sales' } : undefined),
  operation: (_connector, name) => {
    if (name === 'upsert_contact') return { input: CONTACT, output: CONTACT, class: 'I' };
    return name === 'request' ? { input: true, output: CONTACT, class: 'author' } : undefined;
  },
  triggerSchema: (_connector, event) => (event === 'deal_won' ? DEAL : undefined),
  names: {
    connectors: () => ['sales'],
    connections: () => ['crm'],
    operations: () => ['upsert_contact', 'request'],
    events: () => ['deal_won'],
  },
};

const TRIGGER = { kind: 'webhook', signature: { kind: 'unsigned' }, schema: DEAL };
const map = (key: string, to: unknown) => ({ key, kind: 'map', to });
const read = (key: string, path: string) => map(key, { from: path });
const loop = (as: unknown, steps: unknown, more: object = {}) => ({
  key: 'loop',
  kind: 'each',
  over: { from: 'trigger.lines' },
  as,
  maxItems: 3,
  steps,
  ...more,
});
const call = (more: object) => ({
  key: 'contact',
  kind: 'call',
  connection: 'crm',
  operation: 'upsert_contact',
  input: { object: { name: { value: 'Ada' } } },
  ...more,
});
const flowOf = (steps: unknown, more: object = {}) =>
  JSON.parse(
    JSON.stringify({ holdfast: 1, name: 'a-flow', title: 'A flow', trigger: TRIGGER, steps, ...more }),
  ) as JsonValue;
const problemsOf = (flow: JsonValue) =>
  checkFlow(flow, CATALOG).map(({ pointer, code }) => `${pointer} ${code.replace('language.', '')}`);

/** What is wrong at once, the flow, and all that is told of it. */
const TOGETHER: readonly (readonly [string, JsonValue, readonly string[]])[] = [
  [
    'a misspelt field of the document and an unknown path',
    flowOf([read('a', 'trigger.idd')], { titel: 'x' }),
    ['/titel contract.unknown_field', '/steps/0/to/from mapping.unknown_path'],
  ],
  [
    'a name that is none, an unknown connection and an unknown operation',
    flowOf([call({ connection: 'crn' }), { ...call({ operation: 'upsert' }), key: 'b' }], { name: 'A flow' }),
    [
      '/name contract.pattern',
      '/steps/0/connection flow.unknown_connection',
      '/steps/1/operation flow.unknown_operation',
    ],
  ],
  [
    'a field too few in one step and a wrong input in the same',
    flowOf([{ ...call({ input: { object: {} } }), key: undefined }]),
    ['/steps/0 contract.required', '/steps/0/input/object mapping.missing_field'],
  ],
  [
    'a loop without a limit and an unknown field of its items',
    flowOf([{ ...loop('line', [read('a', 'line.skuu')]), maxItems: 0 }]),
    ['/steps/0/maxItems contract.range', '/steps/0/steps/0/to/from mapping.unknown_path'],
  ],
  [
    'a trigger without a signature and a condition over an unknown field',
    flowOf([map('a', { value: 1 })], { trigger: { kind: 'webhook', schema: DEAL, when: 'trigger.idd > 1' } }),
    ['/trigger contract.required', '/trigger/when mapping.cel_type'],
  ],
  [
    'a mapping with a bad position beside an unknown path and an unknown field of the target',
    flowOf([call({ input: { object: { name: { form: 'trigger.id' }, nmae: { from: 'trigger.idd' } } } })]),
    [
      '/steps/0/input/object/name mapping.not_an_expression',
      '/steps/0/input/object/nmae mapping.unknown_field',
      '/steps/0/input/object/nmae/from mapping.unknown_path',
    ],
  ],
  [
    'an unknown function with an unknown path among its arguments',
    flowOf([map('a', { fn: 'uper', args: [{ from: 'trigger.idd' }] })]),
    ['/steps/0/to/fn mapping.unknown_function', '/steps/0/to/args/0/from mapping.unknown_path'],
  ],
  [
    'a delay for and until with an unknown path',
    flowOf([{ key: 'd', kind: 'delay', for: 'PT1S', until: { from: 'trigger.idd' } }]),
    ['/steps/0 flow.delay', '/steps/0/until/from mapping.unknown_path'],
  ],
  [
    'a branch with one bad condition and an unknown path behind it',
    flowOf([{ key: 'b', kind: 'branch', cases: [{ when: '1 +', steps: [read('a', 'trigger.idd')] }] }]),
    ['/steps/0/cases/0/when mapping.bad_cel', '/steps/0/cases/0/steps/0/to/from mapping.unknown_path'],
  ],
  [
    'a link with a bad id path and an update that does not exist',
    flowOf(
      [call({ link: { source: { from: 'trigger.id' }, id: 'a..b', update: { operation: 'update', input: {} } } })],
      { orderKey: { from: 'trigger.id' } },
    ),
    [
      '/steps/0/link/id flow.bad_path',
      '/steps/0/link/update/input mapping.not_an_expression',
      '/steps/0/link/update/operation flow.unknown_operation',
    ],
  ],
];

for (const [name, flow, problems] of TOGETHER) {
  test(`${name} are told together`, () => assert.deepEqual(problemsOf(flow), problems));
}

/** A part that cannot be read, a flow in which much hangs on it, and the one fault that is told. */
const ALONE: readonly (readonly [string, JsonValue, string])[] = [
  [
    'the schema of the trigger',
    flowOf([read('a', 'trigger.idd.x')], { trigger: { ...TRIGGER, schema: { type: 'objekt' } } }),
    '/trigger/schema/type flow.bad_schema',
  ],
  [
    'the connector of the trigger',
    flowOf([read('a', 'trigger.idd.x')], {
      trigger: { ...TRIGGER, schema: undefined, connector: 'Sales', event: 'deal_won' },
    }),
    '/trigger/connector contract.pattern',
  ],
  [
    'the kind of a step, whose output is read',
    flowOf([{ key: 'a', kind: 'mapp', to: { value: 1 } }, read('b', 'steps.a.x'), read('c', 'steps.inner.y')]),
    '/steps/0/kind contract.enum',
  ],
  [
    'the key of a step, whose output is read',
    flowOf([read('A-b', 'trigger.id'), map('b', { cel: 'steps.a_b + 1' })]),
    '/steps/0/key contract.pattern',
  ],
  [
    'a key that stands twice, of which one output is read',
    flowOf([map('a', { object: { x: { value: 1 } } }), map('a', { value: 'y' }), read('b', 'steps.a.x')]),
    '/steps/1/key flow.duplicate_key',
  ],
  [
    'the mapping of a step, whose output is read',
    flowOf([map('a', { object: [] }), read('b', 'steps.a.x')]),
    '/steps/0/to/object mapping.bad_value',
  ],
  [
    'the steps of a case, whose outputs are read afterwards',
    flowOf([{ key: 'w', kind: 'branch', cases: [{ when: 'true', steps: 'none' }] }, read('b', 'steps.a.x')]),
    '/steps/0/cases/0/steps contract.type',
  ],
  [
    'the name of the items',
    flowOf([loop('Line', [read('a', 'Line.skuu'), map('b', { cel: 'Line.skuu + LineIndex' })])]),
    '/steps/0/as flow.bad_name',
  ],
  [
    'items that are called trigger',
    flowOf([loop('trigger', [read('a', 'trigger.sku'), map('b', { cel: 'trigger.sku + "x"' })])]),
    '/steps/0/as flow.bad_name',
  ],
  [
    'items that are called steps',
    flowOf([loop('steps', [read('a', 'steps.sku'), map('b', { cel: 'steps.sku + "x"' })])]),
    '/steps/0/as flow.bad_name',
  ],
  [
    'items of a mapping that are called trigger',
    flowOf([map('a', { each: { from: 'trigger.lines' }, as: 'trigger', to: { from: 'trigger.sku' } })]),
    '/steps/0/to/as mapping.bad_name',
  ],
  [
    'items called like those of the loop around them',
    flowOf([
      loop('line', [
        { ...loop('line', [read('a', 'line.anything')]), key: 'inner', over: { value: [{ anything: 1 }] } },
      ]),
    ]),
    '/steps/0/steps/0/as flow.shadowed_name',
  ],
  [
    'an order key, on which a link hangs',
    flowOf([call({ link: { source: { from: 'trigger.id' }, id: 'id', update: linkUpdate() } })], { orderKey: 'id' }),
    '/orderKey mapping.not_an_expression',
  ],
  [
    'a declaration that the operation needs',
    flowOf([call({ operation: 'request', declare: { class: 'X' } })]),
    '/steps/0/declare/class contract.enum',
  ],
  ['a duration', flowOf([{ key: 'd', kind: 'delay', for: 5 }]), '/steps/0/for contract.type'],
  [
    'the query of a look-up, which may hold our reference',
    flowOf([call({ operation: 'request', declare: { class: 'L', lookUp: { path: ['a'], query: 'q', foundAt: '' } } })]),
    '/steps/0/declare/lookUp/query contract.type',
  ],
  [
    'a field of the target that cannot be read, though it is required',
    flowOf([call({ input: { object: { name: 'Ada' } } })]),
    '/steps/0/input/object/name mapping.not_an_expression',
  ],
];

function linkUpdate() {
  return { operation: 'upsert_contact', input: { object: { id: { from: 'link.id' }, name: { value: 'Ada' } } } };
}

for (const [name, flow, problem] of ALONE) {
  test(`${name}: one fault is told once, and nothing that follows from it`, () => {
    assert.deepEqual(problemsOf(flow), [problem]);
  });
}

test('an unknown connector of the trigger is answered with the one that was meant', () => {
  const trigger = { kind: 'webhook', signature: { kind: 'unsigned' }, connector: 'sale', event: 'deal_won' };
  const [problem, ...rest] = checkFlow(flowOf([read('a', 'trigger.anything')], { trigger }), CATALOG);
  assert.deepEqual(rest, []);
  assert.equal(problem?.pointer, '/trigger/connector');
  assert.match(problem.message, /Did you mean "sales"\?/);
});

test('no more than a hundred problems are told of one document', () => {
  const flow = flowOf(Array.from({ length: 150 }, (_, index) => ({ ...read(`a${index}`, 'trigger.idd'), titel: 1 })));
  assert.equal(problemsOf(flow).length, 100);
});

/** A flow in which one place holds something else than it should. */
const spoiltFlow = fc
  .tuple(
    fc.constantFrom('trigger', 'orderKey', 'steps', 'name'),
    fc.array(fc.tuple(fc.constantFrom(...spoilable()), fc.jsonValue({ maxDepth: 2 })), { maxLength: 3 }),
    fc.option(fc.jsonValue({ maxDepth: 2 })),
  )
  .map(([part, spoilt, whole]) => {
    const flow = wholeFlow() as Record<string, unknown>;
    for (const [pointer, value] of spoilt) put(flow, pointer, value);
    if (whole !== null) flow[part] = whole;
    return flow as JsonValue;
  });

function wholeFlow(): JsonValue {
  const link = { source: { from: 'trigger.id' }, id: 'id', update: linkUpdate() };
  const inner = [
    map('a', { list: [{ each: { from: 'trigger.lines' }, as: 'x', to: { fn: 'upper', args: [{ from: 'x.sku' }] } }] }),
  ];
  const declare = { class: 'K', idempotency: { header: 'key' } };
  return flowOf(
    [
      call({ link }),
      loop('line', inner, { itemKey: { from: 'line.sku' } }),
      { key: 'b', kind: 'branch', cases: [{ when: 'trigger.id > 1', steps: [read('c', 'trigger.id')] }] },
      { ...call({ operation: 'request', declare }), key: 'd' },
    ],
    { orderKey: { from: 'trigger.id' } },
  );
}

/** The pointers of all places of the whole flow. */
function spoilable(value: unknown = wholeFlow(), pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [pointer, ...Object.entries(value).flatMap(([key, item]) => spoilable(item, `${pointer}/${key}`))];
}

function put(root: Record<string, unknown>, pointer: string, value: unknown): void {
  const keys = pointer.split('/').slice(1);
  const last = keys.pop();
  let place: unknown = root;
  for (const key of keys) place = typeof place === 'object' && place !== null ? Reflect.get(place, key) : undefined;
  if (last !== undefined && typeof place === 'object' && place !== null) Reflect.set(place, last, value);
}

test('property: whatever stands at any place of a flow, problems come back and nothing is thrown', () => {
  assert.deepEqual(problemsOf(wholeFlow()), []);
  fc.assert(
    fc.property(spoiltFlow, (flow) => {
      for (const { pointer } of checkFlow(flow, CATALOG)) assert.equal(typeof pointer, 'string');
    }),
    { numRuns: 1_000 },
  );
});
