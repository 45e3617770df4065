import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { JsonObject } from '../../foundation/index.ts';
import { compileSchema } from '../../language/index.ts';
import type { HttpAnswer } from '../../outbound/index.ts';
import { judgeGeneric } from './answer.ts';
import { http } from './index.ts';
import { request } from './operations/request.ts';

const CONTEXT = { idempotencyKey: 'k', reference: 'k' };
const build = (input: JsonObject) => request.request({ method: 'POST', path: '', ...input }, CONTEXT);

function answer(body: string, headers: Record<string, string>, status = 200): HttpAnswer {
  return { status, headers, body: new TextEncoder().encode(body), bodyState: 'complete' };
}

it('a path as text is split at its slashes, a path as a list is taken as it is', () => {
  assert.deepEqual(build({ path: '/a/b c' }).path, ['a', 'b c']);
  assert.deepEqual(build({ path: ['a/b', '%2e%2e'] }).path, ['a/b', '%2e%2e']);
  assert.deepEqual(build({ path: '/' }).path, []);
});

it('a list repeats a parameter, and null leaves it out', () => {
  const { query } = build({ query: { tag: ['x', 'y'], page: 2, isOpen: false, none: null } });
  assert.deepEqual(query, [
    ['tag', 'x'],
    ['tag', 'y'],
    ['page', '2'],
    ['isOpen', 'false'],
  ]);
});

it('each kind of body arrives as what it is, and JSON null is a body', () => {
  assert.deepEqual(build({ body: null }).body, { kind: 'json', value: null });
  assert.deepEqual(build({ form: { a: 1 } }).body, { kind: 'form', value: { a: 1 } });
  assert.deepEqual(build({ text: { contentType: 'text/csv', text: 'a;b' } }).body, {
    kind: 'text',
    contentType: 'text/csv',
    text: 'a;b',
  });
  assert.deepEqual(build({ xml: { root: 'r', value: { a: 1 } } }).body, { kind: 'xml', root: 'r', value: { a: 1 } });
  assert.equal(build({}).body, undefined);
});

it('JSON becomes a value and other text a text, with the headers that a flow may see', () => {
  const json = judgeGeneric(
    answer('{"a":1}', { 'content-type': 'application/json', 'set-cookie': 'secret', etag: '"1"' }),
  );
  assert.deepEqual(JSON.parse(JSON.stringify(json)), {
    kind: 'ok',
    output: { status: 200, headers: { 'content-type': 'application/json', etag: '"1"' }, body: { a: 1 } },
  });
  for (const [type, text] of [
    ['text/csv', 'a;b'],
    ['application/xml', '<a/>'],
  ] as const) {
    const verdict = judgeGeneric(answer(text, { 'content-type': type }));
    assert.equal(verdict.kind === 'ok' && JSON.parse(JSON.stringify(verdict.output)).body, text);
  }
});

it('no body is a success where none was promised', () => {
  for (const given of [
    answer('', {}, 204),
    answer('', {}, 201),
    answer('', { 'content-type': 'application/json' }, 204),
  ]) {
    assert.equal(judgeGeneric(given).kind, 'ok');
  }
});

it('the connection is verified by reading the path in its settings, or the base URL itself', () => {
  const verify = (settings: JsonObject) =>
    http.operations.get?.request(http.verificationInput?.(settings) ?? {}, CONTEXT).path;
  assert.deepEqual(verify({ baseUrl: 'https://a.example', verificationPath: 'users/me' }), ['users', 'me']);
  assert.deepEqual(verify({ baseUrl: 'https://a.example' }), []);
});

it('an input that would leave the base URL, forge a header or name two bodies does not pass the schema', () => {
  const check = compileSchema(request.input);
  for (const input of [
    { path: '../x' },
    { path: 'a/../b' },
    { path: 'a/./b' },
    { path: '//other.example' },
    { path: 'a?b=c' },
    { path: 'a#b' },
    { path: 'a\\b' },
    { path: ['..'] },
    { path: [''] },
    { path: 'a', headers: { host: 'other.example' } },
    { path: 'a', headers: { authorization: 'Bearer x' } },
    { path: 'a', headers: { 'x-a': 'b\r\nx-c: d' } },
    { path: 'a', body: 1, form: {} },
  ]) {
    assert.notDeepEqual(check({ method: 'POST', ...input } as JsonObject), [], JSON.stringify(input));
  }
  for (const path of ['', '/', 'a.b/..c/.d', ['a/b', '..x', '%2e%2e']])
    assert.deepEqual(check({ method: 'GET', path }), []);
});
