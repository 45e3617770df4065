/** Fastify with TypeBox: the schema of a route is the type of what its handler gets and gives. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Caller, Right, SignedIn } from '../access/index.ts';

/** Types of requests and answers by TypeBox schema. */
export interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

/** What a `<noun>.routes.ts` adds its routes to. */
export type ApiRouter = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxProvider
>;

/**
 * Who may call a route: everybody (`open`), the holder of the metrics token or of an API token (`metrics`), a signed-in
 * person whatever their role (`self`), or whoever's role in the workspace grants the right.
 */
export type RouteAccess = 'open' | 'metrics' | 'self' | Right;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Left out, the route is not registered: `requireAccess` refuses it. */
    access?: RouteAccess;
  }
  interface FastifyRequest {
    caller: Caller | undefined;
    /** Whoever is signed in by a cookie. */
    person: SignedIn | undefined;
  }
}
