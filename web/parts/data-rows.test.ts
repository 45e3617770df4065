import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../src/foundation/index.ts';
import { parseInnerPath, valueAt } from '../../src/language/index.ts';
import { dataRows, hasEntries, indentedJson, isLeaf, leafText } from './data-rows.ts';

const CLOSED: ReadonlySet<string> = new Set();

test('the path of every row leads to its value, whatever the keys are', () => {
  const value = parseJson('{"a b":{"x.y":[1,{"\\"":2}]},"plain":{"ünï":null},"__proto__":{"constructor":3}}');
  const turned = new Set(['["a b"]["x.y"][1]']);
  const rows = dataRows(value, { root: '', turned, limit: 100 });
  assert.equal(rows.length, 9);
  for (const row of rows) {
    const parsed = parseInnerPath(row.path);
    assert.ok('segments' in parsed, row.path);
    assert.deepEqual(valueAt(value, parsed.segments), row.value);
  }
});

test('a huge value makes no more rows than asked for, and one that tells of the rest', () => {
  const value = Array.from({ length: 100_000 }, (_, index) => index);
  assert.equal(dataRows(value, { root: 'trigger', turned: CLOSED, limit: 200 }).length, 201);
});

test('long lists and deep levels are closed until somebody opens them', () => {
  const value = parseJson(`{"list":[${Array(50).fill('1').join(',')}],"a":{"b":{"c":{"d":1}}}}`);
  const paths = dataRows(value, { root: 'trigger', turned: CLOSED, limit: 200 }).map(({ path }) => path);
  assert.deepEqual(paths, ['trigger.list', 'trigger.a', 'trigger.a.b', 'trigger.a.b.c']);
});

test('numbers keep all their digits in the tree, in the text and in what is copied', () => {
  const value = parseJson('{"id":9007199254740993,"price":1.10}');
  assert.equal(indentedJson(value), '{\n  "id": 9007199254740993,\n  "price": 1.10\n}');
  assert.equal(leafText(parseJson('9007199254740993'), 10), '9007199254740993');
});

test('a text is shown as JSON has it, cut where it is too long for a line', () => {
  assert.equal(leafText('a\n"b"', 100), '"a\\n\\"b\\""');
  assert.equal(leafText('x'.repeat(100_000), 3), '"xxx…');
  assert.equal(hasEntries([]), false);
  assert.equal(hasEntries('text'), false);
});

test('marks that nobody sees stand as escapes; joiners, of which words and signs are made, stay', () => {
  assert.equal(leafText('a\u202eb\u200bc\u2066d', 100), String.raw`"a\u202eb\u200bc\u2066d"`);
  assert.equal(leafText('می\u200cخواهم', 100), '"می\u200cخواهم"');
  assert.equal(indentedJson(parseJson('["\u202e"]')), '[\n  "\\u202e"\n]');
});

test('a number of any length is one value, as a text is', () => {
  for (const text of ['9007199254740993', '1.10', '"text"', 'null']) assert.equal(isLeaf(parseJson(text)), true);
  for (const text of ['[]', '{}']) assert.equal(isLeaf(parseJson(text)), false);
});
