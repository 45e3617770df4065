import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAppError } from './app-error.ts';
import { DEFAULT_JSON_LIMITS, type JSON_ERRORS, type JsonLimits } from './json-limits.ts';
import { parseJson } from './json-reader.ts';
import { canonicalJson, type JsonObject, NumericText, numberFromText, stringifyJson } from './json-value.ts';

function refuses(source: string | Uint8Array, code: keyof typeof JSON_ERRORS, limits: Partial<JsonLimits> = {}): void {
  assert.throws(
    () => parseJson(source, { ...DEFAULT_JSON_LIMITS, ...limits }),
    (error) => isAppError(error, code),
  );
}

test('numbers that a double would change pass through with every digit', () => {
  for (const text of [
    '9007199254740993',
    '-9007199254740993',
    '1.10',
    '1e400',
    '-0',
    '0.1000000000000000055',
    '1E2',
    '123456789012345678901234567890',
  ]) {
    assert.equal(stringifyJson(parseJson(`{"n":${text}}`)), `{"n":${text}}`);
  }
});

test('numbers that a double keeps are plain numbers', () => {
  assert.deepEqual(parseJson('[0,1,-1,1.5,1e21,9007199254740991]'), [
    0,
    1,
    -1,
    1.5,
    new NumericText('1e21'),
    9007199254740991,
  ]);
});

test('property: a number of any form is read as its text says, by itself and inside of a document', () => {
  const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'00123456789'), maxLength });
  const number = fc
    .tuple(
      fc.constantFrom('', '', '-'),
      fc.oneof(
        fc.constant('0'),
        fc.tuple(fc.constantFrom(...'123456789'), digits(17)).map((parts) => parts.join('')),
      ),
      fc.oneof(
        fc.constant(''),
        digits(9).map((text) => (text === '' ? '' : `.${text}`)),
      ),
      fc.constantFrom('', '', '', 'e2', 'E+3', 'e-7', 'e400'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(number, (text) => {
      assert.deepEqual(parseJson(text), numberFromText(text));
      assert.deepEqual(parseJson(`[${text} ,1]`), [numberFromText(text), 1]);
    }),
    { numRuns: 3_000 },
  );
});

test('property: what JSON.parse reads is read alike, and written back to the same value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      assert.deepEqual(JSON.parse(stringifyJson(parseJson(text))), JSON.parse(text));
    }),
  );
});

test('property: a text of any length is read as JSON.parse reads it, or refused where it refuses', () => {
  const part = fc.oneof(
    fc.constantFrom('\\n', '\\u00e9', '\\"', '\\\\', '\\x', '\n', '"', '€', '😀', '\ud800'),
    fc.integer({ min: 0, max: 60 }).map((length) => 'abc de'.repeat(10).slice(0, length)),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = `{"key":"${parts.join('')}"}`;
      const isJson = accepts(() => JSON.parse(text));
      assert.equal(
        accepts(() => parseJson(text)),
        isJson,
      );
      if (isJson) assert.deepEqual({ ...(parseJson(text) as JsonObject) }, JSON.parse(text));
    }),
    { numRuns: 2_000 },
  );
});

test('property: text that is not JSON is refused with a place, exactly where JSON.parse refuses it', () => {
  const almostJson = fc.string({
    unit: fc.constantFrom(...'{}[]":,0123456789.eE+-tfn\\u a\n'.split('')),
    maxLength: 12,
  });
  fc.assert(
    fc.property(almostJson, (text) => {
      const isJson = accepts(() => JSON.parse(text));
      assert.equal(
        accepts(() => parseJson(text)),
        isJson,
        text,
      );
    }),
    { numRuns: 3_000 },
  );
});

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    assert.ok(error instanceof SyntaxError || isAppError(error));
    return false;
  }
}

test('`__proto__` and `constructor` are keys like any other and reach no prototype', () => {
  const value = parseJson('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}') as JsonObject;
  assert.deepEqual(Object.keys(value), ['__proto__', 'constructor']);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  assert.equal((parseJson('{}') as JsonObject).toString, undefined);
  assert.equal(stringifyJson(value), '{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
});

test('NUL and lone surrogates are kept and come out escaped, fit for a text column', () => {
  const text = '{"a":"\\u0000","b":"\\ud800"}';
  assert.equal(stringifyJson(parseJson(text)), text);
  assert.ok(stringifyJson(parseJson(text)).isWellFormed());
});

test('a byte order mark is dropped once, and other encodings than UTF-8 are refused', () => {
  assert.equal(parseJson('\ufeff1'), 1);
  assert.equal(parseJson(Buffer.from([0xef, 0xbb, 0xbf, 0x31])), 1);
  refuses('\ufeff\ufeff1', 'foundation.json.syntax');
  refuses(Buffer.from([0x22, 0xff, 0x22]), 'foundation.json.encoding');
  refuses(Buffer.from('{"a":1}', 'utf16le'), 'foundation.json.syntax');
});

test('nesting is bounded while reading, before anything is built', () => {
  assert.ok(parseJson('['.repeat(64) + ']'.repeat(64)));
  refuses('['.repeat(65) + ']'.repeat(65), 'foundation.json.too_deep');
  refuses('{"a":'.repeat(200_000), 'foundation.json.too_deep');
});

test('an equal key is refused where a signature depends on it, and the last one counts elsewhere', () => {
  refuses('{"a":1,"a":2}', 'foundation.json.duplicate_key', { duplicateKeys: 'reject' });
  refuses('{"a":1,"\\u0061":2}', 'foundation.json.duplicate_key', { duplicateKeys: 'reject' });
  assert.equal(stringifyJson(parseJson('{"a":1,"a":2}')), '{"a":2}');
});

test('keys, items and the length of a text are bounded', () => {
  refuses(`[${'1,'.repeat(10)}1]`, 'foundation.json.too_many', { maxMembers: 10 });
  refuses(`{${Array.from({ length: 11 }, (_, index) => `"${index}":1`).join(',')}}`, 'foundation.json.too_many', {
    maxMembers: 10,
  });
  refuses(`"${'x'.repeat(11)}"`, 'foundation.json.too_long', { maxStringLength: 10 });
});

test('a fault is named with its line and column', () => {
  assert.throws(
    () => parseJson('{\n  "a": 1,\n  "b": tru\n}'),
    (error) => isAppError(error) && error.context.line === 3 && error.context.column === 8,
  );
});

test('equal values have one canonical text, whatever the order of their keys', () => {
  assert.equal(canonicalJson(parseJson('{"b":[1,{"d":1,"c":2}],"a":1.10}')), '{"a":1.10,"b":[1,{"c":2,"d":1}]}');
});
