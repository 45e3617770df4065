/** API tokens: made, listed, revoked. The secret is in the answer that makes it and in no other. */
import type { Caller, TokenBook, TokenRow } from '../access/index.ts';
import { parseId, type TokenId } from '../foundation/index.ts';
import { withProblems } from './answer-shapes.ts';
import { fail } from './errors.ts';
import { callerOf, type SignIn } from './sign-in.ts';
import { NewTokenDraft, TokenMade, TokenPlace, TokenShown, TokensShown } from './token-shapes.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['tokens'];

/** Adds `/tokens`. */
export function addTokenRoutes(app: ApiRouter, deps: { readonly tokens: TokenBook; readonly signIn: SignIn }): void {
  const { tokens, signIn } = deps;
  const list = {
    operationId: 'listTokens',
    tags,
    summary: 'List the tokens that are not revoked',
    response: withProblems({ 200: TokensShown }),
  };
  app.get('/tokens', { schema: list, config: { access: 'own' } }, async (request) => {
    const caller = callerOf(request);
    const all = await tokens.list(caller.workspaceId);
    return { tokens: all.map((token) => tokenShown(token, caller)) };
  });
  const create = {
    operationId: 'createToken',
    tags,
    summary: 'Make a token; its secret is shown in this answer only',
    body: NewTokenDraft,
    response: withProblems({ 201: TokenMade }),
  };
  app.post('/tokens', { schema: create, config: { access: 'own' } }, async (request, reply) => {
    const caller = callerOf(request);
    const { role = 'owner' } = request.body;
    const { token, secret } = await tokens.create({ workspaceId: caller.workspaceId, ...request.body, role });
    return reply.code(201).send({ ...tokenShown(token, caller), secret: secret.reveal() });
  });
  const revoke = {
    operationId: 'revokeToken',
    tags,
    summary: 'Revoke a token, the one in use too; the last good one stays',
    description: 'This process refuses it at once, another one within five seconds.',
    params: TokenPlace,
    response: withProblems({ 200: TokenShown }),
  };
  app.delete('/tokens/:id', { schema: revoke, config: { access: 'own' } }, async (request) => {
    const caller = callerOf(request);
    const revoked = await tokens.revoke(caller.workspaceId, tokenIdOf(request.params.id));
    signIn.forget(revoked.id);
    return tokenShown(revoked, caller);
  });
}

function tokenIdOf(text: string): TokenId {
  const id = parseId<TokenId>(text);
  // Somebody may have pasted the secret: it is not repeated.
  if (id === undefined) throw fail('api.id.malformed', { context: { id: '…', thing: 'token' } });
  return id;
}

function tokenShown(token: TokenRow, caller: Caller): TokenShown {
  const { id, name, role, prefix, createdAt, lastUsedAt, expiresAt, isExpired } = token;
  return {
    id,
    name,
    role,
    prefix,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    isExpired,
    isOwn: id === caller.tokenId,
  };
}
