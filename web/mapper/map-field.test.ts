import assert from 'node:assert/strict';
import test from 'node:test';
import { type Expression, schemaType } from '../../src/language/index.ts';
import { expressionAt, withExpression } from './expression-edit.ts';
import { offerAt, offersInside, offersOf, searchOffers } from './field-list.ts';
import { canMap, mapField } from './map-field.ts';
import { allFields, rootPlace } from './target-places.ts';

const TARGET = schemaType({
  type: 'object',
  required: ['customer'],
  properties: {
    customer: { type: 'string' },
    note: { type: 'string' },
    total: { type: 'number' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          text: { type: 'string' },
          taxes: { type: 'array', items: { type: 'object', properties: { rate: { type: 'number' } } } },
        },
      },
    },
  },
});

const SAMPLE = {
  name: 'Ada',
  count: 3,
  orders: [
    {
      title: 'A',
      rows: [
        { name: 'x', taxes: [{ percent: 19 }] },
        { name: 'y', taxes: [] },
      ],
    },
  ],
};
const OFFERS = offersOf([{ root: 'trigger', title: 'Trigger', sample: SAMPLE }]);

function placeAt(root: Expression | undefined, pointer: string) {
  const place = allFields(rootPlace(root, TARGET, 'input')).find((candidate) => candidate.pointer === pointer);
  assert.ok(place !== undefined, pointer);
  return place;
}

function mapAt(root: Expression | undefined, pointer: string, path: string): Expression | undefined {
  const sample = path.endsWith('percent') ? 19 : 'x';
  return mapField(root, placeAt(root, pointer), offerAt(OFFERS, path, sample))?.expression;
}

test('A field of a list makes the loop that its target needs, and is read by the name of the entry', () => {
  assert.deepEqual(mapAt(undefined, '/object/lines/to/object/text', 'trigger.orders[0].rows[1].name'), {
    object: {
      lines: {
        each: { from: 'trigger.orders[0].rows' },
        as: 'row',
        to: { object: { text: { from: 'row.name' } } },
      },
    },
  });
});

test('A field of a list in a list makes both loops', () => {
  const pointer = '/object/lines/to/object/taxes/to/object/rate';
  assert.deepEqual(mapAt(undefined, pointer, 'trigger.orders[0].rows[0].taxes[0].percent'), {
    object: {
      lines: {
        each: { from: 'trigger.orders[0].rows' },
        as: 'row',
        to: {
          object: {
            taxes: { each: { from: 'row.taxes' }, as: 'tax', to: { object: { rate: { from: 'tax.percent' } } } },
          },
        },
      },
    },
  });
});

test('Inside of a loop that is there, a field of its list is read by the name of the entry', () => {
  const root: Expression = { object: { lines: { each: { from: 'trigger.orders' }, as: 'it', to: { object: {} } } } };
  const next = mapAt(root, '/object/lines/to/object/text', 'trigger.orders[0].title');
  assert.deepEqual(expressionAt(next, '/object/lines/to/object/text'), { from: 'it.title' });
});

test('A field that stands in no list makes a list of one entry', () => {
  assert.deepEqual(mapAt(undefined, '/object/lines/to/object/text', 'trigger.name'), {
    object: { lines: { list: [{ object: { text: { from: 'trigger.name' } } }] } },
  });
});

test('A number that goes to a text is written as one, and a list never goes to a number', () => {
  const count = offerAt(OFFERS, 'trigger.count', 3);
  const mapped = mapField(undefined, placeAt(undefined, '/object/note'), count);
  assert.deepEqual(mapped?.expression, { object: { note: { fn: 'toText', args: [{ from: 'trigger.count' }] } } });
  const orders = offerAt(OFFERS, 'trigger.orders', SAMPLE.orders);
  assert.equal(canMap(placeAt(undefined, '/object/total'), orders), false);
  assert.equal(mapField(undefined, placeAt(undefined, '/object/total'), orders), undefined);
});

test('A field that is brought to a text with places is added to it', () => {
  const root: Expression = { object: { note: { template: 'Hello ' } } };
  const mapped = mapField(root, placeAt(root, '/object/note'), offerAt(OFFERS, 'trigger.name', 'Ada'));
  assert.deepEqual(mapped?.expression, { object: { note: { template: 'Hello {{trigger.name}}' } } });
});

test('Taking the last field out of an object takes the object out, and leaves the order of the others', () => {
  const root: Expression = { object: { a: { value: 1 }, b: { object: { c: { value: 2 } } }, d: { value: 3 } } };
  assert.deepEqual(withExpression(root, '/object/b/object/c', undefined), {
    object: { a: { value: 1 }, d: { value: 3 } },
  });
  const changed = withExpression(root, '/object/a', { value: 9 }) as { object: object };
  assert.deepEqual(Object.keys(changed.object), ['a', 'b', 'd']);
});

test('The search finds by any words of path and value, names that begin with them first', () => {
  const paths = searchOffers(OFFERS, 'name').map(({ path }) => path);
  assert.deepEqual(paths, ['trigger.name', 'trigger.orders[0].rows[0].name']);
  assert.deepEqual(
    searchOffers(OFFERS, 'ada').map(({ path }) => path),
    ['trigger.name'],
  );
});

test('Inside of a loop the fields of its entries are offered once, by the name of the entry', () => {
  const loop = { pointer: '', as: 'row', listPath: 'trigger.orders[0].rows', isMade: true };
  const paths = offersInside(OFFERS, [loop]).map(({ path }) => path);
  assert.deepEqual(paths.slice(0, 4), ['row', 'row.name', 'row.taxes', 'row.taxes[0]']);
  assert.ok(!paths.some((path) => path.startsWith('trigger.orders[0].rows[0]')));
});
