import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { JsonValue } from '../../foundation/index.ts';
import { compileSchema } from './compile-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** A validator that others wrote; it comes with a dependency, so it may be there or not. */
const oracleName = 'ajv/dist/2020.js';
const oracle = (await import(oracleName).catch(() => undefined)) as
  | undefined
  | { default: { default: new (options: object) => Ajv } };
interface Ajv {
  compile(schema: unknown): (value: unknown) => boolean;
}

/**
 * Without `contains` and without `false`: where they meet `items` or `if`, the other validator is wrong by the
 * specification (an empty list passes `contains`, `else` is taken for `then`). The table of keywords has them.
 *
 * Schemas over a small world, so that random values fit random schemas often enough to matter.
 */
const anyScalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('a', 'b', 'ab', ''),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(0.5, 1.5),
);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyScalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const anySchema = fc.letrec((tie) => {
  const below = tie('schema');
  const keyword = fc.oneof(
    fc.record({
      type: fc.constantFrom(
        'string',
        'number',
        'integer',
        'object',
        'array',
        'null',
        'boolean',
        ['string', 'null'],
        ['integer', 'object'],
      ),
    }),
    fc.record({ enum: fc.uniqueArray(anyScalar, { minLength: 1, maxLength: 3 }) }),
    fc.record({ const: anyScalar }),
    fc.record({ minimum: fc.integer({ min: -2, max: 2 }) }),
    fc.record({ exclusiveMaximum: fc.integer({ min: -2, max: 2 }) }),
    fc.record({ multipleOf: fc.constantFrom(0.5, 1, 2) }),
    fc.record({ minLength: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ pattern: fc.constantFrom('^a', 'b$', '^(a|b)*$') }),
    fc.record({ properties: fc.dictionary(fc.constantFrom('a', 'b'), below, { maxKeys: 2, noNullPrototype: true }) }),
    fc.record({ required: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }) }),
    fc.record({
      properties: fc.dictionary(fc.constantFrom('a', 'b'), below, { maxKeys: 2, noNullPrototype: true }),
      additionalProperties: below,
    }),
    fc.record({
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), below, { maxKeys: 2, noNullPrototype: true }),
    }),
    fc.record({ propertyNames: fc.record({ enum: fc.constant(['a', 'b']) }) }),
    fc.record({ minProperties: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ items: below }),
    fc.record({ prefixItems: fc.array(below, { minLength: 1, maxLength: 2 }), items: below }),
    fc.record({ uniqueItems: fc.constant(true) }),
    fc.record({ maxItems: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ allOf: fc.array(below, { minLength: 1, maxLength: 2 }) }),
    fc.record({ anyOf: fc.array(below, { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(below, { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: below }),
    fc
      .tuple(below, below, below)
      .map((parts) => Object.fromEntries(['if', 'then', 'else'].map((name, at) => [name, parts[at]]))),
    fc.record({ $ref: fc.constantFrom('#/$defs/one', '#/$defs/two') }),
  );
  const joined = fc
    .array(keyword, { minLength: 1, maxLength: 3 })
    .map((parts) => Object.assign({}, ...parts) as object);
  return { schema: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constant(true), joined) };
}).schema;

test('property: a value fits or does not, exactly as an independent validator says', {
  skip: oracle === undefined,
}, () => {
  const Validator = (oracle as NonNullable<typeof oracle>).default.default;
  const defs = { one: { type: ['integer', 'array'] }, two: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/one' }] } };
  fc.assert(
    fc.property(anySchema, fc.array(anyValue, { minLength: 3, maxLength: 6 }), (part, values) => {
      const schema = { allOf: [part], $defs: defs };
      const ajv = new Validator({ strict: false, validateFormats: false, logger: false });
      const expected = ajv.compile(schema);
      const check = compileSchema(schema as unknown as JsonSchema);
      for (const value of values)
        assert.equal(check(value as JsonValue).length === 0, expected(value), JSON.stringify(value));
    }),
    { numRuns: 150 },
  );
});
