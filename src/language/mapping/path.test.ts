import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../../foundation/index.ts';
import { formatPath, parseInnerPath, parsePath, readPath, valueAt } from './path.ts';
import { parseTemplate } from './template.ts';

const segmentsOf = (text: string) => {
  const parsed = parsePath(text);
  return 'path' in parsed ? [parsed.path.root, ...parsed.path.segments] : parsed.reason;
};

test('a path is read into its names and positions', () => {
  assert.deepEqual(segmentsOf('trigger'), ['trigger']);
  assert.deepEqual(segmentsOf('trigger.deal.lines[0].name'), ['trigger', 'deal', 'lines', 0, 'name']);
  assert.deepEqual(segmentsOf('trigger["odd key"]["a\\"]"].b'), ['trigger', 'odd key', 'a"]', 'b']);
  assert.deepEqual(segmentsOf('event.headers.x-request-id'), ['event', 'headers', 'x-request-id']);
});

test('what is no path is refused with a reason', () => {
  for (const text of [
    '',
    '.',
    'a.',
    'a..b',
    'a[',
    'a[]',
    'a[-1]',
    'a[01]',
    "a['b']",
    'a b',
    'a.b ',
    'a[0',
    'a["b]',
    `a${'.b'.repeat(65)}`,
    'a'.repeat(1_001),
  ]) {
    assert.equal(typeof segmentsOf(text), 'string', text);
  }
});

test('an inner path may begin with a position, or be the value itself', () => {
  assert.deepEqual(parseInnerPath('[0].id'), { segments: [0, 'id'] });
  assert.deepEqual(parseInnerPath('data.id'), { segments: ['data', 'id'] });
  assert.deepEqual(parseInnerPath(''), { segments: [] });
  assert.ok('reason' in parseInnerPath('a..b'));
});

test('only own keys are followed, and __proto__ and constructor are keys like any other', () => {
  const data = parseJson('{"__proto__":{"x":1},"constructor":{"name":"c"}}');
  const read = (text: string) => {
    const parsed = parsePath(text);
    return 'path' in parsed ? readPath({ data, plain: {} }, parsed.path) : 'bad path';
  };
  assert.equal(read('data.__proto__.x'), 1);
  assert.equal(read('data.constructor.name'), 'c');
  for (const path of ['plain.constructor', 'plain.__proto__', 'plain.toString', 'constructor', '__proto__', 'data.x']) {
    assert.equal(read(path), undefined, path);
  }
  assert.equal(valueAt(['a'], ['length']), undefined);
  assert.equal(valueAt('text', ['length']), undefined);
  assert.equal(valueAt('text', [0]), undefined);
});

test('a template is read into texts and places', () => {
  assert.deepEqual(parseTemplate('Deal {{ a.b }} no {{c ?? "-}}"}}{{"{{"}}.'), [
    { kind: 'text', text: 'Deal ' },
    { kind: 'place', path: { root: 'a', segments: ['b'] }, fallback: undefined },
    { kind: 'text', text: ' no ' },
    { kind: 'place', path: { root: 'c', segments: [] }, fallback: '-}}' },
    { kind: 'text', text: '{{' },
    { kind: 'text', text: '.' },
  ]);
});

test('a template that cannot be read is refused with a reason', () => {
  for (const text of [
    '{{',
    '{{}}',
    '{{a',
    '{{a}',
    '{{a ?? b}}',
    '{{a b}}',
    '{{a ?? "\\x"}}',
    '{{"a}}',
    '{{a}}'.repeat(300),
    'x'.repeat(100_001),
  ]) {
    assert.ok('reason' in parseTemplate(text), text.slice(0, 40));
  }
});

const anyKey = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'a b', '"', '\\', 'a.b', '[0]', '\u0000', '\u007f', '\ud800', '😀'),
);

test('property: a path that is written is read again as the same path', () => {
  const anyPath = fc.record({
    root: fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,10}$/),
    segments: fc.array(fc.oneof(anyKey, fc.nat({ max: 999_999_999 })), { maxLength: 8 }),
  });
  fc.assert(
    fc.property(anyPath, (path) => {
      assert.deepEqual(parsePath(formatPath(path)), { path: { ...path } });
    }),
  );
});

test('property: any text is read as a path and as a template, or refused, without throwing', () => {
  const parts = fc.array(fc.constantFrom('a', '.', '[', ']', '"', '{{', '}}', '??', ' ', '\\', '0', '😀', "'"), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        parts.map((list) => list.join('')),
      ),
      (text) => {
        assert.ok(parsePath(text));
        assert.ok(parseTemplate(text));
      },
    ),
  );
});
