import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AppError, canonicalJson, type JsonValue, parseJson, stringifyJson } from '../foundation/index.ts';
import { readDocument } from './yaml-document.ts';

function read(text: string): string {
  return stringifyJson(readDocument(text, 'flow.yaml'));
}

function problemOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    assert.ok(error instanceof AppError);
    return error.publicMessage;
  }
  return '';
}

describe('YAML documents', () => {
  test('numbers keep the digits that were written', () => {
    assert.equal(read('- 9007199254740993\n- 1.10\n- 1e400\n- -0\n- 12'), '[9007199254740993,1.10,1e400,-0,12]');
  });

  test('what only looks like a number, a date or a truth stays a text', () => {
    assert.equal(
      read('- 2026-11-24\n- yes\n- on\n- "7"\n- 1_000\n- 12:30'),
      '["2026-11-24","yes","on","7","1_000","12:30"]',
    );
  });

  test('block texts, nulls and truths are what YAML 1.2 says', () => {
    assert.equal(read('a: |\n  x\n  y\nb: ~\nc: true\nd:\n'), '{"a":"x\\ny\\n","b":null,"c":true,"d":null}');
  });

  test('__proto__ is a key like any other', () => {
    const value = readDocument('__proto__: {a: 1}', 'f.yaml') as Record<string, JsonValue>;
    assert.deepEqual(Object.keys(value), ['__proto__']);
    assert.equal(({} as { a?: number }).a, undefined);
  });

  test('an alias gives what it stands for', () => {
    assert.equal(read('a: &x {b: 1}\nc: *x'), '{"a":{"b":1},"c":{"b":1}}');
  });

  test('aliases that multiply are stopped by count', () => {
    const levels = Array.from({ length: 12 }, (_, index) => {
      const before = index === 0 ? '1' : `*l${index - 1}`;
      return `l${index}: &l${index} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
    });
    assert.match(problemOf(levels.join('\n')), /more than 100000 values/);
  });

  test('an alias that contains itself is stopped by depth', () => {
    assert.match(problemOf('a: &x [*x]'), /nested deeper|Unresolved alias|cannot|more than/);
  });

  const refused: readonly [title: string, text: string, wanted: RegExp][] = [
    ['a key that stands twice', 'a: 1\na: 2', /unique/],
    ['a tag that means code elsewhere', 'a: !!js/function "x"', /tag/i],
    ['a tag for dates', 'a: !!timestamp 2026-11-24', /tag/i],
    ['a tag for bytes', 'a: !!binary aGk=', /tag/i],
    ['an infinite number', 'a: .inf', /cannot be kept/],
    ['a list as a key', '? [1]\n: 2', /key/],
    ['a broken document', 'a: [1', /./],
    ['two documents', 'a: 1\n---\nb: 2', /./],
  ];
  for (const [title, text, wanted] of refused) {
    test(`${title} is refused`, () => assert.match(problemOf(text), wanted));
  }

  test('what is written as JSON in a .json file is read as JSON', () => {
    assert.equal(stringifyJson(readDocument('{"a":1.10}', 'f.json')), '{"a":1.10}');
  });

  test('property: a JSON document is the same document when it is read as YAML', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const value = parseJson(text);
        assert.equal(canonicalJson(readDocument(text, 'f.yaml')), canonicalJson(value));
      }),
    );
  });
});

test('a key that stands twice is refused in JSON as it is in YAML', () => {
  for (const source of ['flow.json', 'flow.yaml']) {
    assert.throws(
      () => readDocument('{"a": 1, "a": 2}', source),
      (error) => String(error).includes('app.document.malformed'),
    );
  }
});
