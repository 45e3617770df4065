import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { customerFlow, startHoldfast, type TestHoldfast } from '../../test/holdfast.ts';
import { sendPlain } from './client.ts';

let holdfast: TestHoldfast;
const open: AbortController[] = [];

before(async () => {
  holdfast = await startHoldfast();
  await holdfast.client.publishFlow(customerFlow());
});
after(async () => {
  for (const each of open) each.abort();
  await holdfast.stop();
});

/** A stream, read as text part by part. */
async function listen({ token = holdfast.token, url = holdfast.url }: { token?: string; url?: string } = {}) {
  const controller = new AbortController();
  open.push(controller);
  const answer = await fetch(`${url}/api/v1/live`, {
    headers: { authorization: `Bearer ${token}` },
    signal: controller.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  /** Reads on until the stream says `wanted`, or, without it, until its end. */
  async function until(wanted?: string): Promise<string> {
    while (wanted === undefined || !text.includes(wanted)) {
      const part = await reader?.read();
      if (part === undefined || part.done) break;
      text += part.value;
    }
    return text;
  }
  return { answer, until, close: () => controller.abort() };
}

describe('the live stream', () => {
  test('a run that changes, and a connection that is made, are told by topic, and by nothing else', async () => {
    const { answer, until, close } = await listen();
    assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.equal(answer.headers.get('cache-control'), 'no-store, no-transform');
    const bytes = new TextEncoder().encode('{"id":"live","email":"ada@example.com","name":"Ada Lovelace"}');
    await holdfast.client.sendEvent('customers', { bytes });
    await until('event: change\ndata: runs\n\n');
    await holdfast.client.createConnection({
      name: 'second',
      connector: 'sandbox_invoicing',
      settings: { baseUrl: holdfast.vendor.url },
      credential: { kind: 'api_key', key: 'k' },
    });
    const text = await until('event: change\ndata: connections\n\n');
    assert.deepEqual(
      new Set(text.split('\n')),
      new Set([
        'retry: 2000',
        '',
        'event: change',
        'data: runs',
        'data: connections',
        ...(text.includes('data: flows') ? ['data: flows'] : []),
      ]),
    );
    close();
  });

  test('without a token there is no stream, and the twenty-first of one caller is refused', async () => {
    const refused = await sendPlain({ method: 'GET', url: `${holdfast.url}/api/v1/live` });
    assert.equal(refused.status, 401);
    const streams = await Promise.all(Array.from({ length: 20 }, () => listen()));
    assert.deepEqual([...new Set(streams.map(({ answer }) => answer.status))], [200]);
    assert.equal((await listen()).answer.status, 429);
    for (const { close } of streams) close();
  });

  test('a stream ends within 20 s of the end of the token that opened it', { timeout: 40_000 }, async () => {
    const made = await holdfast.client.makeToken({ name: 'short-lived' });
    const { answer, until } = await listen({ token: made.secret });
    assert.equal(answer.status, 200);
    const startedMs = performance.now();
    await holdfast.client.revokeToken(made.id);
    await until();
    assert.ok(performance.now() - startedMs < 20_000);
  });

  test('a server that stops ends its streams and does not wait for them', async () => {
    const other = await startHoldfast();
    const { until } = await listen({ token: other.token, url: other.url });
    await until('retry');
    const startedMs = performance.now();
    await other.stop();
    await until();
    assert.ok(performance.now() - startedMs < 4_000);
  });
});
