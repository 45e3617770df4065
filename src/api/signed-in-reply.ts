/** An answer that signs in somebody whose account was made just now. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PeopleDoor } from '../access/index.ts';

/** Signs them in and sets their cookies at the answer. */
export async function signInTo(
  people: PeopleDoor,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const { method, headers, ip: address } = request;
  const cookies = await people.signIn({ email, password }, { method, path: request.url, headers, address });
  reply.header('set-cookie', cookies);
}
