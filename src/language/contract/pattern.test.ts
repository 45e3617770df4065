import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { compilePattern } from './pattern.ts';

const compile = (source: string) => {
  const compiled = compilePattern(source);
  assert.ok('isMatch' in compiled, `${source}: ${'reason' in compiled ? compiled.reason : ''}`);
  return compiled.isMatch;
};

const PATTERNS = [
  '^[a-z0-9]+(-[a-z0-9]+)*$',
  '^(a+)+$',
  '(x+x+)+y',
  '^\\d{4}-\\d\\d$',
  '^(?=.*\\d)(?=.*[a-z]).{4,8}$',
  '\\bfoo\\b',
  '\\Boo',
  '^\\p{L}+$',
  '^\\+?[1-9]\\d{1,14}$',
  'a|b|^c$',
  '^(?!.*admin).*$',
  '^.{0,3}$',
  '\\u{1F600}',
  '^(?:a|ab)(?:c|bcd)(?:d*)$',
  '$^',
  'a{2,3}b',
  'x*',
  '',
  '[^a-c]',
  '[\\]-]',
  '^(?<year>\\d+)$',
  '(a|b|)*c',
  '\\x61\\t?',
  '.',
  '^\\S+@\\S+$',
  'a{0}b',
  '(?:(?:a?)?)?b',
];
const TEXTS = [
  '',
  'abc-def',
  'a-',
  'aaaa',
  '2024-12',
  'ab1c',
  'foo',
  'a foo b',
  'afoo',
  'é',
  '+4912',
  'c',
  'abcd',
  'admin',
  '😀',
  'aab',
  'aaab',
  'xxy',
  'x'.repeat(10),
  ']',
  'A@b',
  '\n',
  'b',
];

test('a pattern finds in a text what the native engine finds', () => {
  for (const pattern of PATTERNS) {
    const test = compile(pattern);
    for (const text of TEXTS) assert.equal(test(text), new RegExp(pattern, 'u').test(text), `${pattern} in ${text}`);
  }
});

test('a pattern that would hang a backtracking engine is decided at once', () => {
  const started = performance.now();
  assert.equal(compile('^(a+)+$')(`${'a'.repeat(20_000)}b`), false);
  assert.equal(compile('^(([a-z])+.)+[A-Z]([a-z])+$')('a'.repeat(20_000)), false);
  assert.equal(compile('(x+x+)+y')('x'.repeat(20_000)), false);
  assert.ok(performance.now() - started < 5_000);
});

test('a text that is too long for a pattern is left undecided', () => {
  assert.equal(compile('^(([a-z])+.)+[A-Z]([a-z])+$')('a'.repeat(2_000_000)), undefined);
});

test('what cannot be bounded or read is refused with a reason', () => {
  for (const source of [
    '(a)\\1',
    '(?<=a)b',
    '(?<!a)b',
    '\\k<a>',
    'a**',
    '*',
    '(',
    ')',
    '[',
    'a{3,1}',
    '\\',
    '(?i)a',
    'a'.repeat(2_001),
  ]) {
    const compiled = compilePattern(source);
    assert.ok('reason' in compiled && compiled.reason !== '', source);
  }
  assert.ok('reason' in compilePattern('(((a{90}){90}){90}){90}'));
  assert.ok('reason' in compilePattern('('.repeat(500) + ')'.repeat(500)));
});

const anyPattern = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '[ab]', '.', '\\w', '^', '$', '\\b'),
    fc
      .tuple(fc.constantFrom('a', 'b', '[^a]'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{2,}', '*?'))
      .map((parts) => parts.join('')),
    fc.tuple(tie('node'), tie('node')).map((parts) => parts.join('')),
    fc.tuple(tie('node'), tie('node')).map((parts) => `(?:${parts.join('|')})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{0,2}'))
      .map(([node, times]) => `(?:${String(node)})${times}`),
    tie('node').map((node) => `(?=${String(node)})`),
    tie('node').map((node) => `(?!${String(node)})`),
  ),
})).node;

test('property: any pattern finds in short texts what the native engine finds', () => {
  fc.assert(
    fc.property(
      anyPattern,
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 6 }), { maxLength: 5 }),
      (source, texts) => {
        const pattern = String(source);
        const test = compile(pattern);
        for (const text of texts)
          assert.equal(test(text), new RegExp(pattern, 'u').test(text), `${pattern} in "${text}"`);
      },
    ),
    { numRuns: 500 },
  );
});
