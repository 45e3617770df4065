import assert from 'node:assert/strict';
import test from 'node:test';
import type { JsonValue } from '../../foundation/index.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { checkFlow } from './check-flow.ts';
import type { FlowCatalog } from './flow-catalog.ts';
import type { FlowDocument } from './flow-document.ts';
import { placeProblems } from './place-problems.ts';

const DEAL: JsonSchema = {
  type: 'object',
  required: ['id', 'amount', 'lines'],
  properties: {
    id: { type: 'integer' },
    amount: { type: 'number' },
    note: { type: 'string' },
    lines: { type: 'array', items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
  },
};
const INVOICE: JsonSchema = {
  type: 'object',
  required: ['total'],
  additionalProperties: false,
  properties: { total: { type: 'number' }, memo: { type: 'string' }, id: { type: 'integer' } },
};
const MADE: JsonSchema = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
const OPERATIONS = {
  billing: {
    create_invoice: { input: INVOICE, output: MADE, class: 'K' },
    update_invoice: { input: { ...INVOICE, required: ['id'] }, output: MADE, class: 'I' },
  },
  http: {
    send_request: {
      input: true,
      output: { type: 'object', required: ['status'], properties: { status: { type: 'integer' } } },
      class: 'author',
    },
  },
} as const;

const CATALOG: FlowCatalog = {
  connection: (name) => ({ billing: { connector: 'billing' }, web: { connector: 'http' } })[name],
  operation: (connector, name) =>
    (OPERATIONS as unknown as Record<string, Record<string, ReturnType<FlowCatalog['operation']>>>)[connector]?.[name],
  triggerSchema: (_connector, event) => (event === 'deal_won' ? DEAL : undefined),
  names: {
    connectors: () => ['billing', 'crm', 'http'],
    connections: () => ['billing', 'web'],
    operations: (connector) => Object.keys(connector === 'http' ? OPERATIONS.http : OPERATIONS.billing),
    events: () => ['deal_won'],
  },
};

const invoice = {
  key: 'invoice',
  kind: 'call',
  connection: 'billing',
  operation: 'create_invoice',
  input: { object: { total: { from: 'trigger.amount' } } },
};
const request = {
  key: 'ping',
  kind: 'call',
  connection: 'web',
  operation: 'send_request',
  input: { object: {} },
  declare: { class: 'N' },
};
const link = {
  source: { from: 'trigger.id' },
  id: 'id',
  update: { operation: 'update_invoice', input: { object: { id: { from: 'link.id' } } } },
};
const map = (key: string, to: unknown) => ({ key, kind: 'map', to });
const each = (steps: unknown[], more: object = {}) => ({
  key: 'loop',
  kind: 'each',
  over: { from: 'trigger.lines' },
  as: 'line',
  maxItems: 10,
  steps,
  ...more,
});
const branch = (steps: unknown[]) => ({ key: 'way', kind: 'branch', cases: [{ when: 'trigger.amount > 1', steps }] });
const flowOf = (steps: unknown[], more: object = {}) => {
  const trigger = { kind: 'webhook', connector: 'crm', event: 'deal_won', signature: { kind: 'unsigned' } };
  return {
    holdfast: 1,
    name: 'a-flow',
    title: 'A flow',
    trigger,
    orderKey: { from: 'trigger.id' },
    steps,
    ...more,
  } as unknown as FlowDocument;
};
const problemsOf = (flow: FlowDocument) =>
  checkFlow(flow, CATALOG).map(({ pointer, code }) => `${pointer} ${code.replace('language.', '')}`);

/** What the flow does, the flow, and its problems. */
const CASES: readonly (readonly [string, FlowDocument, readonly string[]])[] = [
  ['makes an invoice and keeps its link', flowOf([{ ...invoice, link }]), []],
  ['reads the output of a step before', flowOf([invoice, map('a', { from: 'steps.invoice.id' })]), []],
  [
    'reads the output of a step after',
    flowOf([map('a', { from: 'steps.invoice.id' }), invoice]),
    ['/steps/0/to/from mapping.unknown_path'],
  ],
  [
    'reads an output that a condition cannot know yet',
    flowOf([{ key: 'f', kind: 'filter', when: 'steps.invoice.id > 1' }, invoice]),
    ['/steps/0/when mapping.cel_type'],
  ],
  [
    'reads what a branch may have made',
    flowOf([branch([invoice]), map('a', { from: 'steps.invoice.id' })]),
    ['/steps/1/to/from mapping.may_be_missing'],
  ],
  [
    'says what happens when the branch made nothing',
    flowOf([branch([invoice]), map('a', { from: 'steps.invoice.id', optional: true })]),
    [],
  ],
  [
    'reads inside a branch what the branch made',
    flowOf([branch([invoice, map('a', { from: 'steps.invoice.id' })])]),
    [],
  ],
  [
    'reads outside of a loop what was made inside',
    flowOf([each([invoice]), map('a', { from: 'steps.invoice.id' })]),
    ['/steps/1/to/from mapping.unknown_path'],
  ],
  [
    'reads the list that a loop gives',
    flowOf([each([invoice]), map('a', { each: { from: 'steps.loop' }, as: 'made', to: { from: 'made.output.id' } })]),
    [],
  ],
  [
    'reads the item inside a loop',
    flowOf([each([map('a', { template: '{{line.sku}} {{lineIndex}}' })], { itemKey: { from: 'line.sku' } })]),
    [],
  ],
  [
    'reads the item outside of its loop',
    flowOf([each([map('a', { value: 1 })]), map('b', { from: 'line.sku' })]),
    ['/steps/1/to/from mapping.unknown_path'],
  ],
  [
    'loops over something that is no list',
    flowOf([each([map('a', { value: 1 })], { over: { from: 'trigger.amount' } })]),
    ['/steps/0/over mapping.type'],
  ],
  [
    'keys items by an object',
    flowOf([each([map('a', { value: 1 })], { itemKey: { from: 'line' } })]),
    ['/steps/0/itemKey mapping.type'],
  ],
  [
    'names an unknown connection',
    flowOf([{ ...invoice, connection: 'biling' }]),
    ['/steps/0/connection flow.unknown_connection'],
  ],
  [
    'names an unknown operation',
    flowOf([{ ...invoice, operation: 'make_invoice' }]),
    ['/steps/0/operation flow.unknown_operation'],
  ],
  [
    'names an unknown event',
    flowOf([map('a', { value: 1 })], {
      trigger: { kind: 'webhook', connector: 'crm', event: 'deal_wn', signature: { kind: 'unsigned' } },
    }),
    ['/trigger/event flow.unknown_event'],
  ],
  [
    'leaves a required input out',
    flowOf([{ ...invoice, input: { object: { memo: { value: 'x' } } } }]),
    ['/steps/0/input/object mapping.missing_field'],
  ],
  [
    'maps what may be missing',
    flowOf([{ ...invoice, input: { object: { total: { from: 'trigger.amount' }, memo: { from: 'trigger.note' } } } }]),
    ['/steps/0/input/object/memo/from mapping.may_be_missing'],
  ],
  [
    'keeps a link without an order key',
    flowOf([{ ...invoice, link }], { orderKey: undefined }),
    ['/steps/0/link flow.link_order'],
  ],
  [
    'links by an id that the output has not',
    flowOf([{ ...invoice, link: { ...link, id: 'number' } }]),
    ['/steps/0/link/id mapping.unknown_path'],
  ],
  [
    'reads link.id outside of the update',
    flowOf([{ ...invoice, link, input: { object: { total: { from: 'link.id' } } } }]),
    ['/steps/0/input/object/total/from mapping.unknown_path'],
  ],
  [
    'declares what the connector says itself',
    flowOf([{ ...invoice, declare: { class: 'N' } }]),
    ['/steps/0/declare flow.declare_not_needed'],
  ],
  ['declares nothing where it must', flowOf([{ ...request, declare: undefined }]), ['/steps/0 flow.declare_needed']],
  ['declares a generic request', flowOf([request, map('a', { from: 'steps.ping.status' })]), []],
  [
    'orders by an object',
    flowOf([map('a', { value: 1 })], { orderKey: { from: 'trigger' } }),
    ['/orderKey mapping.type'],
  ],
  [
    'reads headers of the event',
    flowOf([map('a', { from: 'event.headers["x-id"]', default: { from: 'event.id' } })]),
    [],
  ],
  [
    'waits until something that is no text',
    flowOf([{ key: 'd', kind: 'delay', until: { from: 'trigger.amount' } }]),
    ['/steps/0/until mapping.type'],
  ],
  [
    'has a condition that is no condition',
    flowOf([{ key: 'f', kind: 'filter', when: 'trigger.id' }]),
    ['/steps/0/when mapping.not_a_condition'],
  ],
];

for (const [name, flow, problems] of CASES) {
  test(`checking a flow that ${name} finds ${problems.length === 0 ? 'nothing' : problems.join(', ')}`, () => {
    assert.deepEqual(problemsOf(JSON.parse(JSON.stringify(flow)) as FlowDocument), problems);
  });
}

test('the connection of a trigger has to be there and of the connector of its event', () => {
  const trigger = { kind: 'webhook', connector: 'crm', event: 'deal_won', signature: { kind: 'unsigned' } };
  const withTrigger = (more: object) => problemsOf(flowOf([invoice], { trigger: { ...trigger, ...more } }));
  assert.deepEqual(withTrigger({ connection: 'billing' }), ['/trigger/connection flow.trigger_connection']);
  assert.deepEqual(withTrigger({ connection: 'nobody' }), ['/trigger/connection flow.unknown_connection']);
  assert.deepEqual(withTrigger({ connector: 'billing', connection: 'billing' }), []);
  const bare = { kind: 'webhook', signature: { kind: 'unsigned' }, connection: 'web' };
  assert.deepEqual(problemsOf(flowOf([invoice], { trigger: bare })), [
    '/trigger/connection flow.trigger_connection_unused',
  ]);
});

test('a problem is placed in the innermost step around it, and nowhere when it is of the flow', () => {
  const document = flowOf([each([branch([{ ...invoice, operation: 'nothing' }])])], { title: '' });
  const placed = placeProblems(document as unknown as JsonValue, checkFlow(document, CATALOG));
  assert.deepEqual(
    placed.map(({ pointer, stepKey }) => [pointer, stepKey]),
    [
      ['/title', undefined],
      ['/steps/0/steps/0/cases/0/steps/0/operation', 'invoice'],
    ],
  );
  const inField = { pointer: '/steps/0/input/object/steps/0', code: 'c', message: 'm', fix: 'f' };
  const [shown] = placeProblems({ steps: [{ ...invoice, key: 'outer' }] } as unknown as JsonValue, [inField]);
  assert.equal(shown?.stepKey, 'outer', 'a field called "steps" is no list of steps');
});

test('what a person may have meant is in the sentence', () => {
  const [problem] = checkFlow(flowOf([{ ...invoice, connection: 'biling' }]), CATALOG);
  assert.match(problem?.message ?? '', /Did you mean "billing"\?/);
});

test('a flow whose trigger has no schema may read anything of it', () => {
  const trigger = { kind: 'webhook', signature: { kind: 'unsigned' } };
  assert.deepEqual(problemsOf(flowOf([map('a', { from: 'trigger.whatever[3].x' })], { trigger })), []);
});

test('a flow of bad form is answered with what is wrong with its form', () => {
  assert.deepEqual(problemsOf({} as FlowDocument).length, 5);
});
