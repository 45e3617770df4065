/**
 * What of the sign-in library can be reached: a route for each, so that everything else of its router is no route at all.
 * Its answers are its own; the session token that some of them repeat for programs is taken out.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PeopleDoor } from '../access/index.ts';
import { parseId } from '../foundation/index.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import type { ApiRouter } from './type-provider.ts';

/** Paths below `/api/auth` by method. */
const ROUTES: Readonly<Record<'GET' | 'POST', readonly string[]>> = {
  GET: [
    '/get-session',
    '/passkey/generate-register-options',
    '/passkey/generate-authenticate-options',
    '/passkey/list-user-passkeys',
  ],
  POST: [
    '/sign-in/email',
    '/sign-out',
    '/change-password',
    '/reset-password',
    '/revoke-other-sessions',
    '/two-factor/enable',
    '/two-factor/disable',
    '/two-factor/verify-totp',
    '/two-factor/verify-backup-code',
    '/two-factor/generate-backup-codes',
    '/passkey/verify-registration',
    '/passkey/verify-authentication',
    '/passkey/update-passkey',
    '/passkey/delete-passkey',
  ],
};
/** Their bodies name a row by its id, which the library does not look at. */
const WITH_ID = ['/api/auth/passkey/update-passkey', '/api/auth/passkey/delete-passkey'];
const MAX_BODY_BYTES = 65_536;

/** Adds `/api/auth/*`, in a scope of its own because its bodies are handed on as they are. */
export function addPeopleAuthRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'access'>): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request: FastifyRequest, bytes: Buffer, done) =>
    done(null, bytes),
  );
  for (const [method, paths] of Object.entries(ROUTES)) {
    for (const path of paths) {
      app.route({
        method,
        url: `/api/auth${path}`,
        schema: { hide: true },
        config: { access: 'open' },
        bodyLimit: MAX_BODY_BYTES,
        handler: (request, reply) => answer(deps.access.people, request, reply),
      });
    }
  }
}

async function answer(people: PeopleDoor, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { method, headers, ip: address } = request;
  // The matched route, without what stands behind a question mark: none of these calls takes a query.
  const path = request.routeOptions.url ?? '';
  const body = request.body instanceof Uint8Array ? request.body : undefined;
  if (WITH_ID.includes(path)) requireId(body);
  const response = await people.answer({ method, path, headers, address, body });
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
  // Never joined: a date in a cookie holds a comma.
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  const waitSeconds = response.headers.get('x-retry-after');
  if (waitSeconds !== null) reply.header('retry-after', waitSeconds);
  const text = await response.text();
  return reply
    .code(response.status)
    .header('cache-control', 'no-store')
    .send(Buffer.from(withoutToken(text)));
}

function requireId(body: Uint8Array | undefined): void {
  const { id } = readJson(new TextDecoder().decode(body)) as { id?: unknown };
  if (typeof id === 'string' && parseId(id) !== undefined) return;
  throw fail('api.id.malformed', { context: { id: String(id).slice(0, 64), thing: 'passkey' } });
}

/** A script that reads the answer must not get what the cookie hides from it. */
function withoutToken(text: string): string {
  const value = readJson(text) as { token?: unknown; session?: { token?: unknown } | null };
  const hasToken = value.token !== undefined || value.session?.token !== undefined;
  if (!hasToken) return text;
  const { token: _token, ...rest } = value;
  if (value.session === undefined || value.session === null) return JSON.stringify(rest);
  const { token: _sessionToken, ...session } = value.session;
  return JSON.stringify({ ...rest, session });
}

/** An empty object for what is no JSON object. */
function readJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
