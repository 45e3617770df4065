import type { FastifyRequest } from 'fastify';
import type { ApiRouter } from './type-provider.ts';

/** Makes a router take every body as the bytes that came, whatever its content type says. */
export function useRawBodies(app: ApiRouter): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request: FastifyRequest, bytes: Buffer, done) => {
    done(null, bytes);
  });
}
