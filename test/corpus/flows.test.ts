/** Bad flow and mapping documents at both doors: each is refused in time, at its place, in words; none brings anything down. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type FlowCase, GENERIC } from './bad-document.ts';
import { EXPRESSION_CASES } from './expression-cases.ts';
import { FLOW_CASES } from './flow-cases.ts';
import { MAPPING_CASES } from './mapping-cases.ts';
import { type Answer, type Json, type Product, startProduct } from './product.ts';
import { exchangeRaw, requestText } from './raw-http.ts';
import { SEVERAL_CASES } from './several-cases.ts';
import { STEP_CASES } from './step-cases.ts';
import { assertWell, flowDocument, type Hook, publish } from './webhook-flow.ts';

const MAX_ANSWER_MS = 2_000;
const CHECK = '/api/v1/flows/check';
const PUBLISH = '/api/v1/flows/publish';

let product: Product;
let hook: Hook;

before(async () => {
  product = await startProduct({ sample: 'auto' });
  hook = await publish(product, flowDocument('good'));
  const connection = {
    name: GENERIC,
    connector: 'http',
    settings: { baseUrl: 'https://api.example.com' },
    credential: { kind: 'none' },
  };
  const made = await product.call('POST', '/api/v1/connections', { body: connection });
  assert.equal(made.status, 201, made.text);
});

after(() => product.stop());

async function ask(door: string, body: unknown): Promise<Answer> {
  const startedAt = performance.now();
  const answer = await product.call('POST', door, { body });
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs < MAX_ANSWER_MS, `${door} took ${tookMs} ms`);
  return answer;
}

function assertNamed(problems: readonly Json[], { pointer, says }: FlowCase): void {
  const there = problems.filter((problem) => pointer === '*' || problem.pointer === pointer);
  const shown = JSON.stringify(problems, null, 1).slice(0, 3_000);
  assert.ok(there.length > 0, `no problem at "${pointer}": ${shown}`);
  assert.ok(
    there.some(({ message, fix }) => says.test(`${message} ${fix}`)),
    `${says} is not said at "${pointer}": ${shown}`,
  );
  for (const { code, message, fix } of problems)
    assert.ok(code.includes('.') && message.length > 0 && fix.length > 0, shown);
}

async function assertRefused(flowCase: FlowCase): Promise<void> {
  const checked = await ask(CHECK, { document: flowCase.document });
  assert.equal(checked.status, 200, checked.text.slice(0, 500));
  assert.equal(checked.json.isPublishable, false);
  assertNamed(checked.json.problems, flowCase);
  const published = await ask(PUBLISH, { document: flowCase.document });
  assert.equal(published.status, 422, published.text.slice(0, 500));
  assert.match(published.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assertNamed(published.json.problems, flowCase);
}

describe('a flow is not published, and it is said where and why, with', () => {
  for (const flowCase of FLOW_CASES) it(flowCase.name, () => assertRefused(flowCase));
});

describe('a step is not published, and it is said where and why, with', () => {
  for (const flowCase of STEP_CASES) it(flowCase.name, () => assertRefused(flowCase));
});

describe('an expression is not published, and it is said where and why, with', () => {
  for (const flowCase of EXPRESSION_CASES) it(flowCase.name, () => assertRefused(flowCase));
});

describe('a mapping is not published, and it is said where and why, with', () => {
  for (const flowCase of MAPPING_CASES) it(flowCase.name, () => assertRefused(flowCase));
});

describe('all faults of a document are told at once, and none that follows from another, with', () => {
  for (const { name, document, pointers } of SEVERAL_CASES) {
    it(name, async () => {
      for (const door of [CHECK, PUBLISH]) {
        const { json } = await ask(door, { document });
        const told = (json.problems as readonly Json[]).map((problem) => problem.pointer);
        assert.deepEqual(told.toSorted(), pointers.toSorted(), JSON.stringify(json.problems, null, 1).slice(0, 3_000));
      }
    });
  }
});

/** Bodies that hold no document, as text, with the status they get. */
const BODIES: readonly { readonly name: string; readonly body: string; readonly status: number }[] = [
  { name: 'no JSON', body: '{"document":', status: 400 },
  { name: 'an empty body', body: '', status: 422 },
  { name: 'a duplicate key', body: '{"document":{"holdfast":1,"holdfast":1}}', status: 400 },
  { name: 'a duplicate document', body: '{"document":1,"document":2}', status: 400 },
  { name: 'no document', body: '{}', status: 422 },
  { name: 'a list', body: '[]', status: 422 },
  { name: 'null', body: 'null', status: 422 },
  { name: 'an unknown field', body: '{"document":{},"force":true}', status: 422 },
  { name: '__proto__', body: '{"document":{},"__proto__":{"note":"x"}}', status: 422 },
  { name: 'a hundred thousand levels', body: `{"document":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, status: 400 },
];

describe('a body is refused as a problem, at both doors, with', () => {
  for (const { name, body, status } of BODIES) {
    it(name, async () => {
      for (const door of [CHECK, PUBLISH]) {
        const answer = await ask(door, body);
        assert.equal(answer.status, status, answer.text.slice(0, 500));
        assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
      }
    });
  }
});

describe('a body of six mebibytes', () => {
  it('is refused by its length, before it is sent', async () => {
    for (const door of [CHECK, PUBLISH]) {
      const token = `Authorization: Bearer ${product.token}`;
      const headers = ['Host: localhost', token, 'Content-Type: application/json', 'Content-Length: 6291456'];
      const chunks = [requestText(`POST ${door} HTTP/1.1`, headers, '{')];
      const answer = await exchangeRaw({ port: product.port, chunks, withinMs: MAX_ANSWER_MS });
      assert.deepEqual(answer.statuses, [413], answer.text);
      assert.match(answer.text, /application\/problem\+json/);
    }
  });
});

describe('after all bad documents', () => {
  it('nothing was published under the name that all of them have', async () => {
    assert.equal((await product.call('GET', '/api/v1/flows/bad')).status, 404);
  });

  it('the process is alive, ready, and a good event becomes a run that succeeds', () => assertWell(product, hook));
});
