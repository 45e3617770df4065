/**
 * Every route as every caller. The routes come from the app itself, so that a new one is asked about without anybody
 * thinking of it; what is expected comes from the route's `access` and the table below, and from nothing else.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { customerFlow, startHoldfast, type TestHoldfast, until } from '../../test/holdfast.ts';
import { addMember, type Browser, setUpOwner } from '../../test/people.ts';
import type { JsonObject, JsonValue, WorkspaceId } from '../foundation/index.ts';
import { makeApiApp } from './api-app.ts';
import type { ApiDeps } from './api-deps.ts';
import { UNSERVED } from './api-reference.ts';
import type { RouteAccess } from './type-provider.ts';

type Role = 'viewer' | 'operator' | 'builder' | 'owner';

interface Route {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess;
  /** JSON Schema of the body, where the route has one. */
  readonly body: BodySchema | undefined;
}

/** As much of JSON Schema as the bodies of our routes use. */
interface BodySchema {
  readonly type?: string;
  readonly enum?: readonly JsonValue[];
  readonly const?: JsonValue;
  readonly format?: string;
  readonly minimum?: number;
  readonly anyOf?: readonly BodySchema[];
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly required?: readonly string[];
}

/** Which roles a route of each kind is for; `open` and `metrics` are not about roles. */
const ALLOWED: Readonly<Record<string, readonly Role[]>> = {
  view: ['viewer', 'operator', 'builder', 'owner'],
  operate: ['operator', 'builder', 'owner'],
  build: ['builder', 'owner'],
  own: ['owner'],
};
const ROLES = ALLOWED.view as readonly Role[];

/** A caller, and what they send to be known. */
interface Caller {
  readonly name: string;
  readonly role: Role | undefined;
  readonly isPerson: boolean;
  readonly headers: Record<string, string>;
}

let holdfast: TestHoldfast;
let routes: Route[];
let callers: Caller[];
/** Of the other workspace, with all rights there. */
let foreign: Caller[];
/** What stands for each parameter of a path, in our workspace. */
let ours: Record<string, string>;
let runId: string;
/** What stands for `:id`, by the first part of the route's path. */
let ourIds: Record<string, string>;

before(async () => {
  holdfast = await startHoldfast();
  routes = await listRoutes();
  const owner = await setUpOwner(holdfast);
  await holdfast.client.publishFlow(customerFlow());
  const bytes = new TextEncoder().encode('{"id":"1","email":"a@b.example","name":"secret-of-ours"}');
  ({ runId } = await holdfast.client.sendEvent('customers', { bytes }));
  await until(
    () => holdfast.client.showRun(runId),
    ({ state }) => state === 'succeeded',
  );
  callers = await makeCallers(owner);
  foreign = await makeForeigners(owner);
  const member = (await owner.call('GET', '/api/v1/me')).body.person as JsonObject;
  const { tokens } = (await owner.call('GET', '/api/v1/tokens')).body as { tokens: JsonObject[] };
  const { sessions } = (await owner.call('GET', '/api/v1/me/sessions')).body as { sessions: JsonObject[] };
  const invited = (await owner.call('POST', '/api/v1/invitations', { email: 'x@example.com', role: 'viewer' })).body;
  const target = { reconnect: 'billing', minutes: 5 };
  const link = (await owner.call('POST', '/api/v1/connect-links', target)).body;
  assert.ok(link.id !== undefined, JSON.stringify(link));
  const hook = { kind: 'webhook', name: 'secret-of-ours', url: 'https://hooks.example/secret-of-ours' };
  const { channel } = (await owner.call('POST', '/api/v1/channels', hook)).body;
  ourIds = {
    channels: String((channel as JsonObject).id),
    notices: await raiseNotice(owner),
    runs: runId,
    'connect-links': String(link.id),
    tokens: String(tokens[0]?.id),
    'me/sessions': String(sessions[0]?.id),
    invitations: String((invited.invitation as JsonObject).id),
  };
  ours = { name: 'customers', personId: String(member.id), key: 'customer', number: '1', file: 'x' };
});
after(() => holdfast.stop());

async function raiseNotice(owner: Browser): Promise<string> {
  const workspaceId = (await owner.call('GET', '/api/v1/me')).body.workspaceId as WorkspaceId;
  const words = { title: 'secret-of-ours', text: '', fix: '', link: '/' };
  const draft = { workspaceId, cause: 'test:1', kind: 'test', severity: 'info' as const, personId: null, ...words };
  return holdfast.wired.alerts.notices.raise(draft);
}

/** The routes of an app of the same making; nothing of it is ever called. */
async function listRoutes(): Promise<Route[]> {
  const found: Route[] = [];
  const deps = new Proxy({}, { get: () => undefined }) as ApiDeps;
  const app = makeApiApp({ ...deps, metrics: {}, bell: {} } as unknown as ApiDeps, UNSERVED, () => '');
  app.addHook('onRoute', ({ method, url, schema, config: { access } = {} }) => {
    const body = schema?.body as BodySchema | undefined;
    for (const each of [method].flat()) found.push({ method: each, url, access: access as RouteAccess, body });
  });
  await app.ready();
  await app.close();
  return found;
}

async function makeCallers(owner: Browser): Promise<Caller[]> {
  const made: Caller[] = [
    { name: 'nobody', role: undefined, isPerson: false, headers: {} },
    { name: 'a made-up token', role: undefined, isPerson: false, headers: { authorization: 'Bearer hf_madeup' } },
  ];
  for (const role of ROLES) {
    const person = role === 'owner' ? owner : await addMember(owner, `${role}@example.com`, role);
    made.push({ name: `${role} signed in`, role, isPerson: true, headers: pageHeaders(person) });
    const { secret } = (await owner.call('POST', '/api/v1/tokens', { name: role, role })).body;
    made.push({ name: `token of ${role}`, role, isPerson: false, headers: { authorization: `Bearer ${secret}` } });
  }
  return made;
}

async function makeForeigners(owner: Browser): Promise<Caller[]> {
  const stranger = await addMember(owner, 'foreign@example.com', 'viewer');
  const made = await stranger.call('POST', '/api/v1/workspaces', { name: 'Foreign' });
  const there = { 'x-holdfast-workspace': String(made.body.id) };
  const { secret } = (await stranger.call('POST', '/api/v1/tokens', { name: 'foreign', role: 'owner' }, there)).body;
  const { members } = (await owner.call('GET', '/api/v1/members')).body as { members: JsonObject[] };
  const membership = members.find(({ email }) => email === 'foreign@example.com');
  await owner.call('DELETE', `/api/v1/members/${membership?.personId}`);
  return [
    { name: 'person', role: 'owner', isPerson: true, headers: pageHeaders(stranger) },
    { name: 'token', role: 'owner', isPerson: false, headers: { authorization: `Bearer ${secret}` } },
  ];
}

function pageHeaders(browser: Browser): Record<string, string> {
  return { cookie: browser.cookie, origin: browser.origin, 'sec-fetch-site': 'same-origin' };
}

/** A body that gets past the check of its form, with as little in it as that takes. */
function leastBody(schema: BodySchema): JsonValue {
  const { type, anyOf, properties = {}, required = [] } = schema;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0] as JsonValue;
  if (anyOf !== undefined) return leastBody(anyOf[0] as BodySchema);
  if (type === 'object') {
    return Object.fromEntries(required.map((name) => [name, leastBody(properties[name] ?? {})])) as JsonObject;
  }
  if (type === 'string') return schema.format === 'date-time' ? '2099-01-01T00:00:00Z' : 'abc@example.com';
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  return type === 'array' ? [] : {};
}

/** What a route needs to get as far as looking for what its path names, where the least body is not enough. */
function meant(route: Route): Pick<Asked, 'body' | 'query'> {
  const needs: Readonly<Record<string, Pick<Asked, 'body' | 'query'>>> = {
    'PUT /api/v1/flows/:name/draft': { body: { document: { name: 'customers' }, revision: 0 } },
    'GET /api/v1/flows/:name/changes': { query: '?from=1&to=draft' },
    'POST /api/v1/flows/:name/samples/from': { body: { runId } },
    'POST /api/v1/runs/:id/settle': { body: { happened: false } },
    'PATCH /api/v1/channels/:id': { body: { isEnabled: false } },
  };
  return needs[named(route)] ?? {};
}

/** One call of the matrix; what is left out stands for nothing that exists. */
interface Asked {
  readonly values?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
  readonly query?: string;
}

async function ask(
  route: Route,
  caller: Caller,
  { values = {}, headers = {}, body = SURPLUS, query = '' }: Asked = {},
) {
  const path = route.url.replaceAll(/:(\w+)/g, (_whole, name: string) => values[name] ?? 'nowhere').replace('*', '');
  const isBodied = !['GET', 'HEAD', 'DELETE'].includes(route.method);
  const abort = new AbortController();
  const response = await fetch(`${holdfast.url}${path}${query}`, {
    method: route.method,
    redirect: 'manual',
    signal: abort.signal,
    headers: { ...caller.headers, ...headers, ...(isBodied ? { 'content-type': 'application/json' } : {}) },
    ...(isBodied ? { body: JSON.stringify(body) } : {}),
  });
  // A stream has no end; that it began says enough.
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = isStream ? '' : await response.text();
  abort.abort();
  return { status: response.status, text, code: /"code":"([\w.]+)"/.exec(text)?.[1] };
}

/** Refused by the form of most bodies: whoever is let in changes nothing. */
const SURPLUS = { 'surplus-of-a-test': 1 };

const named = ({ method, url }: Route): string => `${method} ${url}`;

describe('every route', () => {
  test('says who may call it, and there are as many as there should be', () => {
    assert.ok(routes.length > 60, `${routes.length} routes were found`);
    for (const route of routes) assert.ok(['open', 'metrics', 'self', ...Object.keys(ALLOWED)].includes(route.access));
  });

  test('lets in the roles that it is for and no other, as a person and as a token', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ access }) => access in ALLOWED)) {
      for (const caller of callers) {
        const { status, code } = await ask(route, caller);
        const isIn = status !== 401 && code !== 'access.right.missing' && code !== 'api.origin.refused';
        const mayBeIn = caller.role !== undefined && (ALLOWED[route.access] ?? []).includes(caller.role);
        const isRightRefusal = caller.role === undefined ? status === 401 : status === 403;
        if (isIn !== mayBeIn || (!mayBeIn && !isRightRefusal))
          wrong.push(`${named(route)} as ${caller.name}: ${status} ${code}`);
        if (status >= 500) wrong.push(`${named(route)} as ${caller.name}: ${status} ${code}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  test('for a signed-in person lets no token in', async () => {
    for (const route of routes.filter(({ access }) => access === 'self')) {
      for (const caller of callers) {
        const { status, code } = await ask(route, caller);
        if (caller.isPerson)
          assert.ok(status !== 401 && status !== 403, `${named(route)} as ${caller.name}: ${status}`);
        else assert.ok(status === 401 || code === 'api.person.needed', `${named(route)} as ${caller.name}: ${status}`);
      }
    }
  });

  test('gives a member of another workspace nothing of ours, whatever ids and names they know', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ access }) => access in ALLOWED || access === 'self')) {
      const kind = Object.keys(ourIds).find((start) => route.url.startsWith(`/api/v1/${start}`)) ?? 'runs';
      const names = route.url.startsWith('/api/v1/connections') ? { name: 'billing' } : {};
      const values = { ...ours, ...names, id: ourIds[kind] ?? runId };
      for (const caller of foreign) {
        const { status, text } = await ask(route, caller, {
          values,
          body: leastBody(route.body ?? { type: 'object' }),
          ...meant(route),
        });
        // Their own lists are empty; what is named by an id or a name of ours is not there for them.
        const isNamed = /:(?:id|name|personId)/.test(route.url) && !route.url.startsWith('/api/v1/connectors/');
        const isHidden = !isNamed || [401, 403, 404].includes(status);
        if (!isHidden || text.includes('secret-of-ours') || text.includes('customers"')) {
          wrong.push(`${named(route)} as a foreign ${caller.name}: ${status} ${text.slice(0, 100)}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  test('refuses a person who names a workspace that is not theirs', async () => {
    const member = callers.find(({ isPerson }) => isPerson) as Caller;
    const me = await fetch(`${holdfast.url}/api/v1/me`, { headers: member.headers });
    const { workspaceId } = (await me.json()) as { workspaceId: string };
    const [person] = foreign as [Caller, Caller];
    for (const route of routes.filter(({ access }) => access in ALLOWED)) {
      const { status, code } = await ask(route, person, {
        values: ours,
        headers: { 'x-holdfast-workspace': workspaceId },
      });
      assert.deepEqual([status, code], [403, 'access.workspace.not_yours'], named(route));
    }
  });

  test('that changes something refuses a signed-in person whose browser was sent by another site', async () => {
    const person = callers.find(({ name }) => name === 'owner signed in') as Caller;
    const changing = routes.filter(
      ({ method, access }) => method !== 'GET' && access !== 'open' && access !== 'metrics',
    );
    assert.ok(changing.length > 20);
    for (const route of changing) {
      const { status, code } = await ask(route, person, { values: ours, headers: { 'sec-fetch-site': 'cross-site' } });
      assert.deepEqual([status, code], [403, 'api.origin.refused'], named(route));
    }
  });
});
