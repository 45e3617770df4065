/** The API against strangers, malformed requests, wrong states and the token of another workspace (C33, C36–C39, C57). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAll } from './all-checks.ts';
import { type Door, pathOf, readDoors } from './api-doors.ts';
import { BAD_BODIES, BAD_TYPES, ODD_NAMES } from './bad-requests.ts';
import { assertProblem } from './problem-answer.ts';
import { type Json, type Product, startProduct } from './product.ts';
import { assertWell, endedRun, flowDocument, type Hook, post, publish } from './webhook-flow.ts';

const UNKNOWN_ID = '01a20c55-0000-7000-8000-000000000000';
const VALUES = { name: 'deal-to-invoice', id: UNKNOWN_ID };
const TOKEN_FORM = 'hf_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';

let product: Product;
let doors: Door[];
let good: Hook;
/** A run that has succeeded, and one that waits for a day. */
let doneId: string;
let waitingId: string;

before(async () => {
  product = await startProduct({ sample: 'auto' });
  doors = await readDoors(product);
  good = await publish(product, flowDocument('good'));
  doneId = await startRun(good);
  await endedRun(product, doneId);
  waitingId = await startWaiting();
});

after(() => product.stop());

async function startRun(hook: Hook): Promise<string> {
  const answer = await post(product, hook, { body: JSON.stringify({ at: Math.random() }) });
  assert.equal(answer.status, 202, answer.text);
  return answer.json.runId;
}

async function startWaiting(): Promise<string> {
  const steps = [{ kind: 'delay', key: 'd', for: 'P1D' }];
  return startRun(await publish(product, flowDocument('waiting', { steps })));
}

describe('without a good token', () => {
  const headersOf = (): readonly (readonly [string, Record<string, string>])[] => [
    ['no token', {}],
    ['an empty bearer', { authorization: 'Bearer ' }],
    ['a word', { authorization: 'x' }],
    ['a token of the right form', { authorization: `Bearer ${TOKEN_FORM}` }],
    ['the token and one letter more', { authorization: `Bearer ${product.token}x` }],
    ['the token without its last letter', { authorization: `Bearer ${product.token.slice(0, -1)}` }],
    ['the token in capitals', { authorization: `Bearer ${product.token.toUpperCase()}` }],
    ['the token as a password', { authorization: `Basic ${btoa(`:${product.token}`)}` }],
    ['the token without its scheme', { authorization: product.token }],
    ['two tokens', { authorization: `Bearer ${TOKEN_FORM}, Bearer ${product.token}` }],
    ['ten thousand letters', { authorization: `Bearer ${'a'.repeat(10_000)}` }],
    ['SQL', { authorization: "Bearer ' or 1=1 --" }],
    ['the token in another header', { 'x-api-key': product.token, cookie: `token=${product.token}` }],
  ];

  it('every route that is not declared open answers 401, before it looks at anything else', async () => {
    const closed = doors.filter((door) => !door.isOpen);
    assert.ok(closed.length >= 20, `${closed.length} routes`);
    for (const door of closed) {
      for (const [what, headers] of headersOf()) {
        const answer = await product.call(door.method, pathOf(door, VALUES), { token: null, headers });
        assertProblem(answer, [401], `${door.method} ${door.template} with ${what}`);
        assert.ok(answer.headers.get('www-authenticate'));
      }
    }
  });

  it('the token in the query is none', async () => {
    const answer = await product.call('GET', `/api/v1/flows?token=${product.token}&access_token=${product.token}`, {
      token: null,
    });
    assertProblem(answer, [401]);
  });

  it('only health, the document, webhooks, links and what makes the first sign-in are open', () => {
    const open = doors.filter((door) => door.isOpen).map((door) => door.template);
    assert.deepEqual(open.sort(), [
      '/api/health/live',
      '/api/health/ready',
      '/api/openapi.json',
      '/api/v1/connect/authorize',
      '/api/v1/connect/open',
      '/api/v1/connect/submit',
      '/api/v1/invitations/accept',
      '/api/v1/invitations/open',
      '/api/v1/set-up',
      '/api/v1/set-up',
      '/hooks/{token}',
    ]);
  });

  it('odd spellings of a path do not get around the sign-in', async () => {
    for (const path of [
      '//api/v1/flows',
      '/api/v1/flows/',
      '/API/v1/flows',
      '/api/v1/%66lows',
      '/api/v1/flows?/hooks/x',
      '/api/v1/flows;/hooks/x',
      '/hooks/%2e%2e/api/v1/flows',
      '/api/health/live/../../v1/flows',
      '/api/v1/flows%00',
      '/api/v1/flows#/hooks/',
    ]) {
      const answer = await product.call('GET', path, { token: null });
      assertProblem(answer, [400, 401, 404, 405], path);
    }
  });
});

/** Calls with a text that PostgreSQL cannot store as text. */
function unstorableCalls(text: string): readonly (readonly [string, Json])[] {
  const named = { connector: 'http', settings: { baseUrl: 'https://api.example.com' }, credential: { kind: 'none' } };
  const document = flowDocument('unstorable', { description: text, title: text });
  const call = { kind: 'call', key: 'c', connection: text, operation: text, input: { object: {} } };
  return [
    ['/api/v1/flows/publish', { document: flowDocument('noted'), note: text }],
    ['/api/v1/flows/publish', { document }],
    ['/api/v1/flows/publish', { document: flowDocument('unstorable', { steps: [call] }) }],
    ['/api/v1/flows/check', { document: flowDocument('unstorable', { steps: [call] }) }],
    ['/api/v1/flows/deal-to-invoice/hook/secret', { secret: text }],
    ['/api/v1/connections', { ...named, name: text }],
    ['/api/v1/connections', { ...named, name: 'unstorable', connector: text }],
    [
      '/api/v1/connections',
      { ...named, name: 'unstorable-settings', settings: { ...named.settings, verificationPath: [text] } },
    ],
    ['/api/v1/connections', { ...named, name: 'unstorable-token', credential: { kind: 'bearer', token: text } }],
    [`/api/v1/runs/${doneId}/settle`, { happened: true, id: text }],
  ];
}

describe('a body', () => {
  it('of another content type is refused by every route that takes one', async () => {
    const checks = doors
      .filter((door) => door.takesBody && !door.isForPeople)
      .flatMap((door) =>
        BAD_TYPES.map(([type, body]) => async () => {
          const answer = await product.call(door.method, pathOf(door, VALUES), {
            body,
            headers: { 'content-type': type },
          });
          assertProblem(answer, [415], `${door.method} ${door.template} as ${type}`);
        }),
      );
    await assertAll(checks);
  });

  it('that is broken, deep, doubled or of the wrong shape is refused by every route that takes one', async () => {
    const checks = doors
      .filter((door) => door.takesBody && !door.isForPeople)
      .flatMap((door) =>
        BAD_BODIES.map((body) => async () => {
          const answer = await product.call(door.method, pathOf(door, VALUES), { body });
          assertProblem(answer, [400, 404, 413, 422], `${door.method} ${door.template} with ${body.slice(0, 40)}`);
        }),
      );
    await assertAll(checks);
  });

  it('with a NUL or half a character in a text is taken or refused, and never a defect', async () => {
    const checks = ['a\u0000b', '\ud800'].flatMap((text) =>
      unstorableCalls(text).map(([path, body]) => async () => {
        const answer = await product.call('POST', path, { body });
        assert.ok(answer.status < 500, `${path} ${JSON.stringify(body).slice(0, 200)}: ${answer.text}`);
      }),
    );
    await assertAll(checks);
  });

  it('of an event with an odd Idempotency-Key is taken or refused, and never a defect', async () => {
    const keys = ['é\u0080', 'k'.repeat(256), 'k'.repeat(257), ' ', '"quoted"', '__proto__'];
    const checks = keys.map((key) => async () => {
      const headers = { 'idempotency-key': key };
      const answer = await product.call('POST', '/api/v1/flows/good/events', { body: '{"k":1}', headers });
      assert.ok(answer.status < 500, `${key}: ${answer.text}`);
    });
    await assertAll(checks);
  });
});

describe('a name or id that is unknown or none', () => {
  it('is answered with a 4xx problem by every route that takes one', async () => {
    const named = doors.filter((door) => /\{(name|id)\}/.test(door.template) && !door.isOpen && !door.isForPeople);
    const checks = named.flatMap((door) =>
      ODD_NAMES.map((odd) => async () => {
        const body = door.takesBody ? { body: {} } : {};
        const answer = await product.call(door.method, pathOf(door, { name: odd, id: odd }), body);
        assertProblem(answer, [400, 404, 414, 415, 422], `${door.method} ${door.template} with ${odd.slice(0, 40)}`);
      }),
    );
    await assertAll(checks);
  });

  it('of a run is a 404 when it has the right form', async () => {
    for (const id of [UNKNOWN_ID, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      assertProblem(await product.call('GET', `/api/v1/runs/${id}`), [400, 404], id);
      for (const verb of ['replay', 'rerun', 'cancel'])
        assertProblem(await product.call('POST', `/api/v1/runs/${id}/${verb}`), [400, 404]);
      assertProblem(await product.call('POST', `/api/v1/runs/${id}/settle`, { body: { happened: false } }), [400, 404]);
    }
  });

  it('of a version is refused outside of its numbers', async () => {
    for (const number of ['0', '-1', '2', '1.5', '1e0', '0x1', 'NaN', '99999999999', '1%20', "1'"]) {
      assertProblem(await product.call('GET', `/api/v1/flows/good/versions/${number}`), [400, 404, 422], number);
    }
  });
});

describe('the list of runs', () => {
  const queries = [
    'limit=0',
    'limit=-1',
    'limit=201',
    'limit=1e9',
    'limit=1.5',
    'limit=abc',
    'limit=',
    'limit=NaN',
    'limit=1&limit=2',
    'limit[]=1',
    'state=nope',
    'state=',
    "state='",
    'state=queued&state=running',
    'cursor=abc',
    'cursor=',
    `cursor=${'a'.repeat(500)}`,
    "cursor=' or 1=1",
    'cursor[a]=1',
    'unknown=1',
    '__proto__=1',
    'flow=no-such-flow',
    "flow=x' or '1'='1",
    `flow=${'a'.repeat(500)}`,
    'flow=%00',
    'cursor=%ff',
    'workspaceId=1',
  ];
  for (const query of queries) {
    it(`refuses ?${query.slice(0, 40)}`, async () => {
      assertProblem(await product.call('GET', `/api/v1/runs?${query}`), [400, 404, 422], query);
    });
  }

  it('goes through all pages once, and a cursor of an unknown run only moves the start', async () => {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Json = (await product.call('GET', `/api/v1/runs?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`))
        .json;
      ids.push(...page.runs.map((run: Json) => run.id));
      cursor = page.nextCursor;
    }
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.includes(doneId));
    assert.equal((await product.call('GET', `/api/v1/runs?cursor=${UNKNOWN_ID}`)).status, 200);
  });
});

describe('a run in the wrong state', () => {
  it('that has succeeded is neither replayed, cancelled nor settled', async () => {
    for (const verb of ['replay', 'cancel'])
      assertProblem(await product.call('POST', `/api/v1/runs/${doneId}/${verb}`), [409], verb);
    for (const body of [{ happened: false }, { happened: true, id: 'x' }]) {
      assertProblem(await product.call('POST', `/api/v1/runs/${doneId}/settle`, { body }), [409]);
    }
  });

  it('that waits is neither replayed nor settled; it is cancelled once', async () => {
    assertProblem(await product.call('POST', `/api/v1/runs/${waitingId}/replay`), [409]);
    assertProblem(await product.call('POST', `/api/v1/runs/${waitingId}/settle`, { body: { happened: false } }), [409]);
    const cancel = () => product.call('POST', `/api/v1/runs/${waitingId}/cancel`);
    const answers = await Promise.all(Array.from({ length: 10 }, cancel));
    assert.deepEqual(
      answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409),
      [],
    );
    assert.equal((await endedRun(product, waitingId)).json.state, 'cancelled');
    assertProblem(await cancel(), [409]);
  });

  it('is not settled by half a verdict', async () => {
    const bodies = [
      {},
      { happened: 'yes' },
      { happened: true },
      { happened: 1 },
      { happened: true, id: '' },
      { happened: true, id: 'x'.repeat(2_000) },
      { happened: true, output: [] },
      { happened: false, by: 'me' },
    ];
    for (const body of bodies) {
      assertProblem(
        await product.call('POST', `/api/v1/runs/${doneId}/settle`, { body }),
        [400, 409, 422],
        JSON.stringify(body),
      );
    }
  });

  it('that has succeeded can be run again, which makes a run of its own', async () => {
    const again = await product.call('POST', `/api/v1/runs/${doneId}/rerun`);
    assert.equal(again.status, 200, again.text);
    assert.notEqual(again.json.id, doneId);
    assert.equal(again.json.rerunOf, doneId);
    assert.equal((await endedRun(product, again.json.id)).json.state, 'succeeded');
  });
});

describe('after all of it', () => {
  it('the process is alive, ready, nothing was a defect, and a good event becomes a run that succeeds', async () => {
    const defects = product
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));
    assert.deepEqual(
      defects.map((line) => line.slice(0, 600)),
      [],
    );
    await assertWell(product, good);
  });
});
