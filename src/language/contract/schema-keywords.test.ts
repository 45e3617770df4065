import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson } from '../../foundation/index.ts';
import { compileSchema } from './compile-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** Name, schema, values that fit (after |), values that do not, each with `→` the pointer and the code of its problem. */
const CASES: readonly (readonly [name: string, schema: string, good: string, bad: string])[] = [
  ['type', '{"type":"string"}', '"" | "a"', '1 → type | null → type | {} → type'],
  ['a list of types', '{"type":["string","null"]}', '"a" | null', '1 → type'],
  ['nullable (OpenAPI 3.0)', '{"type":"string","nullable":true,"enum":["a"]}', '"a" | null', '"b" → enum | 1 → type'],
  ['integer', '{"type":"integer"}', '1 | -0 | 1.0 | 1e3 | 9007199254740993', '1.5 → type | 1e-3 → type'],
  ['number', '{"type":"number"}', '1 | 1.5 | 1e400', '"1" → type'],
  ['const', '{"const":{"a":[1]}}', '{"a":[1]} | {"a":[1.0]}', '{"a":[2]} → constant'],
  ['enum', '{"enum":["a",1,null]}', '"a" | 1 | null | 1.00', '"b" → enum | "1" → enum'],
  ['required', '{"required":["a"]}', '{"a":null} | "no object"', '{} → required'],
  ['properties', '{"properties":{"a":{"type":"number"}}}', '{} | {"a":1,"b":2}', '{"a":"x"} → /a type'],
  [
    'no additional properties',
    '{"properties":{"a":true},"additionalProperties":false}',
    '{"a":1}',
    '{"b":1} → /b unknown_field',
  ],
  ['additional properties', '{"additionalProperties":{"type":"string"}}', '{"a":"x"}', '{"a":1} → /a type'],
  [
    'patternProperties',
    '{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}',
    '{"x-a":"b"}',
    '{"x-a":1} → /x-a type | {"y":1} → /y unknown_field',
  ],
  ['propertyNames', '{"propertyNames":{"pattern":"^[a-z]+$"}}', '{"ab":1}', '{"A":1} → field_name'],
  [
    'a number of properties',
    '{"minProperties":1,"maxProperties":2}',
    '{"a":1}',
    '{} → field_count | {"a":1,"b":1,"c":1} → field_count',
  ],
  ['dependentRequired', '{"dependentRequired":{"a":["b"]}}', '{} | {"a":1,"b":1}', '{"a":1} → dependent'],
  ['dependentSchemas', '{"dependentSchemas":{"a":{"required":["b"]}}}', '{} | {"a":1,"b":1}', '{"a":1} → required'],
  ['items', '{"items":{"type":"number"}}', '[] | [1]', '[1,"x"] → /1 type'],
  [
    'prefixItems',
    '{"prefixItems":[{"type":"string"}],"items":false}',
    '[] | ["a"]',
    '["a",1] → /1 never | [1] → /0 type',
  ],
  [
    'items as a list (before 2020-12)',
    '{"items":[{"type":"string"}],"additionalItems":false}',
    '[] | ["a"]',
    '["a",1] → /1 never',
  ],
  ['contains', '{"contains":{"type":"number"},"maxContains":2}', '["a",1]', '["a"] → contains | [1,2,3] → contains'],
  ['a number of items', '{"minItems":1,"maxItems":2}', '[1]', '[] → item_count | [1,2,3] → item_count'],
  [
    'uniqueItems',
    '{"uniqueItems":true}',
    '[1,"1",{"a":1},{"a":2}]',
    '[1,1.0] → unique | [{"a":1,"b":2},{"b":2,"a":1}] → unique',
  ],
  ['a length in characters', '{"minLength":2,"maxLength":2}', '"ab" | "😀😀"', '"😀" → length | "abc" → length'],
  ['a pattern, found anywhere', '{"pattern":"b+c"}', '"abbc"', '"ab" → pattern'],
  ['minimum and maximum', '{"minimum":1,"maximum":2.5}', '1 | 2.5', '0 → range | 2.50000000000000000001 → range'],
  ['exclusive bounds', '{"exclusiveMinimum":1,"exclusiveMaximum":2}', '1.5', '1 → range | 2 → range'],
  ['exclusive bounds (OpenAPI 3.0)', '{"minimum":1,"exclusiveMinimum":true,"maximum":2}', '2', '1 → range'],
  ['multipleOf, exactly', '{"multipleOf":0.1}', '0.3 | 1 | 1.10', '0.35 → multiple'],
  ['a bound beyond doubles', '{"maximum":9007199254740992}', '9007199254740992', '9007199254740993 → range'],
  ['allOf', '{"allOf":[{"minimum":1},{"maximum":2}]}', '1', '0 → range | 3 → range'],
  ['anyOf', '{"anyOf":[{"type":"string"},{"type":"number","minimum":5}]}', '"a" | 6', '1 → range | true → none_fits'],
  ['oneOf', '{"oneOf":[{"minimum":1},{"maximum":5}]}', '0 | 9', '3 → several_fit'],
  [
    'oneOf with a discriminator',
    '{"oneOf":[{"properties":{"k":{"const":"a"},"n":{"type":"number"}}},{"properties":{"k":{"const":"b"}}}]}',
    '{"k":"b"}',
    '{"k":"a","n":"x"} → /n type',
  ],
  ['not', '{"not":{"type":"string"}}', '1', '"a" → excluded'],
  [
    'if, then, else',
    '{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}',
    '{"a":1,"b":1} | {"c":1}',
    '{"a":1} → required | {} → required',
  ],
  ['$ref', '{"$defs":{"a/b":{"type":"string"}},"$ref":"#/$defs/a~1b"}', '"a"', '1 → type'],
  ['true and false', '{"properties":{"a":true,"b":false}}', '{"a":1}', '{"b":1} → /b never'],
  ['format date', '{"format":"date"}', '"2024-02-29" | 5', '"2023-02-29" → format | "2023-2-1" → format'],
  [
    'format date-time',
    '{"format":"date-time"}',
    '"2024-02-29T23:59:60Z" | "2024-02-29T00:00:00.123+01:00"',
    '"2024-02-29T00:00:00" → format | "2024-02-30T00:00:00Z" → format',
  ],
  ['format time', '{"format":"time"}', '"09:30:00Z"', '"24:00:00Z" → format'],
  [
    'format email',
    '{"format":"email"}',
    '"a.b+c@example.co.uk" | "ü@bücher.example"',
    '"a@b" → format | "a b@c.de" → format | "@c.de" → format | ".a@c.de" → format',
  ],
  [
    'format uri',
    '{"format":"uri"}',
    '"https://example.com/a?b=c" | "mailto:a@b.de"',
    '"/a" → format | "http://a b" → format',
  ],
  ['format uuid', '{"format":"uuid"}', '"0190A6C2-7b6e-7c3d-8e4f-1234567890ab"', '"0190a6c2" → format'],
  ['an unknown format', '{"format":"colour"}', '"x"', ''],
];

for (const [name, schema, good, bad] of CASES) {
  test(`a schema with ${name} takes what fits and names what does not`, () => {
    const check = compileSchema(parseJson(schema) as JsonSchema);
    for (const value of good.split(' | ')) assert.deepEqual(check(parseJson(value)), [], value);
    for (const pair of bad === '' ? [] : bad.split(' | ')) {
      const [value = '', wanted = ''] = pair.split(' → ');
      const problems = check(parseJson(value)).map(
        ({ pointer, code }) => `${pointer} ${code.replace('language.contract.', '')}`,
      );
      assert.deepEqual(problems, [wanted.includes(' ') ? wanted : ` ${wanted}`], value);
    }
  });
}
