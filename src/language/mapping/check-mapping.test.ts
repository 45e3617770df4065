import assert from 'node:assert/strict';
import test from 'node:test';
import type { JsonSchema } from '../contract/json-schema.ts';
import { checkMapping } from './check-mapping.ts';
import type { Expression, Mapping } from './mapping.ts';

const LINE = {
  type: 'object',
  required: ['sku', 'qty'],
  properties: { sku: { type: 'string' }, qty: { type: 'integer' } },
};
const TRIGGER: JsonSchema = {
  type: 'object',
  required: ['deal', 'lines', 'status'],
  properties: {
    status: { type: 'string' },
    deal: {
      type: 'object',
      required: ['id', 'amount', 'owner'],
      properties: {
        id: { type: 'integer' },
        amount: { type: 'number' },
        name: { type: ['string', 'null'] },
        note: { type: 'string' },
        owner: { type: 'string', nullable: true },
      },
    },
    lines: { type: 'array', items: { $ref: '#/$defs/line' } },
    open: {},
    tags: { type: 'object', additionalProperties: { type: 'string' } },
    parent: { $ref: '#' },
  },
  $defs: { line: LINE },
};
const TARGET: JsonSchema = {
  type: 'object',
  required: ['ref', 'total'],
  additionalProperties: false,
  properties: {
    ref: { type: 'string' },
    total: { type: 'number' },
    count: { type: 'integer' },
    memo: { type: 'string' },
    anything: {},
    due: { type: 'string', format: 'date' },
    currency: { enum: ['EUR', 'USD'] },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code'],
        properties: { code: { type: 'string' }, count: { type: 'integer' } },
      },
    },
  },
};
const GOOD = { ref: { from: 'trigger.status' }, total: { from: 'trigger.deal.amount' } };

const check = (mapping: Mapping, target: JsonSchema = TARGET) =>
  checkMapping(mapping, { source: { trigger: TRIGGER, event: true }, target });
const problemsOf = (fields: Record<string, unknown>) => {
  return check({ object: { ...GOOD, ...(fields as Record<string, Expression>) } }).map(({ pointer, code }) => {
    return `${pointer.replace('/object/', '')} ${code.replace('language.', '')}`;
  });
};

/** What is mapped, and the problems it has, each with its pointer below the object. */
const CASES: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
  [
    'all that is right',
    {
      lines: {
        each: { from: 'trigger.lines' },
        as: 'line',
        to: { object: { code: { from: 'line.sku' }, count: { from: 'line.qty' } } },
      },
    },
    [],
  ],
  ['an unknown path', { total: { from: 'trigger.deal.amuont' } }, ['total/from mapping.unknown_path']],
  ['an unknown root', { total: { from: 'triger.deal.amount' } }, ['total/from mapping.unknown_path']],
  ['a path into a text', { memo: { from: 'trigger.status.name' } }, ['memo/from mapping.unknown_path']],
  ['a path into an open part', { memo: { from: 'trigger.open.a[0].b' } }, []],
  ['an unknown target field', { mmo: { value: 'x' } }, ['mmo mapping.unknown_field']],
  ['a wrong type', { ref: { from: 'trigger.deal.id' } }, ['ref mapping.type']],
  ['a number where a whole one is needed', { count: { from: 'trigger.deal.amount' } }, ['count mapping.type']],
  ['a whole number where a number is needed', { total: { from: 'trigger.deal.id' } }, []],
  ['a field that may be missing', { memo: { from: 'trigger.deal.note' } }, ['memo/from mapping.may_be_missing']],
  ['one with a default', { memo: { from: 'trigger.deal.note', default: { value: '-' } } }, []],
  [
    'a default of the wrong type',
    { memo: { from: 'trigger.deal.note', default: { value: 1 } } },
    ['memo mapping.type'],
  ],
  ['one that is optional', { memo: { from: 'trigger.deal.note', optional: true } }, []],
  [
    'an optional one for a required field',
    { ref: { from: 'trigger.deal.note', optional: true } },
    ['ref mapping.left_out'],
  ],
  ['a field that may be null', { memo: { from: 'trigger.deal.owner' } }, ['memo mapping.may_be_null']],
  ['one with a default for null', { memo: { from: 'trigger.deal.owner', default: { value: '-' } } }, []],
  ['null where anything is taken', { anything: { from: 'trigger.deal.owner' } }, []],
  ['a field of a map', { memo: { from: 'trigger.tags.colour' } }, ['memo/from mapping.may_be_missing']],
  ['an item that may not be there', { memo: { from: 'trigger.lines[0].sku' } }, ['memo/from mapping.may_be_missing']],
  ['a path through a recursive schema', { memo: { from: 'trigger.parent.parent.deal.note', optional: true } }, []],
  ['a constant outside its enum', { currency: { value: 'GBP' } }, ['currency/value contract.enum']],
  ['a constant of the wrong format', { due: { value: 'tomorrow' } }, ['due/value contract.format']],
  [
    'a table with a wrong row',
    { currency: { table: { a: 'EUR', b: 'DM' }, key: { from: 'trigger.status' } } },
    ['currency/table/b contract.enum'],
  ],
  [
    'a table whose key may be null',
    { memo: { table: { a: 'b' }, key: { from: 'trigger.deal.owner' } } },
    ['memo/key mapping.may_be_null'],
  ],
  [
    'a template over what may be missing',
    { memo: { template: '{{trigger.deal.note}}' } },
    ['memo/template mapping.may_be_missing'],
  ],
  [
    'a template with a fallback',
    { memo: { template: '{{trigger.deal.note ?? "-"}} {{trigger.deal.name ?? "-"}}' } },
    [],
  ],
  ['a template over a list', { memo: { template: '{{trigger.lines}}' } }, ['memo/template mapping.type']],
  [
    'an argument of the wrong type',
    { total: { fn: 'add', args: [{ from: 'trigger.status' }, { value: 1 }] } },
    ['total/args/0 mapping.type'],
  ],
  [
    'a result of the wrong type',
    { total: { fn: 'upper', args: [{ from: 'trigger.status' }] } },
    ['total mapping.type'],
  ],
  [
    'coalesce with an end',
    { memo: { fn: 'coalesce', args: [{ from: 'trigger.deal.note' }, { from: 'trigger.deal.name' }, { value: '-' }] } },
    [],
  ],
  [
    'coalesce without an end',
    { memo: { fn: 'coalesce', args: [{ from: 'trigger.deal.note' }, { from: 'trigger.deal.name' }] } },
    ['memo mapping.may_be_null'],
  ],
  [
    'the first of a list',
    { count: { fn: 'first', args: [{ each: { from: 'trigger.lines' }, as: 'line', to: { from: 'line.qty' } }] } },
    ['count mapping.may_be_null'],
  ],
  [
    'both ways of a choice',
    { memo: { fn: 'ifElse', args: [{ cel: 'trigger.deal.amount > 1' }, { value: 1 }, { from: 'trigger.status' }] } },
    ['memo/args/1/value contract.type'],
  ],
  [
    'items without a required field',
    { lines: { each: { from: 'trigger.lines' }, as: 'line', to: { object: { count: { from: 'line.qty' } } } } },
    ['lines/to/object mapping.missing_field'],
  ],
  ['a list passed on as it is', { lines: { from: 'trigger.lines' } }, ['lines mapping.missing_field']],
  [
    'an each over no list',
    { lines: { each: { from: 'trigger.status' }, as: 'line', to: { object: { code: { value: 'x' } } } } },
    ['lines/each mapping.type'],
  ],
  [
    'a where that is no condition',
    {
      lines: {
        each: { from: 'trigger.lines' },
        as: 'line',
        where: 'line.qty',
        to: { object: { code: { from: 'line.sku' } } },
      },
    },
    ['lines/where mapping.not_a_condition'],
  ],
  ['CEL with types that do not go together', { memo: { cel: 'trigger.status + 1' } }, ['memo/cel mapping.cel_type']],
  ['CEL over an unknown field', { memo: { cel: 'trigger.statsu' } }, ['memo/cel mapping.cel_type']],
  ['CEL with a result of the wrong type', { memo: { cel: 'size(trigger.lines)' } }, ['memo mapping.type']],
  [
    'CEL that is right',
    { total: { cel: 'trigger.deal.amount * 2 + trigger.deal.id' }, memo: { cel: 'trigger.lines.map(l, l.sku)[0]' } },
    [],
  ],
];

for (const [name, fields, problems] of CASES) {
  test(`checking a mapping with ${name} finds ${problems.length === 0 ? 'nothing' : problems.join(', ')}`, () => {
    assert.deepEqual(problemsOf(fields), problems);
  });
}

test('a required target field that is not mapped is named', () => {
  const [problem] = check({ object: { ref: { value: 'x' } } });
  assert.equal(problem?.code, 'language.mapping.missing_field');
  assert.match(problem?.message ?? '', /"total"/);
});

test('an unknown path is answered with the name that was meant', () => {
  const [problem] = check({ from: 'trigger.stauts' }, {});
  assert.match(problem?.message ?? '', /Did you mean "status"\?/);
});

test('a mapping that cannot be read is answered with what is wrong with its form', () => {
  assert.equal(check({ form: 'x' } as unknown as Mapping)[0]?.code, 'language.mapping.not_an_expression');
});

test('an object passed on whole is compared field by field', () => {
  const codes = check({ from: 'trigger' }).map((problem) => problem.code.replace('language.mapping.', ''));
  assert.deepEqual([...new Set(codes)], ['missing_field', 'unknown_field']);
});
