import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { AppError, Secret, silentLog, systemClock } from '../foundation/index.ts';
import { makeApiApp } from './api-app.ts';
import type { ApiDeps } from './api-deps.ts';
import { ApiMetrics } from './api-metrics.ts';
import { UNSERVED } from './api-reference.ts';
import type { ApiRouter } from './type-provider.ts';

interface Route {
  readonly method: string;
  readonly url: string;
}

/** What may be called without a token; everything else is closed, and a route that says nothing is refused. */
const OPEN_ROUTES = [
  '/api/health/live',
  '/api/health/ready',
  '/api/openapi.json',
  '/api/v1/set-up',
  '/api/v1/invitations/open',
  '/api/v1/invitations/accept',
  '/api/v1/connect/open',
  '/api/v1/connect/submit',
  '/api/v1/connect/authorize',
  '/oauth/callback',
  '/docs/errors',
  '/hooks/:token',
  '/assets/:file',
  '/*',
];
/** Calls of the sign-in library, which looks for itself who is there; the exact list, because more of it must not open. */
const SIGN_IN_ROUTES = [
  'GET /get-session',
  'GET /passkey/generate-authenticate-options',
  'GET /passkey/generate-register-options',
  'GET /passkey/list-user-passkeys',
  'POST /change-password',
  'POST /passkey/delete-passkey',
  'POST /passkey/update-passkey',
  'POST /passkey/verify-authentication',
  'POST /passkey/verify-registration',
  'POST /reset-password',
  'POST /revoke-other-sessions',
  'POST /sign-in/email',
  'POST /sign-out',
  'POST /two-factor/disable',
  'POST /two-factor/enable',
  'POST /two-factor/generate-backup-codes',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/verify-totp',
];
const SIGN_IN_PREFIX = '/api/auth';

const METRICS_TOKEN = 'only-for-metrics';
const API_TOKEN = 'hf_good';

/** Parts that a call without rights must never reach. */
const untouchable = new Proxy(
  {},
  {
    get() {
      throw new Error('a call without a token got this far');
    },
  },
);

function makeDeps(): ApiDeps {
  return {
    flows: untouchable,
    connections: untouchable,
    verifier: untouchable,
    runs: untouchable,
    triggers: untouchable,
    hooks: untouchable,
    events: untouchable,
    authenticate: async (token: string) => {
      if (token !== API_TOKEN) {
        throw new AppError('access.token.rejected', { kind: 'denied', message: 'no', fix: 'no' });
      }
      return { workspaceId: 'w', tokenId: 't', name: 'n', role: 'owner' };
    },
    readiness: async () => ({ database: true }),
    metrics: new ApiMetrics(),
    clock: systemClock,
    log: silentLog,
  } as unknown as ApiDeps;
}

describe('routes', () => {
  const routes: Route[] = [];
  let app: ApiRouter;

  before(async () => {
    const config = {
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      metricsToken: new Secret(METRICS_TOKEN),
      trustedProxies: 0,
      maxRequestBytes: 10_000,
    };
    app = makeApiApp(makeDeps(), config, () => 'http://holdfast.example');
    app.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) routes.push({ method: each, url });
    });
    await app.ready();
  });

  test('every route needs a token but for the few that say they are open', async () => {
    assert.ok(routes.length > 30, `${routes.length} routes were found`);
    const closed = routes.filter(({ url }) => !OPEN_ROUTES.includes(url) && !url.startsWith(SIGN_IN_PREFIX));
    for (const { method, url } of closed) {
      const path = url.replaceAll(/:\w+/g, 'x');
      for (const authorization of [undefined, 'Bearer hf_bad', 'Basic aGY6aGY=', 'Bearer']) {
        const headers = authorization === undefined ? {} : { authorization };
        const answer = await app.inject({ method: method as 'GET', url: path, headers });
        assert.equal(answer.statusCode, 401, `${method} ${url} with ${authorization}`);
        assert.equal(answer.headers['www-authenticate'], 'Bearer');
      }
    }
  });

  test('no trick with the path gets past the sign-in', async () => {
    const paths = [
      '/api/v1/flows?/hooks/',
      '/api/v1//flows',
      '/api/v1/flows/',
      '/api/v1/%66lows',
      '//api/v1/flows',
      '/hooks/../api/v1/flows',
    ];
    for (const url of paths) {
      const { statusCode, headers } = await app.inject({ method: 'GET', url });
      // What is spelled like no address of the API may be the page, which is for everybody and says nothing.
      const isPage = !String(headers['content-type']).includes('json');
      assert.ok(isPage || [401, 404, 405].includes(statusCode), `${url}: ${statusCode}`);
    }
  });

  test('of the sign-in library there is exactly what is listed', () => {
    const found = routes.filter(({ url }) => url.startsWith(SIGN_IN_PREFIX));
    const names = found.map(({ method, url }) => `${method} ${url.slice(SIGN_IN_PREFIX.length)}`);
    assert.deepEqual(names.toSorted(), SIGN_IN_ROUTES);
  });

  test('a route that does not say who may call it is refused before the server listens', async () => {
    const deps = makeDeps();
    const other = makeApiApp(deps, UNSERVED, () => 'http://holdfast.example');
    assert.throws(() => other.get('/forgotten', async () => ({})), /says who may call it/);
    await other.close();
  });

  test('every answer tells browsers to guess nothing and to run nothing', async () => {
    for (const url of ['/api/v1/flows', '/api/health/live', '/api/openapi.json', '/nothing/here', '/api/nothing']) {
      const { headers } = await app.inject({ url });
      assert.equal(headers['x-content-type-options'], 'nosniff', url);
      assert.match(String(headers['content-security-policy']), /default-src 'none'/, url);
      assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/, url);
    }
  });

  test('the token of the metrics opens the metrics and nothing else', async () => {
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    assert.equal((await app.inject({ url: '/metrics', headers })).statusCode, 200);
    assert.equal((await app.inject({ url: '/api/v1/flows', headers })).statusCode, 401);
    assert.equal(
      (await app.inject({ url: '/metrics', headers: { authorization: `Bearer ${API_TOKEN}` } })).statusCode,
      200,
    );
  });

  test('what breaks inside leaves as a defect with a request id, and says nothing of the inside', async () => {
    const answer = await app.inject({ url: '/api/v1/flows', headers: { authorization: `Bearer ${API_TOKEN}` } });
    assert.equal(answer.statusCode, 500);
    assert.equal(answer.json().code, 'api.request.broke');
    assert.equal(answer.body.includes('got this far'), false);
  });

  test('every operation of the document has a summary and one tag that the document explains', () => {
    const { paths = {}, tags: explained = [] } = app.swagger();
    const known = new Set(explained.map(({ name }) => name));
    for (const [path, operations] of Object.entries(paths)) {
      for (const operation of Object.values(operations ?? {})) {
        const { summary, tags } = operation as { summary?: string; tags?: string[] };
        assert.ok(summary !== undefined && tags?.length === 1, path);
        assert.ok(known.has(tags[0] as string), `${path}: nobody explains the tag ${tags[0]}`);
      }
    }
  });
});
