import assert from 'node:assert/strict';
import test from 'node:test';
import { type JsonValue, parseJson, stringifyJson } from '../../foundation/index.ts';
import { CelFault, compileCel } from './cel.ts';
import type { Scope } from './mapping.ts';

const SCOPE = {
  trigger:
    parseJson(`{"a":5,"d":1.10,"big":9007199254740993,"huge":123456789012345678901234567890,"s":"abc","none":null,
    "lines":[{"sku":"A","qty":2,"price":1.5},{"sku":"B","qty":3,"price":2}],"constructor":"c","__proto__":"p"}`),
} as unknown as Scope;

const run = (text: string, scope: Scope = SCOPE) => {
  const compiled = compileCel(text);
  assert.ok('run' in compiled, `${text}: ${'reason' in compiled ? compiled.reason : ''}`);
  return compiled.run(scope);
};
const faultOf = (text: string, scope: Scope = SCOPE) => {
  try {
    return stringifyJson(run(text, scope));
  } catch (error) {
    assert.ok(error instanceof CelFault, String(error));
    return error.isTooCostly ? 'too costly' : error.message;
  }
};

/** Expression and the JSON it gives. */
const CASES: readonly (readonly [string, string])[] = [
  ['trigger.big', '9007199254740993'],
  ['trigger.huge', '123456789012345678901234567890'],
  ['trigger.d', '1.10'],
  ['trigger.a > 1 ? trigger.d : trigger.big', '1.10'],
  ['trigger.big + 1', '9007199254740994'],
  ['trigger.a / 2', '2'],
  ['trigger.a / 2.0', '2.5'],
  ['trigger.a * trigger.d', '5.5'],
  ['trigger.a == 5.0 && 5.0 == trigger.a && trigger.d != 1', 'true'],
  ['trigger.big == 9007199254740992.0', 'false'],
  ['trigger.lines.map(l, l.price * l.qty)', '[3,6]'],
  ['(trigger.lines).filter(l, l.qty > 2).map(l, l.sku)', '["B"]'],
  ['((trigger.lines).filter(l, l.qty > 2)).map(l, l.sku)', '["B"]'],
  ['trigger.lines.map(l, l.qty > 2, l.sku)', '["B"]'],
  ['trigger.lines.exists_one(l, l.qty == 3) && trigger.lines.all(l, l.price > 1)', 'true'],
  ['trigger.lines.map(l, trigger.lines.map(m, m.qty + l.qty))', '[[4,5],[5,6]]'],
  ['trigger.lines // .map(\n .map(l, l.qty)', '[2,3]'],
  ['trigger.lines.map(map, map.qty)', '[2,3]'],
  ['trigger.lines.map(matches, matches.sku.matches("A"))', '[true,false]'],
  ['trigger.s.matches("^a.c$")', 'true'],
  ['(trigger.s + "x").matches( ("^a(b+)+c" ) )', 'true'],
  ['trigger["constructor"] + trigger.__proto__', '"cp"'],
  ['has(trigger.nothing) || has(trigger.s)', 'true'],
  ['trigger.none == null', 'true'],
  ['{"a": trigger.none, "b": [1, trigger.d]}', '{"a":null,"b":[1,1.10]}'],
  ['timestamp("2026-01-01T00:00:00Z")', '"2026-01-01T00:00:00.000Z"'],
  ['size(trigger.lines) + size("😀")', '3'],
];

test('an expression gives what CEL says, and numbers keep their digits', () => {
  for (const [text, result] of CASES) assert.equal(stringifyJson(run(text)), result, text);
});

test('what cannot be computed is a fault with a sentence, not a blank', () => {
  assert.equal(faultOf('trigger.nothing'), 'No such key: nothing.');
  assert.equal(faultOf('nobody.a'), 'Unknown variable: nobody.');
  assert.equal(faultOf('1 / 0'), 'division by zero.');
  assert.match(faultOf('trigger.a + "x"'), /no such overload/);
  assert.match(faultOf('double("1e400")'), /not a number that can be written/);
  assert.match(faultOf('duration("1h")'), /which JSON has not/);
  assert.match(faultOf('trigger.s.matches("(" + trigger.s)'), /cannot be used/);
  assert.match(faultOf('timestamp("2026-01-01T00:00:00Z").getHours("Europe/Nowhere")'), /time zone/i);
});

test('faults do not quote the data, which would end up in the log', () => {
  for (const text of [
    'bool(trigger.s)',
    'duration(trigger.s)',
    'int(trigger.s)',
    'timestamp(trigger.s)',
    'trigger.s + 1',
    'trigger.s > 1',
  ]) {
    assert.ok(!faultOf(text).includes('abc'), faultOf(text));
  }
});

/** Expressions that are refused before they run. */
const REFUSED = [
  '',
  '(((',
  '1 +',
  'cel.bind(x, 1, x)',
  'bounded__(1)',
  'budget__',
  'trigger.a.bounded__(budget__, 0)',
  'google',
  'int',
  'b"x"',
  '1u',
  'bytes("a")',
  'trigger.s.matches("[")',
  'trigger.lines.exists(line, line.sku.matches(r"(a)\\1"))',
  'type(1)',
  'trigger.?a',
  '{"constructor": 1}',
  '{"__proto__": 1}',
  '{trigger.s: 1}',
  'trigger.nothing()',
  'eval("1")',
  '[1].all(a, [1].all(b, [1].all(c, true)))',
  '[1].map(1, 2)',
  `${'('.repeat(40)}1${')'.repeat(40)}`,
  Array(300).fill('1').join('+'),
  Array(60).fill('"a"').join('+'),
  `"${'x'.repeat(4_000)}"`,
  '!'.repeat(600),
  `[${'1,'.repeat(300)}1]`,
  Array(21).fill('[1].all(a, true)').join('&&'),
];

test('an expression that could grow, loop or reach beyond the data is refused', () => {
  for (const text of REFUSED) assert.ok('reason' in compileCel(text), text.slice(0, 60));
});

test('a loop over ten thousand items is allowed; whatever would take long is stopped', () => {
  const big = {
    trigger: {
      l: Array.from({ length: 10_000 }, (_, qty) => ({ sku: `S${qty}`, qty })),
      s: 'x'.repeat(900_000),
    } as unknown as JsonValue,
  };
  assert.equal(faultOf('trigger.l.exists(l, l.sku == "S9999")', big), 'true');
  const started = performance.now();
  for (const text of [
    'trigger.l.all(a, trigger.l.all(b, a.qty + b.qty >= 0))',
    'trigger.l.map(a, trigger.s.lowerAscii()).join("")',
    'trigger.l.all(a, a in trigger.l)',
    'trigger.l.exists(a, trigger.l == trigger.l && false)',
    'trigger.s.matches("(x+x+)+y")',
  ]) {
    assert.equal(faultOf(text, big), 'too costly', text);
  }
  assert.match(faultOf('trigger.s.split("")', big), /10000 is the most/);
  assert.ok(performance.now() - started < 10_000);
});

test('two expressions have a budget of their own', () => {
  const scope = { l: Array.from({ length: 700 }, (_, index) => index) };
  for (let round = 0; round < 3; round += 1) assert.equal(run('l.all(a, l.all(b, a + b >= 0))', scope), true);
});
