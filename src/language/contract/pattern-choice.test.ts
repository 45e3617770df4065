import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { compilePattern } from './pattern.ts';
import { isForced } from './pattern-choice.ts';
import { makeProgram, runProgram } from './pattern-program.ts';
import { parsePattern } from './pattern-syntax.ts';

/** Patterns whose next character always says how to go on. */
const FORCED = [
  '^[a-z0-9]+(-[a-z0-9]+)*$',
  '^[a-z0-9]+(_[a-z0-9]+)*$',
  '^/?(([^./?#\\s]|[.]([^./?#\\s]|[.][^/?#\\s]))[^/?#\\s]*(/[^/?#\\s]+)*)?$',
  '^(?:(?:(?:a|b)+c)+d)+$',
  '^\\d+(?:[.]\\d+)?(?:e[+-]?\\d+)?$',
  '^(?:a|b)*',
  '^a?b?c?$',
  '^[^,]*(,[^,]*)*$',
  '^é+a*$',
  '^(?:ab?c)*?d$',
];

/** Patterns in which a character, or the end, can be read in two ways. */
const OPEN = [
  '[a-z]+(-[a-z]+)*$',
  '^(a+)+$',
  '^(a|ab)c$',
  '^a*a$',
  '^(a?)*$',
  '^(a*b*)*$',
  '^\\s*\\S+$',
  '^é*[^a]$',
  '^[^a]*[^b]$',
  '^\\w+\\d+$',
  '^(?=a)a$',
  '^a\\b',
  '^(a|^b)$',
  '^(a$|b)*$',
  '^a|b$',
  '^(a?|b?)c*(a|b)$',
];

test('a pattern is forced exactly when no character can be read in two ways', () => {
  for (const source of FORCED) assert.equal(isForced(parsePattern(source)), true, source);
  for (const source of OPEN) assert.equal(isForced(parsePattern(source)), false, source);
});

const part = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', '[ab]', '[^a]', '\\w', 'é', '\\s'),
    fc.tuple(tie('node'), tie('node')).map((parts) => parts.join('')),
    fc.tuple(tie('node'), tie('node')).map((parts) => `(?:${parts.join('|')})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{1,3}', '{2}', '*?'))
      .map(([node, times]) => `(?:${String(node)})${times}`),
  ),
})).node;
const forcedPattern = part.map((source) => `^${String(source)}$`).filter((source) => isForced(parsePattern(source)));

test('property: a forced pattern finds what the slow matcher finds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', ' '), maxLength: 12 });
  fc.assert(
    fc.property(forcedPattern, fc.array(text, { maxLength: 8 }), (source, texts) => {
      const pattern = compilePattern(source);
      assert.ok('isMatch' in pattern);
      const program = makeProgram(parsePattern(source));
      for (const given of texts) assert.equal(pattern.isMatch(given), runProgram(program, given), `${source} ${given}`);
    }),
    { numRuns: 500 },
  );
});

test('property: a forced pattern is decided at once on any long text', () => {
  const unit = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', ' '), minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(forcedPattern, unit, fc.constantFrom('', 'c', '!'), (source, again, end) => {
      const pattern = compilePattern(source);
      assert.ok('isMatch' in pattern);
      const text = again.repeat(20_000 / again.length - 1) + end;
      const startedAt = performance.now();
      assert.notEqual(pattern.isMatch(text), undefined);
      assert.ok(performance.now() - startedAt < 200, source);
    }),
    { numRuns: 100 },
  );
});

test('a text too long for the notes of the native engine is left to the matcher, not to an exception', () => {
  const pattern = compilePattern('^[a-z0-9]+(-[a-z0-9]+)*$');
  assert.ok('isMatch' in pattern);
  assert.equal(pattern.isMatch(`${'a-'.repeat(100_000)}a`), true);
  assert.equal(pattern.isMatch(`${'a-'.repeat(2_500_000)}a`), undefined);
});
