/** Broken, hostile and endless requests to a webhook: each is refused and ended, none becomes an event. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Product, startProduct } from './product.ts';
import { exchangeRaw, requestText } from './raw-http.ts';
import { assertWell, countEvents, flowDocument, type Hook, publish } from './webhook-flow.ts';
import { ENDLESS, TARGETS, WIRE_CASES, type WireCase } from './wire-cases.ts';

const ANSWER_WITHIN_MS = 5_000;
/** A connection that sends nothing useful is worth a socket for so long and no longer. */
const END_WITHIN_MS = 40_000;
const OTHER_METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

let product: Product;
let hook: Hook;

before(async () => {
  product = await startProduct();
  hook = await publish(product, flowDocument('wire'));
});

after(() => product.stop());

async function assertWire({ chunks, statuses, stored }: WireCase): Promise<void> {
  const earlier = await countEvents(product, hook.flow);
  const answer = await exchangeRaw({ port: product.port, chunks: chunks(hook.path), withinMs: ANSWER_WITHIN_MS });
  const shown = answer.text.slice(0, 800);
  assert.equal(answer.statuses.length, statuses.length, `statuses ${answer.statuses}: ${shown}`);
  for (const [at, allowed] of statuses.entries()) assert.ok(allowed.includes(answer.statuses[at] ?? 0), shown);
  assert.ok(answer.isClosedByServer, 'the connection is ended');
  if (stored >= 0) assert.equal((await countEvents(product, hook.flow)) - earlier, stored);
}

describe('requests that never end are ended by the server, all at the same time:', { concurrency: true }, () => {
  for (const { name, chunks, drip } of ENDLESS) {
    it(name, async () => {
      const answer = await exchangeRaw({
        port: product.port,
        chunks: chunks(hook.path),
        withinMs: END_WITHIN_MS,
        ...(drip === undefined ? {} : { drip }),
      });
      assert.ok(answer.isClosedByServer, `still open after ${answer.tookMs} ms`);
    });
  }
});

describe('a request that is framed in an odd way gets its answer, and the connection ends:', () => {
  for (const wireCase of WIRE_CASES) it(wireCase.name, () => assertWire(wireCase));
});

describe('a target that is only near to a webhook reaches nothing:', () => {
  for (const { name, target } of TARGETS) {
    it(name, async () => {
      const earlier = await countEvents(product, hook.flow);
      const headers = ['Host: localhost', 'Content-Type: application/json', 'Content-Length: 8', 'Connection: close'];
      const request = requestText(`POST ${target(hook.path)} HTTP/1.1`, headers, '{"no":1}');
      const answer = await exchangeRaw({ port: product.port, chunks: [request], withinMs: ANSWER_WITHIN_MS });
      assert.ok([400, 404, 414].includes(answer.statuses[0] ?? 0), answer.text.slice(0, 800));
      assert.equal(await countEvents(product, hook.flow), earlier);
    });
  }

  it('while a query behind the true token changes nothing', async () => {
    const answer = await product.call('POST', `${hook.path}?source=crm`, { body: { query: true }, token: null });
    assert.equal(answer.status, 202, answer.text);
  });
});

describe('a webhook takes POST alone', () => {
  for (const method of OTHER_METHODS) {
    it(`${method} is answered with 405 and says what is allowed`, async () => {
      const answer = await product.call(method, hook.path, { token: null });
      assert.equal(answer.status, 405, answer.text);
      assert.equal(answer.headers.get('allow'), 'POST');
    });
  }

  it('TRACE does not send back what it was sent', async () => {
    const request = requestText(`TRACE ${hook.path} HTTP/1.1`, [
      'Host: localhost',
      'X-Canary: c4n4ry',
      'Connection: close',
    ]);
    const answer = await exchangeRaw({ port: product.port, chunks: [request], withinMs: ANSWER_WITHIN_MS });
    assert.ok((answer.statuses[0] ?? 0) >= 400, answer.text);
    assert.ok(!answer.text.includes('c4n4ry'));
  });
});

describe('after all broken requests', () => {
  it('the process is alive, ready, and a good event still becomes a run that succeeds', async () => {
    await assertWell(product, hook);
  });
});
