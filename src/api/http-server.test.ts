import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { silentLog, systemClock } from '../foundation/index.ts';
import { ApiMetrics } from './api-metrics.ts';
import { makeHealthApp } from './health-app.ts';
import type { ApiRouter } from './type-provider.ts';

const LIMIT_BYTES = 10_000;

describe('the HTTP server', () => {
  let app: ApiRouter;
  let port: number;

  before(async () => {
    const config = {
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      metricsToken: undefined,
      trustedProxies: 0,
      maxRequestBytes: LIMIT_BYTES,
    };
    const deps = {
      authenticate: async () => {
        throw new Error('nobody signs in here');
      },
      readiness: async () => ({ database: false }),
      metrics: new ApiMetrics(),
      clock: systemClock,
      log: silentLog,
    };
    app = makeHealthApp(deps, config);
    port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  after(() => app.close());

  /** Sends bytes as they are and gives everything that comes back until the server closes. */
  function sendRaw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString();
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }

  const malformed: readonly [title: string, text: string, status: number][] = [
    [
      'both a length and chunks',
      'POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two lengths', 'POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\n0000', 400],
    ['no host', 'GET /x HTTP/1.1\r\n\r\n', 400],
    ['two hosts', 'GET /api/health/live HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n', 400],
    ['what is no HTTP', '\u0016\u0003\u0001 hello\r\n\r\n', 400],
    ['a line break inside a header', 'GET /x HTTP/1.1\r\nhost: x\r\na: b\rc: d\r\n\r\n', 400],
    ['headers without end', `GET /x HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(40_000)}\r\n\r\n`, 431],
  ];
  for (const [title, text, status] of malformed) {
    test(`a request with ${title} is refused with ${status} and its connection closed`, async () => {
      const answer = await sendRaw(text);
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
    });
  }

  test('a refusal on the bare socket is a problem like any other', async () => {
    const answer = await sendRaw('POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: a\r\n\r\n');
    assert.match(answer, /\r\ncontent-type: application\/problem\+json/);
    assert.match(answer, /"code":"api\.request\.malformed"/);
  });

  test('a path that cannot be decoded is a problem with status 400', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/%zz`);
    assert.equal(answer.status, 400);
    assert.equal(((await answer.json()) as { code: string }).code, 'api.request.malformed');
  });

  test('a process whose database is away is alive and not ready', async () => {
    assert.equal((await fetch(`http://127.0.0.1:${port}/api/health/live`)).status, 200);
    const ready = await fetch(`http://127.0.0.1:${port}/api/health/ready`);
    assert.equal(ready.status, 503);
    assert.equal(ready.headers.get('retry-after'), '1');
  });

  test('every request has an id of its own', async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(
        async () => ((await (await fetch(`http://127.0.0.1:${port}/none`)).json()) as { requestId: string }).requestId,
      ),
    );
    assert.equal(new Set(ids).size, 3);
  });
});
