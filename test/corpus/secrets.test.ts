/**
 * Canaries in every kind of credential, and a vendor that throws them back in every form it can think of: none of them is
 * found in any answer, in the log, or in the database (C40, C41, C44, P8).
 */
import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { value } from './bad-document.ts';
import { type Json, type Product, startProduct } from './product.ts';
import { openPort, type StubVendor, startVendor } from './stub-vendor.ts';
import { endedRun, flowDocument, post, publish } from './webhook-flow.ts';

/** Signs whose URL, JSON, HTML and base64 forms all differ from the plain one. */
const ODD = `+/=&"\\'<>%41`;

/** A quotation of a vendor is surely cut before; the step is smaller than what a cut secret would leave behind. */
const MAX_QUOTED = 1_200;
const CUT_STEP = 12;

interface Canary {
  readonly name: string;
  readonly credential: Json;
  /** What must never be seen. */
  readonly secret: string;
}

const CANARIES: readonly Canary[] = [
  { name: 'bearer', credential: { kind: 'bearer', token: `bearer-c4n4ry-${ODD}` }, secret: `bearer-c4n4ry-${ODD}` },
  {
    name: 'basic',
    credential: { kind: 'basic', username: 'alice', password: `basic-c4n4ry-${ODD}` },
    secret: `basic-c4n4ry-${ODD}`,
  },
  {
    name: 'header',
    credential: { kind: 'api_key', in: 'header', key: `header-c4n4ry-${ODD}` },
    secret: `header-c4n4ry-${ODD}`,
  },
  {
    name: 'query',
    credential: { kind: 'api_key', in: 'query', key: `query-c4n4ry-${ODD}` },
    secret: `query-c4n4ry-${ODD}`,
  },
];

/** How the vendor throws back what it was sent; each becomes a path. */
const ECHOES: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  json: (secret) => JSON.stringify({ secret }),
  url: (secret) => encodeURIComponent(secret),
  form: (secret) => new URLSearchParams({ secret }).toString(),
  base64: (secret) => Buffer.from(secret).toString('base64'),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  unpadded: (secret) => Buffer.from(secret).toString('base64').replaceAll('=', ''),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  capitals: (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  basic: (secret) => Buffer.from(`alice:${secret}`).toString('base64'),
};

let product: Product;
let vendor: StubVendor;

before(async () => {
  vendor = await startVendor(echo);
  product = await startProduct({ config: openPort(vendor.port) });
  // A 401 ends a connection, so the one for the cuts is another with the first canary.
  const [first] = CANARIES as [Canary];
  for (const { name, credential } of [...CANARIES, { ...first, name: 'cut' }]) {
    const settings = { baseUrl: `http://127.0.0.1:${vendor.port}`, verificationPath: ['verify', 'plain', '401'] };
    const made = await product.call('POST', '/api/v1/connections', {
      body: { name, connector: 'http', settings, credential },
    });
    assert.equal(made.status, 201, made.text);
  }
});

after(async () => {
  await product.stop();
  await vendor.stop();
});

function echo(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://vendor');
  const [, form = 'plain', status = '500', padding = '0'] = url.pathname.split('/').slice(1);
  const secret = secretIn(request, url);
  const text = 'x'.repeat(Number(padding)) + (ECHOES[form] ?? (ECHOES['plain'] as (secret: string) => string))(secret);
  const headers = {
    'content-type': 'application/json',
    'x-echo': encodeURIComponent(secret),
    'x-raw': text,
    'set-cookie': `s=${text}`,
  };
  response.writeHead(Number(status), headers);
  response.end(
    JSON.stringify({ error: { message: `bad credential ${text}` }, text, headers: request.headers, url: request.url }),
  );
}

function secretIn({ headers }: IncomingMessage, url: URL): string {
  const { authorization = '' } = headers;
  if (authorization.startsWith('Bearer ')) return authorization.slice('Bearer '.length);
  if (authorization.startsWith('Basic '))
    return Buffer.from(authorization.slice('Basic '.length), 'base64').toString().replace('alice:', '');
  return String(headers['x-api-key'] ?? url.searchParams.get('api_key') ?? 'nothing');
}

/** Every way in which a secret might be written somewhere. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const twice = JSON.stringify(json).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64').replaceAll('=', '');
  const hex = Buffer.from(secret).toString('hex');
  const basic = Buffer.from(`alice:${secret}`).toString('base64').replaceAll('=', '');
  const form = new URLSearchParams({ secret }).toString().slice('secret='.length);
  const plain = [secret, json, twice, encodeURIComponent(secret), encodeURI(secret), form, base64, basic];
  const encoded = [
    Buffer.from(secret).toString('base64url'),
    hex,
    hex.toUpperCase(),
    secret.slice(0, secret.indexOf('+')),
  ];
  return [...new Set([...plain, ...encoded])];
}

function assertClean(text: string, where: string): void {
  for (const { name, secret } of CANARIES) {
    for (const form of formsOf(secret)) {
      const at = text.indexOf(form);
      assert.equal(at, -1, `${name} stands in ${where}: …${text.slice(Math.max(0, at - 200), at + 120)}…`);
    }
  }
}

async function runEchoes(status: number, { name }: Canary): Promise<Json[]> {
  const steps = Object.keys(ECHOES).map((form) => ({
    kind: 'call',
    key: `echo_${form}`,
    connection: name,
    operation: 'request',
    declare: { class: 'N' },
    input: { object: { method: value('POST'), path: value(['echo', form, String(status)]), body: value({ a: 1 }) } },
  }));
  // A failure ends the run, so a vendor that fails gets one run for each form; after a 401 nothing more is sent.
  const single = steps.slice(0, status === 401 ? 1 : steps.length).map((step) => [step]);
  const flows = status === 200 ? [steps] : single;
  const runs = flows.map(async (parts, at) => {
    const hook = await publish(product, flowDocument(`${name}-${status}-${at}`, { steps: parts }));
    const accepted = await post(product, hook, { body: `{"at":${at}}` });
    return (await endedRun(product, accepted.json.runId)).json;
  });
  return Promise.all(runs);
}

describe('a credential that the vendor throws back is not shown', () => {
  for (const canary of CANARIES) {
    for (const status of [200, 400, 500, 401]) {
      it(`in the run of a ${canary.name} credential that was answered with ${status}`, async () => {
        const runs = await runEchoes(status, canary);
        assert.ok(
          runs.every((run) => run.attempts.length > 0),
          'the vendor was called',
        );
        for (const run of runs) assertClean(JSON.stringify(run), `the run ${run.flow}`);
      });
    }
  }

  it('in a sentence that quotes the vendor and is cut short, wherever the cut falls', async () => {
    const input = { object: { method: value('POST'), path: { from: 'trigger.path' }, body: value({}) } };
    const step = {
      kind: 'call',
      key: 'c',
      connection: 'cut',
      operation: 'request',
      declare: { class: 'N' },
      input,
    };
    const hook = await publish(product, flowDocument('cut', { steps: [step] }));
    const paddings = Array.from({ length: MAX_QUOTED / CUT_STEP }, (_, at) => at * CUT_STEP);
    const runs = paddings.map(async (padding) => {
      const body = JSON.stringify({ path: ['echo', 'plain', '400', String(padding)] });
      const accepted = await post(product, hook, { body });
      return (await endedRun(product, accepted.json.runId)).json;
    });
    for (const run of await Promise.all(runs)) {
      assert.equal(run.attempts.length, 1, JSON.stringify(run.problem));
      assertClean(JSON.stringify(run), 'a run whose problem quotes the vendor');
    }
  });

  it('when the connection is verified and the vendor refuses it', async () => {
    for (const { name } of CANARIES) {
      const answer = await product.call('POST', `/api/v1/connections/${name}/verify`);
      assertClean(answer.text, `the verification of ${name}`);
    }
  });

  it('when it is given once more in a broken way', async () => {
    for (const { name, credential } of CANARIES) {
      const bodies = [
        { credential: { ...credential, extra: credential }, x: 1 },
        { credential: { ...credential, kind: 'nope' } },
        { credential: [credential] },
        `{"credential":${JSON.stringify(credential)}`,
        { credential: { kind: 'bearer', token: [credential] } },
      ];
      for (const body of bodies) {
        const put = await product.call('PUT', `/api/v1/connections/${name}/credential`, { body });
        assertClean(put.text, `the refusal of ${JSON.stringify(body).slice(0, 60)}`);
        const made = await product.call('POST', '/api/v1/connections', {
          body:
            typeof body === 'string'
              ? body
              : { name: 'another', connector: 'http', settings: { baseUrl: 'https://x.example' }, ...body },
        });
        assertClean(made.text, 'the refusal of a new connection');
      }
    }
  });
});

describe('after all of it no credential is found', () => {
  it('in any answer of any list, detail, document or metric', async () => {
    const { json } = await product.call('GET', '/api/v1/runs?limit=200');
    assert.ok(json.runs.length >= 80, `${json.runs.length} runs`);
    const paths = [
      '/api/v1/flows',
      '/api/v1/runs?limit=200',
      '/api/v1/connections',
      '/metrics',
      '/api/openapi.json',
      ...CANARIES.map(({ name }) => `/api/v1/connections/${name}`),
      ...json.runs.map((run: Json) => `/api/v1/runs/${run.id}`),
    ];
    for (const path of paths) assertClean((await product.call('GET', path)).text, path);
  });

  it('in anything that the process wrote', () => {
    assert.ok(product.output().includes('attempt.ended'));
    assertClean(product.output(), 'the log');
  });

  it('in any column of any table, bytes included', async () => {
    const sqlTables = `select table_name as name from information_schema.tables where table_schema = 'public'`;
    const tables = await product.database.query<{ name: string }>(sqlTables, []);
    assert.ok(tables.length >= 10);
    for (const { name } of tables) {
      const rows = await product.database.query<{ row: string }>(`select t::text as row from "${name}" t`, []);
      for (const { row } of rows) assertClean(row, `the table ${name}`);
    }
  });
});
