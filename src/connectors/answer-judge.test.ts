import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stringifyJson } from '../foundation/index.ts';
import type { JsonSchema } from '../language/index.ts';
import type { HttpAnswer } from '../outbound/index.ts';
import { judgeAnswer, judgeJson, refuseErrorList } from './answer-judge.ts';
import { defineOperation, type Operation } from './kit.ts';

function answer(body: string, rest: Partial<HttpAnswer> = {}): HttpAnswer {
  const bytes = new TextEncoder().encode(body);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: bytes, bodyState: 'complete', ...rest };
}

function operationWith(output: JsonSchema, rest: Partial<Operation> = {}): Operation {
  return defineOperation({
    name: 'get_thing',
    title: 'Get thing',
    summary: 'Reads a thing.',
    class: 'R',
    input: true,
    output,
    request: () => ({ method: 'GET', path: ['things'] }),
    examples: [],
    ...rest,
  });
}

it('a number keeps every digit on its way into the output', () => {
  const verdict = judgeJson(answer('{"id":9007199254740993,"price":1.10}'));
  assert.ok(verdict.kind === 'ok');
  assert.equal(stringifyJson(verdict.output), '{"id":9007199254740993,"price":1.10}');
});

it('JSON under a vendor type with the suffix +json, or under no type, is a success', () => {
  for (const headers of [{ 'content-type': 'application/vnd.api+json; charset=utf-8' }, {}]) {
    assert.equal(judgeJson(answer('{"id":1}', { headers })).kind, 'ok');
  }
});

it('JSON under the type of something else is unreadable, because it was not meant as the answer', () => {
  assert.equal(judgeJson(answer('{"id":1}', { headers: { 'content-type': 'text/plain' } })).kind, 'unreadable');
});

it('no body is a success only for an operation that may return nothing', () => {
  const empty = answer('', { status: 204, headers: {} });
  assert.deepEqual(judgeAnswer(operationWith({ type: 'null' }), empty, {}), { kind: 'ok', output: null });
  assert.deepEqual(judgeAnswer(operationWith({ type: ['object', 'null'] }), empty, {}), { kind: 'ok', output: null });
  assert.equal(judgeAnswer(operationWith({ type: 'object' }), empty, {}).kind, 'unreadable');
});

it('a response function that throws makes the answer unreadable instead of stopping the run', () => {
  const broken = operationWith(true, {
    response: () => {
      throw new TypeError('x is undefined');
    },
  });
  assert.equal(judgeAnswer(broken, answer('{}'), {}).kind, 'unreadable');
});

it('a refusal carries the sentence of the vendor, wherever it stands', () => {
  for (const body of [
    '{"message":"No"}',
    '{"error":{"message":"No"}}',
    '{"error":"No"}',
    '{"Message":"No"}',
    '{"detail":"No"}',
  ]) {
    assert.deepEqual(judgeJson(answer(body, { status: 422 })), { kind: 'refused', code: 'http_422', message: 'No' });
  }
});

it('a list of errors beside a 200 is a refusal with the code of its first entry', () => {
  const refused = refuseErrorList(judgeJson(answer('{"data":null,"errors":[{"code":"E1","message":"No"}]}')));
  assert.deepEqual(refused, { kind: 'refused', code: 'E1', message: 'No' });
  assert.equal(refuseErrorList(judgeJson(answer('{"errors":["No"]}'))).kind, 'refused');
  assert.equal(refuseErrorList(judgeJson(answer('{"errors":[],"data":1}'))).kind, 'ok');
});
