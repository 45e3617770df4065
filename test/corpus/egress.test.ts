/** No flow, connection, redirect or event reaches an address that the operator has not opened (C01–C13, F45–F47, F64). */
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { value } from './bad-document.ts';
import { type Answer, type Json, type Product, startProduct } from './product.ts';
import { openPort, type StubVendor, startVendor } from './stub-vendor.ts';
import { assertWell, endedRun, flowDocument, type Hook, post, publish } from './webhook-flow.ts';

/** An address that is none is not blocked: it is never called. */
const NOT_SENT = ['outbound.egress.blocked', 'connectors.settings.base_url'];
/** Nobody listens there. */
const CLOSED_PORT = 9;

let product: Product;
let good: Hook;
/** The vendor that the operator has opened, and one that nobody has. */
let open: StubVendor;
let secret: StubVendor;
let redirectTo = '/';
let serial = 0;

before(async () => {
  open = await startVendor(answerOpen);
  secret = await startVendor((_request, response) => response.end('{"inside":true}'));
  product = await startProduct({ config: openPort(open.port) });
  good = await publish(product, flowDocument('good'));
});

after(async () => {
  await product.stop();
  await open.stop();
  await secret.stop();
});

function answerOpen(request: IncomingMessage, response: ServerResponse): void {
  const status = Number(/\/redirect\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 200 ? {} : { location: redirectTo }),
  });
  response.end('{"outside":true}');
}

async function connect(baseUrl: string): Promise<{ name: string; made: Answer }> {
  serial += 1;
  const name = `target-${serial}`;
  const body = { name, connector: 'http', settings: { baseUrl, verificationPath: 'me' }, credential: { kind: 'none' } };
  return { name, made: await product.call('POST', '/api/v1/connections', { body }) };
}

/** Publishes a flow of one call and gives back its run at the end. */
async function runCall(connection: string, { event = {}, ...parts }: Json): Promise<Json> {
  serial += 1;
  const step = {
    kind: 'call',
    key: 'c',
    connection,
    operation: 'get',
    input: { object: { path: value('x') } },
    ...parts,
  };
  const hook = await publish(product, flowDocument(`egress-${serial}`, { steps: [step] }));
  const accepted = await post(product, hook, { body: JSON.stringify({ ...event, serial }) });
  assert.equal(accepted.status, 202, accepted.text);
  return (await endedRun(product, accepted.json.runId)).json;
}

/** Spellings of this machine and of networks behind it; PORT stands for the port of a vendor that is really there. */
const TARGETS: readonly string[] = [
  'http://127.0.0.1:PORT',
  'http://127.1.2.3:PORT',
  'http://localhost:PORT',
  'http://[::1]:PORT',
  'http://0x7f.1:PORT',
  'http://127.1:PORT',
  'http://2130706433:PORT',
  'http://0177.0.0.1:PORT',
  'http://0:PORT',
  'http://127.0.0.1.:PORT',
  'http://１２７.０.０.１:PORT',
  'http://localhost.:PORT',
  'http://169.254.169.254/latest/meta-data',
  'https://127.0.0.1:PORT',
  'https://localhost:PORT',
  'https://LOCALHOST:PORT',
  'https://localhost.:PORT',
  'https://foo.localhost:PORT',
  'https://0.0.0.0:PORT',
  'https://0x7f000001:PORT',
  'https://2130706433:PORT',
  'https://[::1]:PORT',
  'https://[::]:PORT',
  'https://[::ffff:127.0.0.1]:PORT',
  'https://[::ffff:7f00:1]:PORT',
  'https://[::127.0.0.1]:PORT',
  'https://[64:ff9b::7f00:1]:PORT',
  'https://[2002:7f00:1::]:PORT',
  'https://10.0.0.1',
  'https://172.16.0.1',
  'https://192.168.0.1',
  'https://100.64.0.1',
  'https://169.254.169.254',
  'https://[fd00:ec2::254]',
  'https://[fe80::1]',
  'https://HOSTNAME:PORT',
  'https://example.com\\@127.0.0.1:PORT',
  'https://example.com@127.0.0.1:PORT',
  'https://127.0.0.1:PORT#@example.com',
  'ftp://127.0.0.1:PORT',
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/_x',
  'javascript:alert(1)',
  'http://127.0.0.1:70000',
  '//127.0.0.1:PORT',
  '',
];

describe('no connection reaches', () => {
  for (const target of TARGETS) {
    it(target === '' ? 'an empty base URL' : target, async () => {
      const earlier = secret.connections();
      const { name, made } = await connect(target.replace('PORT', String(secret.port)).replace('HOSTNAME', hostname()));
      assert.ok([201, 400, 422].includes(made.status), made.text);
      if (made.status === 201) {
        const run = await runCall(name, {});
        assert.equal(run.state, 'dead_lettered', JSON.stringify(run.problem));
        const said = JSON.stringify(run);
        assert.ok(
          NOT_SENT.some((code) => said.includes(`"${code}"`)),
          said,
        );
        const verified = await product.call('POST', `/api/v1/connections/${name}/verify`);
        assert.ok(verified.status >= 400 || verified.json.state !== 'active', verified.text);
      }
      assert.equal(secret.connections(), earlier);
    });
  }
});

describe('what is blocked', () => {
  it('is told apart from an open port by nothing: the sentences are the same', async () => {
    const sentences = await Promise.all(
      [secret.port, CLOSED_PORT].map(async (port) => {
        const { name } = await connect(`http://127.0.0.1:${port}`);
        const { problem, attempts } = await runCall(name, {});
        const shown = attempts.map(({ outcome, failure, decision, responseStatus }: Json) => ({
          outcome,
          failure,
          decision,
          responseStatus,
        }));
        return JSON.stringify({ problem, shown }).replaceAll(String(port), 'PORT').replaceAll(name, 'NAME');
      }),
    );
    assert.equal(sentences[0], sentences[1]);
    assert.match(sentences[0] ?? '', /blocked by egress policy/);
  });

  it('is not opened by a connection that is made for the allowed port and a path to another', async () => {
    const earlier = secret.connections();
    const { name } = await connect(`http://127.0.0.1:${open.port}`);
    for (const path of [
      `//127.0.0.1:${secret.port}/x`,
      `http://127.0.0.1:${secret.port}/`,
      `@127.0.0.1:${secret.port}/`,
      `\\\\127.0.0.1:${secret.port}\\x`,
      `:${secret.port}/x`,
      '../../x',
      '..%2f..%2fx',
      '%2e%2e/x',
      '.',
      '?a=b',
      '#x',
      'a\r\nHost: evil',
      'a\u0000b',
    ]) {
      await runCall(name, { input: { object: { path: { from: 'trigger.path' } } }, event: { path } });
    }
    assert.equal(secret.connections(), earlier);
    assert.ok(
      open.requests().every((line) => /^GET \/[^/]/.test(line) || line === 'GET /'),
      open.requests().join('\n'),
    );
  });
});

describe('a redirect from an allowed vendor', () => {
  const places = () => [
    `http://127.0.0.1:${secret.port}/`,
    `http://localhost:${secret.port}/`,
    `//127.0.0.1:${secret.port}/`,
    `http://[::ffff:127.0.0.1]:${secret.port}/`,
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
  ];

  for (const status of [301, 302, 303, 307, 308]) {
    it(`with ${status} leads a read to no other place`, async () => {
      const { name } = await connect(`http://127.0.0.1:${open.port}`);
      for (const place of places()) {
        redirectTo = place;
        const run = await runCall(name, { input: { object: { path: value(`redirect/${status}`) } } });
        assert.notEqual(run.state, 'succeeded', JSON.stringify(run.steps));
      }
      assert.equal(secret.connections(), 0);
    });
  }

  it('leads a write nowhere, not even back to the vendor, and does not turn it into a read', async () => {
    const { name } = await connect(`http://127.0.0.1:${open.port}`);
    for (const status of [301, 302, 303, 307, 308]) {
      redirectTo = '/moved';
      const earlier = open.requests().length;
      const input = { object: { method: value('POST'), path: value(`redirect/${status}`), body: value({ a: 1 }) } };
      const run = await runCall(name, { operation: 'request', declare: { class: 'N' }, input });
      assert.notEqual(run.state, 'succeeded');
      assert.deepEqual(open.requests().slice(earlier), [`POST /redirect/${status}`]);
    }
  });
});

describe('values of an event', () => {
  it('stay in their place: no header, parameter or segment more comes out of them', async () => {
    const { name } = await connect(`http://127.0.0.1:${open.port}`);
    const earlier = open.requests().length;
    const input = {
      object: {
        path: { list: [value('items'), { from: 'trigger.v' }] },
        query: { object: { q: { from: 'trigger.v' } } },
      },
    };
    const hostile = 'a/../b?c=d&e=f#g%2f\r\nX: y';
    await runCall(name, { input, event: { v: hostile } });
    const [line = ''] = open.requests().slice(earlier);
    const url = new URL(line.replace('GET ', ''), 'http://x');
    assert.deepEqual([...url.searchParams.entries()], [['q', hostile]]);
    assert.equal(decodeURIComponent(url.pathname.split('/')[2] ?? ''), hostile);
    assert.equal(url.pathname.split('/').length, 3);
  });

  it('cannot break out of a header: the call is not sent', async () => {
    const { name } = await connect(`http://127.0.0.1:${open.port}`);
    const earlier = open.requests().length;
    const headers = { object: { 'x-note': { from: 'trigger.v' } } };
    for (const v of ['a\r\nX-Evil: 1', 'a\nb', 'a\u0000b', 'é', 'x'.repeat(5_000)]) {
      const run = await runCall(name, { input: { object: { path: value('x'), headers } }, event: { v } });
      assert.equal(run.state, 'dead_lettered', JSON.stringify(run.steps));
    }
    assert.equal(open.requests().length, earlier);
  });
});

describe('after all attempts to get out', () => {
  it('nobody ever connected to the vendor that is not opened', () => {
    assert.equal(secret.connections(), 0);
    assert.ok(open.connections() > 0);
  });

  it('the process is alive, ready, and a good event becomes a run that succeeds', () => assertWell(product, good));
});
