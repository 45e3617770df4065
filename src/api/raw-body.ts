import type { FastifyRequest } from 'fastify';
import type { ApiRouter } from './type-provider.ts';

/** Makes a router take every body as the bytes that came, whatever its content type says. */
export function useRawBodies(app: ApiRouter): void {
  app.removeAllContentTypeParsers();
  const take = (_request: FastifyRequest, bytes: Buffer, done: (error: null, body: Buffer) => void): void => {
    done(null, bytes);
  };
  // The expression matches everything that '*' does, but what it has matched once is found without parsing it again.
  app.addContentTypeParser(/^/, { parseAs: 'buffer' }, take);
  app.addContentTypeParser('*', { parseAs: 'buffer' }, take);
}
