import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../foundation/index.ts';
import { checkMapping } from '../check-mapping.ts';
import type { Expression } from '../mapping.ts';
import { wordsOf } from './name-words.ts';
import { itemNameFor } from './suggest-list.ts';
import { suggestMapping } from './suggest-mapping.ts';

const CUSTOMER: JsonObject = {
  type: 'object',
  required: ['name', 'email'],
  properties: {
    name: { type: 'string' },
    email: { type: 'string', format: 'email' },
    phone: { type: 'string' },
    dueOn: { type: 'string', format: 'date' },
    status: { enum: ['new', 'known'] },
    employees: { type: 'integer' },
  },
  additionalProperties: false,
};

function suggest(sample: JsonValue, more: Partial<Parameters<typeof suggestMapping>[0]> = {}) {
  const found = suggestMapping({
    target: CUSTOMER,
    about: 'create_customer',
    sources: [{ root: 'trigger', sample }],
    ...more,
  });
  const sure = Object.fromEntries(found.sure.map(({ pointer, expression }) => [pointer, expression]));
  return { sure, unsure: found.unsure };
}

test('The name and address of somebody else are never sure for a customer', () => {
  const { sure } = suggest({ deal: { name: 'Big one', owner: { name: 'Sal', email: 'sal@us.example' } } });
  assert.deepEqual(sure, {});
});

test('Two fields that answer equally well are both offered, and none is sure', () => {
  const { sure, unsure } = suggest({
    company: { name: 'Engines', email: 'a@engines.example' },
    contact: { name: 'Ada', email: 'ada@engines.example' },
  });
  assert.deepEqual(sure, {});
  const offered = unsure.filter(({ pointer }) => pointer === '/object/email').map(({ expression }) => expression);
  assert.deepEqual(offered, [{ from: 'trigger.company.email' }, { from: 'trigger.contact.email' }]);
});

test('A sample that the target would refuse makes a match unsure and says so', () => {
  const { sure, unsure } = suggest({ customer: { name: 'Ada', email: 'not given' } });
  assert.deepEqual(sure, { '/object/name': { from: 'trigger.customer.name' } });
  const [email] = unsure;
  assert.ok(email?.reasons.includes('the sample value would be refused'));
});

test('A field that the schema knows but the sample does not have is only offered', () => {
  const text = { type: 'string' };
  const customer = { type: 'object', required: ['name', 'phone'], properties: { name: text, phone: text } };
  const schema = { type: 'object', required: ['customer'], properties: { customer } };
  const { sure, unsure } = suggest(null, {
    sources: [{ root: 'trigger', schema, sample: { customer: { name: 'Ada' } } }],
  });
  assert.deepEqual(sure, { '/object/name': { from: 'trigger.customer.name' } });
  assert.equal(unsure[0]?.reasons.at(-1), 'the sample has no such value');
});

test('What has to be converted is offered with the conversion, never sure', () => {
  const { sure, unsure } = suggest(
    { customer: { phone: 123, employees: '12' } },
    {
      sources: [
        {
          root: 'trigger',
          schema: {
            type: 'object',
            properties: {
              customer: {
                type: 'object',
                properties: { phone: { type: 'integer' }, dueDate: { type: 'string', format: 'date-time' } },
              },
            },
          },
        },
      ],
    },
  );
  assert.deepEqual(sure, {});
  const offered = Object.fromEntries(unsure.map(({ pointer, expression }) => [pointer, expression]));
  assert.deepEqual(offered['/object/phone'], { fn: 'toText', args: [{ from: 'trigger.customer.phone' }] });
  assert.deepEqual(offered['/object/dueOn'], {
    fn: 'formatDate',
    args: [{ from: 'trigger.customer.dueDate' }, { value: 'yyyy-MM-dd' }],
  });
});

test('What may be missing is left out where the target allows, and not sure where it does not', () => {
  const fields = { phone: { type: 'string' }, email: { type: 'string', format: 'email' } };
  const schema = {
    type: 'object',
    required: ['customer'],
    properties: { customer: { type: 'object', properties: fields } },
  };
  const { sure, unsure } = suggest(null, { sources: [{ root: 'trigger', schema }] });
  assert.deepEqual(sure, { '/object/phone': { from: 'trigger.customer.phone', optional: true } });
  assert.deepEqual(unsure[0]?.reasons.at(-1), 'it may be missing');
});

test('What is mapped already is left alone, and open fields inside of a mapped list are found', () => {
  const target = {
    type: 'object',
    properties: {
      email: { type: 'string' },
      lines: {
        type: 'array',
        items: { type: 'object', properties: { sku: { type: 'string' }, quantity: { type: 'number' } } },
      },
    },
  };
  const expression: Expression = {
    object: {
      email: { value: 'x@y.example' },
      lines: { each: { from: 'trigger.order.items' }, as: 'thing', to: { object: { sku: { value: 'A' } } } },
    },
  };
  const { sure } = suggest(
    { order: { email: 'a@b.example', items: [{ sku: 'B', qty: 2 }] } },
    { target, expression, about: 'create_order' },
  );
  assert.deepEqual(sure, { '/object/lines/to/object/quantity': { from: 'thing.qty' } });
});

test('An optional object is not begun when a field that it requires is not sure', () => {
  const address = {
    type: 'object',
    required: ['city', 'street'],
    properties: { city: { type: 'string' }, street: { type: 'string' } },
  };
  const target = { type: 'object', properties: { address } };
  const { sure, unsure } = suggest({ address: { city: 'Bonn', door: 7 } }, { target });
  assert.deepEqual(sure, {});
  assert.deepEqual(
    unsure.map(({ pointer }) => pointer),
    ['/object/address/object/city'],
  );
});

test('Names in any spelling are the same words', () => {
  for (const name of ['vatNumber', 'VAT_id', 'tax-id', 'Tax number'])
    assert.deepEqual(wordsOf(name), ['vat', 'id'], name);
  assert.deepEqual(wordsOf('HTTPStatusCodes'), ['http', 'status', 'code']);
});

test('The entries of a list get a name of their own that hides no other', () => {
  assert.equal(itemNameFor('trigger.data.Lines', []), 'line');
  assert.equal(itemNameFor('trigger.lines', ['line']), 'item');
  assert.equal(itemNameFor('trigger["odd keys"]', []), 'item');
});

test('property: the sure ones never bring a problem that an empty mapping does not have', () => {
  const leaf = fc.constantFrom<JsonValue>('text', 'a@b.example', 7, 1.5, true, null, '2026-11-24');
  const name = fc.constantFrom('name', 'email', 'phone', 'due_date', 'status', 'employees', 'customer', 'id', 'lines');
  const { value } = fc.letrec<{ value: JsonValue; object: JsonValue }>((tie) => ({
    object: fc.dictionary(name, tie('value'), { maxKeys: 5 }) as fc.Arbitrary<JsonValue>,
    value: fc.oneof({ depthSize: 'small' }, leaf, tie('object'), fc.array(tie('object'), { maxLength: 2 })),
  }));
  fc.assert(
    fc.property(value, (sample) => {
      const { sure } = suggestMapping({ target: CUSTOMER, about: 'customer', sources: [{ root: 'trigger', sample }] });
      const object = Object.fromEntries(
        sure.map(({ pointer, expression }) => [pointer.split('/')[2] as string, expression]),
      );
      const problems = checkMapping({ object }, { source: { trigger: true }, target: CUSTOMER });
      assert.deepEqual(
        problems.filter(({ code }) => code !== 'language.mapping.missing_field'),
        [],
      );
    }),
    { numRuns: 200 },
  );
});
