/** Who asks for something to be connected, as the room `connections` wants to know it. */
import type { FastifyRequest } from 'fastify';
import type { Asker } from '../connections/index.ts';
import { callerOf } from './sign-in.ts';

/** The caller as an asker: a token is nobody who could be told of trouble. */
export function askerOf(request: FastifyRequest): Asker {
  const { workspaceId, name, person } = callerOf(request);
  return { workspaceId, actor: name, personId: person?.id ?? null };
}
