import assert from 'node:assert/strict';
import test from 'node:test';
import { isAppError, parseJson } from '../../foundation/index.ts';
import { compileSchema } from './compile-schema.ts';
import type { JsonSchema } from './json-schema.ts';

test('a problem says what was given, what is allowed and how to mend it', () => {
  const [problem] = compileSchema({ properties: { 'a/b': { type: ['string', 'null'] } } })({ 'a/b': 12 });
  assert.deepEqual(problem, {
    pointer: '/a~1b',
    code: 'language.contract.type',
    message: 'This is a whole number; a text or null is needed.',
    fix: 'Give a text or null here.',
  });
});

test('a misspelt field is answered with the name that was meant', () => {
  const [problem] = compileSchema({ properties: { amount: true }, additionalProperties: false })({ amuont: 1 });
  assert.match(problem?.message ?? '', /Did you mean "amount"\?/);
});

test('all problems are reported, up to the limit', () => {
  const schema = { items: { type: 'string' } };
  assert.equal(compileSchema(schema)(Array(40).fill(1)).length, 40);
  assert.equal(compileSchema(schema)(Array(400).fill(1)).length, 50);
  assert.equal(compileSchema(schema, { maxProblems: 3 })(Array(400).fill(1)).length, 3);
});

test('keys named __proto__ and constructor are checked like any other', () => {
  const schema = parseJson(
    '{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"number"}},"required":["__proto__"],"additionalProperties":false}',
  );
  const check = compileSchema(schema as JsonSchema);
  assert.deepEqual(check(parseJson('{"__proto__":"a","constructor":1}')), []);
  assert.equal(check(parseJson('{}'))[0]?.code, 'language.contract.required');
  assert.equal(check(parseJson('{"__proto__":1}'))[0]?.pointer, '/__proto__');
  assert.equal(check(parseJson('{"__proto__":"a","toString":1}'))[0]?.pointer, '/toString');
});

test('a recursive schema checks a tree of any depth that JSON may have', () => {
  const schema = {
    $defs: { tree: { type: 'object', properties: { below: { $ref: '#/$defs/tree' } }, additionalProperties: false } },
    $ref: '#/$defs/tree',
  };
  const nested = (depth: number, end: string) => parseJson(`${'{"below":'.repeat(depth)}${end}${'}'.repeat(depth)}`);
  assert.deepEqual(compileSchema(schema)(nested(60, '{}')), []);
  assert.equal(compileSchema(schema)(nested(60, '1'))[0]?.code, 'language.contract.type');
});

test('references of a part are looked up in the root document', () => {
  const root = { $defs: { id: { type: 'integer' } } };
  assert.equal(compileSchema({ $ref: '#/$defs/id' }, { root })('x')[0]?.code, 'language.contract.type');
});

for (const [name, schema] of [
  ['refers to itself', { $ref: '#' }],
  ['refers to itself in a ring', { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }],
  ['doubles with every reference', { anyOf: [{ $ref: '#' }, { $ref: '#' }] }],
  ['hides a ring behind a not', { not: { not: { $ref: '#' } } }],
] as const) {
  test(`a schema that ${name} ends with a problem, not with a hang`, () => {
    const problems = compileSchema(schema as JsonSchema)({});
    assert.ok(
      problems.some((problem) => problem.code === 'language.contract.too_complex'),
      JSON.stringify(problems),
    );
  });
}

for (const [name, schema] of [
  ['a type that is none', { type: 'text' }],
  ['a remote reference', { $ref: 'https://example.com/schema.json' }],
  ['a reference to nothing', { $ref: '#/$defs/none' }],
  ['a length that is no count', { minLength: -1 }],
  ['a pattern that cannot be read', { pattern: '(' }],
  ['a pattern with a backreference', { pattern: '(a)\\1' }],
  ['a number in place of a schema', { items: 5 }],
  ['a required that is no list of names', { required: [1] }],
  ['a step of zero', { multipleOf: 0 }],
] as const) {
  test(`a schema with ${name} is refused with a pointer into it`, () => {
    assert.throws(
      () => compileSchema(schema as unknown as JsonSchema),
      (error) => isAppError(error, 'language.contract.invalid_schema'),
    );
  });
}

test('a schema nested thousands of levels deep is refused, not followed', () => {
  let schema: JsonSchema = true;
  for (let depth = 0; depth < 5_000; depth += 1) schema = { not: schema };
  assert.throws(
    () => compileSchema(schema),
    (error) => isAppError(error, 'language.contract.invalid_schema'),
  );
});

test('a text that is too long for its pattern is refused in bounded time', () => {
  const started = performance.now();
  const problems = compileSchema({ pattern: '^(([a-z])+.)+[A-Z]([a-z])+$' })('a'.repeat(1_000_000));
  assert.equal(problems[0]?.code, 'language.contract.pattern_too_long');
  assert.ok(performance.now() - started < 5_000);
});

test('a schema full of costly keywords over a large value ends within its budget', () => {
  const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, index]));
  const started = performance.now();
  for (const [schema, value] of [
    [{ allOf: Array(5_000).fill({ minProperties: 1 }) }, keys],
    [{ $defs: { e: { enum: [[keys]] } }, allOf: Array(5_000).fill({ not: { $ref: '#/$defs/e' } }) }, keys],
    [
      { patternProperties: Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`(b+)+${index}`, true])) },
      keys,
    ],
  ] as const) {
    const problems = compileSchema(schema as unknown as JsonSchema)(value);
    assert.equal(problems[0]?.code, 'language.contract.too_complex');
  }
  const texts = Array(2_000).fill('a'.repeat(5_000));
  assert.ok(compileSchema({ items: { pattern: '(a{1,900}){2}b' } })(texts).length > 0);
  assert.ok(performance.now() - started < 20_000);
});
