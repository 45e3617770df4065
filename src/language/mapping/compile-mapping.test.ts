import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  canonicalJson,
  isAppError,
  type JsonValue,
  makeObject,
  numberFromText,
  parseJson,
  stringifyJson,
} from '../../foundation/index.ts';
import { compileCondition, compileMapping } from './compile-mapping.ts';
import type { Mapping, Scope } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

const SCOPE = {
  trigger: parseJson(`{"deal":{"id":9007199254740993,"amount":12.50,"name":"Ada"},"none":null,"status":"won",
    "lines":[{"sku":"A","qty":1},{"sku":"B","qty":0},{"sku":"C","qty":2}],"__proto__":"p","constructor":"c"}`),
} as unknown as Scope;

const run = (mapping: unknown) => stringifyJson(compileMapping(mapping as Mapping)(SCOPE));
const fails = (mapping: unknown, code: string, context: Record<string, string> = {}) => {
  assert.throws(
    () => compileMapping(mapping as Mapping)(SCOPE),
    (error) => {
      assert.ok(isAppError(error, `language.mapping.${code}`), String(error));
      for (const [name, value] of Object.entries(context)) assert.equal(error.context[name], value);
      return true;
    },
  );
};

test('a field passes through with every digit it came with', () => {
  assert.equal(run({ from: 'trigger.deal.id' }), '9007199254740993');
  assert.equal(run({ from: 'trigger.deal.amount' }), '12.50');
  assert.equal(
    run({ object: { all: { from: 'trigger.deal' } } }),
    '{"all":{"id":9007199254740993,"amount":12.50,"name":"Ada"}}',
  );
});

test('what is missing is an error that names the position and the path, never a blank', () => {
  fails({ object: { list: { list: [{ from: 'trigger.deal.nmae' }] } } }, 'missing', {
    pointer: '/object/list/list/0',
    path: 'trigger.deal.nmae',
  });
  fails({ template: 'Hello {{trigger.nobody}}' }, 'missing', { path: 'trigger.nobody' });
  fails({ template: 'Hello {{trigger.none}}' }, 'missing', { path: 'trigger.none' });
  fails({ from: 'steps.later.id' }, 'missing', { path: 'steps.later.id' });
  fails({ fn: 'upper', args: [{ from: 'trigger.nobody' }] }, 'missing', { pointer: '/args/0' });
});

test('a default stands in for what is missing or null, optional leaves the target out', () => {
  assert.equal(run({ from: 'trigger.nobody', default: { value: 7 } }), '7');
  assert.equal(run({ from: 'trigger.none', default: { from: 'trigger.status' } }), '"won"');
  assert.equal(run({ from: 'trigger.none' }), 'null');
  assert.equal(
    run({ object: { a: { from: 'trigger.nobody', optional: true }, b: { from: 'trigger.none', optional: true } } }),
    '{"b":null}',
  );
  assert.equal(run({ list: [{ from: 'trigger.nobody', optional: true }, { value: 1 }] }), '[1]');
  assert.equal(run({ from: 'trigger.nobody', optional: true }), 'null');
  assert.equal(run({ template: '{{trigger.none ?? "-"}}{{trigger.nobody ?? "+"}}' }), '"-+"');
});

test('a template writes texts, numbers and booleans, and refuses what has no plain text', () => {
  assert.equal(
    run({ template: 'Deal {{trigger.deal.name}} no {{trigger.deal.id}} at {{trigger.deal.amount}}' }),
    '"Deal Ada no 9007199254740993 at 12.50"',
  );
  fails({ template: '{{trigger.deal}}' }, 'wrong_type', { given: 'an object' });
});

test('each makes one item per item, with its position, and leaves out what where refuses', () => {
  const mapping = {
    each: { from: 'trigger.lines' },
    as: 'line',
    where: 'line.qty > 0',
    to: { object: { sku: { from: 'line.sku' }, at: { from: 'lineIndex' } } },
  };
  assert.equal(run(mapping), '[{"sku":"A","at":0},{"sku":"C","at":2}]');
  fails({ ...mapping, each: { from: 'trigger.status' } }, 'wrong_type', { pointer: '/each' });
  fails({ ...mapping, where: 'line.qty' }, 'wrong_type', { pointer: '/where', allowed: 'true or false' });
});

test('an each within an each sees both items, and its name ends with it', () => {
  const inner = { each: { from: 'trigger.lines' }, as: 'b', to: { template: '{{a.sku}}{{b.sku}}' } };
  assert.equal(
    run({ each: { from: 'trigger.lines' }, as: 'a', where: "a.sku == 'C'", to: inner }),
    '[["CA","CB","CC"]]',
  );
  fails({ list: [{ each: { from: 'trigger.lines' }, as: 'a', to: { value: 1 } }, { from: 'a.sku' }] }, 'missing', {
    path: 'a.sku',
  });
});

test('a value table gives the row of the key, its default, or an error', () => {
  const table = { won: 'closed', 1: 'one', true: 'yes' };
  assert.equal(run({ table, key: { from: 'trigger.status' } }), '"closed"');
  assert.equal(run({ table, key: { value: 1 } }), '"one"');
  assert.equal(run({ table, key: { value: 'x' }, default: { value: null } }), 'null');
  assert.equal(run({ table, key: { from: 'trigger.none' }, default: { value: 0 } }), '0');
  fails({ table, key: { value: 'toString' } }, 'not_in_table');
  fails({ table, key: { from: 'trigger.none' } }, 'wrong_type', { pointer: '/key' });
});

test('only the branch that is chosen is computed', () => {
  const choice = {
    fn: 'ifElse',
    args: [{ cel: "trigger.status == 'won'" }, { value: 'yes' }, { from: 'trigger.nobody' }],
  };
  assert.equal(run(choice), '"yes"');
  assert.equal(
    run({ fn: 'coalesce', args: [{ from: 'trigger.nobody' }, { from: 'trigger.none' }, { value: 1 }] }),
    '1',
  );
  assert.equal(run({ fn: 'isEmpty', args: [{ from: 'trigger.nobody' }] }), 'true');
});

test('__proto__ and constructor are fields like any other, in the source and in the target', () => {
  const mapping = parseJson(
    '{"object":{"__proto__":{"from":"trigger.__proto__"},"constructor":{"from":"trigger.constructor"}}}',
  );
  const result = compileMapping(mapping as unknown as Mapping)(SCOPE);
  assert.equal(stringifyJson(result), '{"__proto__":"p","constructor":"c"}');
  assert.equal(({} as Record<string, unknown>).p, undefined);
});

test('pointers of errors begin with the place of the mapping in its document', () => {
  assert.throws(
    () => compileMapping({ from: 'trigger.nobody' }, { pointer: '/steps/3/input' })(SCOPE),
    (error) => isAppError(error) && error.context.pointer === '/steps/3/input',
  );
});

test('a condition gives true or false, or an error', () => {
  assert.equal(compileCondition('trigger.deal.amount > 12')(SCOPE), true);
  assert.throws(
    () => compileCondition('trigger.deal.amount')(SCOPE),
    (error) => isAppError(error, 'language.mapping.wrong_type'),
  );
  assert.throws(
    () => compileCondition('1 +'),
    (error) => isAppError(error, 'language.mapping.invalid'),
  );
});

/** Documents that are no mapping, and the code of the first problem. */
const HOSTILE: readonly (readonly [string, unknown, string])[] = [
  ['a text', 'x', 'not_an_expression'],
  ['null', null, 'not_an_expression'],
  ['a list', [], 'not_an_expression'],
  ['an empty object', {}, 'not_an_expression'],
  ['two heads', { from: 'a', value: 1 }, 'several_heads'],
  ['a key that means nothing', { from: 'a', dflt: 1 }, 'unknown_key'],
  ['a bad path', { from: 'a..b' }, 'bad_path'],
  ['a path that is no text', { from: 1 }, 'bad_value'],
  ['default beside optional', { from: 'a', default: { value: 1 }, optional: true }, 'default_and_optional'],
  ['a bad template', { template: '{{' }, 'bad_template'],
  ['an unknown function', { fn: 'constructor', args: [] }, 'unknown_function'],
  ['too few arguments', { fn: 'upper' }, 'argument_count'],
  ['too many arguments', { fn: 'now', args: [{ value: 1 }] }, 'argument_count'],
  ['arguments that are no list', { fn: 'upper', args: {} }, 'bad_value'],
  ['an object that is none', { object: [] }, 'bad_value'],
  ['an each without a target', { each: { value: [] }, as: 'line' }, 'missing_key'],
  ['an item called trigger', { each: { value: [] }, as: 'trigger', to: { value: 1 } }, 'bad_name'],
  ['an item called int, which CEL reads as a type', { each: { value: [] }, as: 'int', to: { value: 1 } }, 'bad_name'],
  [
    'items called like those of the loop around them',
    { each: { value: [] }, as: 'a', to: { each: { value: [] }, as: 'a', to: { value: 1 } } },
    'shadowed_name',
  ],
  [
    'items called like the position of those around them',
    { each: { value: [] }, as: 'a', to: { each: { value: [] }, as: 'aIndex', to: { value: 1 } } },
    'shadowed_name',
  ],
  ['a date pattern that means nothing', { fn: 'formatDate', args: [{ from: 'd' }, { value: 'QQ' }] }, 'bad_constant'],
  [
    'a list of date patterns of which one is not closed',
    { fn: 'parseDate', args: [{ from: 'd' }, { list: [{ value: 'iso' }, { value: "dd 'of" }] }] },
    'bad_constant',
  ],
  [
    'a date pattern in a constant list',
    { fn: 'parseDate', args: [{ from: 'd' }, { value: ['unix', 'DD'] }] },
    'bad_constant',
  ],
  ['a duration of its own making', { fn: 'addDuration', args: [{ from: 'd' }, { value: '2 days' }] }, 'bad_constant'],
  [
    'a rounding mode of its own making',
    { fn: 'round', args: [{ from: 'n' }, { value: 2 }, { value: 'near' }] },
    'bad_constant',
  ],
  ['a path of a field that is none', { fn: 'pluck', args: [{ from: 'l' }, { value: 'a..b' }] }, 'bad_constant'],
  [
    'an order of its own making',
    { fn: 'sort', args: [{ from: 'l' }, { value: null }, { value: 'up' }] },
    'bad_constant',
  ],
  ['a currency that is none', { fn: 'toMinorUnits', args: [{ from: 'n' }, { value: 'euro' }] }, 'bad_constant'],
  ['a pattern in CEL that never closes', { cel: 'trigger.a.matches("[")' }, 'bad_cel'],
  ['a table without a key', { table: {} }, 'missing_key'],
  ['CEL that cannot be read', { cel: '1 +' }, 'bad_cel'],
  ['CEL with a loop too many', { cel: '[1].all(a, [1].all(b, [1].all(c, true)))' }, 'bad_cel'],
];

test('constants that can be used are taken, and what is computed is asked in the run', () => {
  for (const document of [
    { fn: 'parseDate', args: [{ from: 'd' }, { value: ['iso', 'unix', "dd 'of' MM"] }] },
    { fn: 'sort', args: [{ from: 'l' }, { value: null }, { value: 'desc' }] },
    { fn: 'formatDate', args: [{ from: 'd' }, { from: 'pattern' }] },
    { each: { value: [] }, as: 'a', to: { each: { value: [] }, as: 'b', to: { value: 1 } } },
    {
      list: [
        { each: { value: [] }, as: 'a', to: { value: 1 } },
        { each: { value: [] }, as: 'a', to: { value: 1 } },
      ],
    },
  ]) {
    assert.deepEqual(parseMapping(document as unknown as JsonValue).problems, []);
  }
});

for (const [name, document, code] of HOSTILE) {
  test(`a mapping with ${name} is refused`, () => {
    assert.equal(parseMapping(document as JsonValue).problems[0]?.code, `language.mapping.${code}`);
    assert.throws(
      () => compileMapping(document as Mapping),
      (error) => isAppError(error, 'language.mapping.invalid'),
    );
  });
}

test('a mapping too deep or too large is refused with few problems, and quickly', () => {
  let deep: JsonValue = { value: 1 };
  for (let depth = 0; depth < 3_000; depth += 1) deep = { list: [deep] };
  assert.deepEqual(
    parseMapping(deep).problems.map((problem) => problem.code),
    ['language.mapping.too_deep'],
  );
  const wide = { list: Array.from({ length: 100_000 }, () => ({ value: 1 })) };
  assert.deepEqual(
    parseMapping(wide).problems.map((problem) => problem.code),
    ['language.mapping.too_many'],
  );
  const wrong = { list: Array.from({ length: 1_000 }, () => ({})) };
  assert.equal(parseMapping(wrong as JsonValue).problems.length, 50);
});

test('an unknown function is answered with the name that was meant', () => {
  assert.match(parseMapping({ fn: 'uper', args: [] }).problems[0]?.message ?? '', /Did you mean "upper"\?/);
});

const anyNumber = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.stringMatching(/^(?:\.\d{1,12})?$/))
  .map(([isNegative, whole, fraction]) => `${isNegative ? '-' : ''}${whole}${fraction}`);

test('property: any number passes through fields, lists, each, functions and CEL with its digits', () => {
  const through: readonly Mapping[] = [
    { from: 'trigger.n' },
    { each: { from: 'trigger.l' }, as: 'n', to: { from: 'n' } },
    { fn: 'coalesce', args: [{ from: 'trigger.nothing' }, { from: 'trigger.n' }] },
    { fn: 'first', args: [{ from: 'trigger.l' }] },
    { cel: 'trigger.n' },
    { cel: 'trigger.l.map(n, n)' },
    { cel: 'true ? trigger.n : 0' },
  ];
  fc.assert(
    fc.property(anyNumber, (text) => {
      const n = numberFromText(text);
      const scope = {
        trigger: makeObject([
          ['n', n],
          ['l', [n]],
        ]),
      };
      for (const mapping of through)
        assert.equal(stringifyJson(compileMapping(mapping)(scope)).replace(/^\[|\]$/g, ''), stringifyJson(n));
    }),
    { numRuns: 60 },
  );
});

const anyMapping = fc.letrec((tie) => {
  const below = tie('mapping');
  const path = fc.constantFrom(
    'trigger',
    'trigger.a',
    'trigger.l',
    'trigger.l[0].b',
    'item',
    'itemIndex',
    'a..b',
    'constructor',
  );
  return {
    mapping: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ from: path }),
      fc.record({ from: path, default: below }),
      fc.record({ value: fc.jsonValue() }),
      fc.record({ template: fc.constantFrom('{{trigger.a}}', 'x', '{{trigger.l ?? "y"}}', '{{') }),
      fc.record({
        fn: fc.constantFrom('upper', 'add', 'concat', 'coalesce', 'ifElse', 'sort', 'toString'),
        args: fc.array(below, { maxLength: 3 }),
      }),
      fc.record({ object: fc.dictionary(fc.constantFrom('a', '__proto__', 'constructor'), below, { maxKeys: 2 }) }),
      fc.record({ list: fc.array(below, { maxLength: 2 }) }),
      fc.record({ each: below, as: fc.constantFrom('item', 'run', ''), to: below }),
      fc.record({ table: fc.dictionary(fc.constantFrom('a', '1'), fc.jsonValue(), { maxKeys: 2 }), key: below }),
      fc.record({ cel: fc.constantFrom('trigger.a', 'trigger.l.map(x, x.b)', '1 + 1', 'trigger.a > 1', '((', 'item') }),
      fc.jsonValue(),
    ),
  };
}).mapping;

test('property: whatever is given as a mapping, only an AppError is ever thrown, and twice the same comes out', () => {
  const scope = { trigger: parseJson('{"a":"x","l":[{"b":1},{"b":2.50}]}') } as Scope;
  const outcome = (mapping: unknown) => {
    try {
      return canonicalJson(compileMapping(mapping as Mapping)(scope));
    } catch (error) {
      assert.ok(isAppError(error), String(error));
      return error.code;
    }
  };
  fc.assert(
    fc.property(anyMapping, (mapping) => {
      assert.equal(outcome(mapping), outcome(mapping));
    }),
    { numRuns: 500 },
  );
});
