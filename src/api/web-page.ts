/**
 * The web app: one page for all its addresses, and its files from memory. The page may run scripts of this server only
 * and styles that carry its nonce (CSP Level 3); files are named by their content, so they may be kept for ever.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { assetHeaders, pageHeaders } from './security-headers.ts';
import type { ApiRouter } from './type-provider.ts';

/** One file of the built app. */
export interface WebFile {
  readonly bytes: Buffer;
  /** The same, compressed (RFC 7932), where that is worth it. */
  readonly brotli?: Buffer;
  readonly contentType: string;
  /** True when the name changes with the content. */
  readonly isHashed: boolean;
}

/** The built app. */
export interface WebApp {
  /** `index.html`, with `__CSP_NONCE__` where a nonce goes. */
  readonly page: string;
  /** By name below `/assets/`. */
  readonly files: ReadonlyMap<string, WebFile>;
}

const NONCE_BYTES = 16;
const NONCE_PLACE = '__CSP_NONCE__';

/** Addresses that belong to programs, however they are spelled; an unknown one is a problem for them, not a page. */
const NO_PAGE = /^[/\\.]*(?:api|hooks|docs|assets|metrics)(?:[/?;%]|$)/i;

/** What a person reads who opens a server whose app was never built. */
const UNBUILT =
  'The web app is not built. Run `npm start`, or `node scripts/build-web.ts`, and load this page again.\n';

/** Adds the page and its files. */
export function addWebPage(app: ApiRouter, web: WebApp | undefined): void {
  const schema = { hide: true, params: Type.Object({ file: Type.String({ maxLength: 100 }) }) };
  app.get('/assets/:file', { schema, config: { access: 'open' } }, (request, reply) => {
    const file = web?.files.get(request.params.file);
    return file === undefined ? reply.callNotFound() : sendFile(request, reply, file);
  });
  app.get('/*', { schema: { hide: true }, config: { access: 'open' } }, (request, reply) => {
    if (NO_PAGE.test(request.url)) return reply.callNotFound();
    return web === undefined ? reply.code(503).type('text/plain; charset=utf-8').send(UNBUILT) : sendPage(reply, web);
  });
}

/** A nonce serves one answer: whoever saw one cannot use it again. */
function sendPage(reply: FastifyReply, { page }: WebApp): FastifyReply {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  return reply
    .headers(pageHeaders(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(NONCE_PLACE, nonce));
}

const KEEP_FOR_EVER = 'public, max-age=31536000, immutable';

function sendFile(request: FastifyRequest, reply: FastifyReply, file: WebFile): FastifyReply {
  const { bytes, brotli, contentType, isHashed } = file;
  const takesBrotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
  reply.headers(assetHeaders()).header('cache-control', isHashed ? KEEP_FOR_EVER : 'public, max-age=3600');
  reply.header('vary', 'accept-encoding').type(contentType);
  if (brotli === undefined || !takesBrotli) return reply.send(bytes);
  return reply.header('content-encoding', 'br').send(brotli);
}
