import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowDocument, Step } from '../../src/language/index.ts';
import type { Catalog } from './catalog.ts';
import { lookUp, sourcesFor, targetFor } from './sources.ts';
import type { Samples } from './step-seam.ts';

const map = (key: string): Step => ({ key, kind: 'map', to: { value: 1 } });

const document: FlowDocument = {
  holdfast: 1,
  name: 'deals',
  title: 'Deals',
  trigger: {
    kind: 'webhook',
    signature: { kind: 'unsigned' },
    schema: {
      type: 'object',
      properties: { lines: { type: 'array', items: { type: 'object', properties: { price: { type: 'number' } } } } },
    },
  },
  steps: [
    map('first'),
    {
      key: 'choice',
      kind: 'branch',
      cases: [
        { when: 'true', steps: [map('yes')] },
        { when: 'false', steps: [map('no')] },
      ],
    },
    {
      key: 'loop',
      kind: 'each',
      over: { from: 'trigger.lines' },
      as: 'line',
      maxItems: 5,
      steps: [
        map('price'),
        {
          key: 'send',
          kind: 'call',
          connection: 'books',
          operation: 'create',
          input: { object: {} },
          link: { source: { from: 'line.id' }, id: 'data.id', update: { operation: 'update', input: { object: {} } } },
        },
      ],
    },
    map('last'),
  ],
};

const operations = [
  {
    name: 'create',
    class: 'K',
    input: { title: 'new' },
    output: { type: 'object', properties: { data: { type: 'object', properties: { id: { type: 'integer' } } } } },
  },
  { name: 'update', class: 'I', input: { title: 'changed' }, output: true },
];
const catalog = {
  connections: [{ name: 'books', connector: 'invoicing' }],
  connectors: [],
  known: new Map([['invoicing', { name: 'invoicing', operations, triggers: [] }]]),
} as unknown as Catalog;
const sample = { output: { lines: [{ price: 7 }, { price: 8 }] }, isStale: false };
const samples = { trigger: sample, steps: { first: { output: 1, isStale: true } } } as unknown as Samples;

const sources = (stepKey: string, field: string) => sourcesFor({ document, catalog, samples }, { stepKey, field });
const roots = (stepKey: string, field = 'input') =>
  sources(stepKey, field)
    .map(({ root }) => root)
    .join(' ');

test('a step reads what comes before it on its own way, and what branches before it may have made', () => {
  assert.equal(roots('first'), 'trigger event run');
  assert.equal(roots('no'), 'trigger steps.first event run');
  assert.equal(roots('send'), 'trigger steps.first steps.yes steps.no steps.price line event run');
  assert.equal(roots('last'), 'trigger steps.first steps.yes steps.no steps.loop event run');
  assert.equal(roots('trigger', 'orderKey'), 'trigger event run');
});

test('the item of a loop is read inside of it and by its own key, and not by the list it comes from', () => {
  assert.ok(!roots('loop', 'over').includes('line'));
  assert.ok(roots('loop', 'itemKey').includes(' line '));
  const line = sources('send', 'input').find(({ root }) => root === 'line');
  assert.deepEqual(line?.sample, { price: 7 });
  assert.deepEqual(line?.schema, { type: 'object', properties: { price: { type: 'number' } } });
});

test('the update of a link reads the id as the vendor gave it, and its target is the operation that updates', () => {
  const link = sources('send', 'link.update.input').find(({ root }) => root === 'link');
  assert.deepEqual(link?.schema, { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] });
  const step = document.steps[2]?.kind === 'each' ? document.steps[2].steps[1] : undefined;
  assert.deepEqual(targetFor(catalog, step, 'link.update.input'), { title: 'changed' });
  assert.deepEqual(targetFor(catalog, step, 'input'), { title: 'new' });
});

test('a stale sample says so, and a path is looked up in the nearest source', () => {
  const list = sources('last', 'to');
  assert.equal(list.find(({ root }) => root === 'steps.first')?.isStale, true);
  assert.deepEqual(lookUp(list, 'trigger.lines[1].price'), { schema: { type: 'number' }, sample: 8 });
  assert.deepEqual(lookUp(list, 'nowhere.x'), {});
});
