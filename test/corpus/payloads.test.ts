/**
 * Every body that a stranger may post. What is refused leaves nothing behind, what is accepted is stored byte for byte
 * and its run ends.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PAYLOAD_CASES, type PayloadCase } from './payload-cases.ts';
import { type Answer, type Product, startProduct } from './product.ts';
import {
  assertWell,
  countEvents,
  endedRun,
  flowDocument,
  type Hook,
  post,
  publish,
  storedBytes,
} from './webhook-flow.ts';

/** Nothing that a sender writes may keep the server busy for longer; it has two cores and other things to do. */
const MAX_ANSWER_MS = 3_000;

let product: Product;
let json: Hook;
let form: Hook;

before(async () => {
  product = await startProduct();
  json = await publish(product, flowDocument('json-in'));
  form = await publish(product, flowDocument('form-in', { trigger: { bodyFormat: 'form' } }));
});

after(() => product.stop());

async function send({
  body,
  headers = {},
  to,
}: PayloadCase): Promise<{ answer: Answer; flow: string; stored: number }> {
  const hook = to === 'form' ? form : json;
  const earlier = await countEvents(product, hook.flow);
  const startedAt = performance.now();
  const answer = await post(product, hook, { body, headers });
  assert.ok(performance.now() - startedAt < MAX_ANSWER_MS, 'the answer comes at once');
  return { answer, flow: hook.flow, stored: (await countEvents(product, hook.flow)) - earlier };
}

async function assertAccepted(answer: Answer, { body }: PayloadCase, keeps: readonly string[]): Promise<void> {
  const run = await endedRun(product, answer.json.runId);
  assert.equal(run.json.state, 'succeeded', run.text.slice(0, 2000));
  const sent = Buffer.from(body as string);
  assert.deepEqual(await storedBytes(product, answer.json.eventId), sent);
  assert.equal(run.json.event.body.bytes, sent.length);
  for (const text of keeps) assert.ok(run.text.includes(text), `${text} stands in ${run.text.slice(0, 2000)}`);
}

describe('a body that is accepted is stored as it came, and its run ends:', () => {
  for (const payload of PAYLOAD_CASES) {
    const { name, expect } = payload;
    if (!('keeps' in expect)) continue;
    it(name, async () => {
      const { answer, stored } = await send(payload);
      assert.equal(answer.status, 202, answer.text.slice(0, 500));
      assert.equal(stored, 1);
      await assertAccepted(answer, payload, expect.keeps);
    });
  }
});

describe('a body that is refused says why and leaves nothing behind:', () => {
  for (const payload of PAYLOAD_CASES) {
    const { name, expect } = payload;
    if ('keeps' in expect) continue;
    it(name, async () => {
      const { answer, stored } = await send(payload);
      assert.equal(answer.status, expect.status, answer.text.slice(0, 500));
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
      assert.match(answer.json.code, expect.code);
      assert.ok(answer.json.fix.length > 0 && answer.json.detail.length > 0);
      assert.equal(stored, 0);
    });
  }
});

describe('after all of it', () => {
  it('the process is alive, ready, and a good event becomes a run that succeeds', async () => {
    await assertWell(product, json);
  });
});
