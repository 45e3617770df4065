import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { AppError, type Clock, systemClock } from '../foundation/index.ts';
import { SignIn } from './sign-in.ts';

function requestWith(token: string): FastifyRequest {
  return {
    is404: false,
    method: 'GET',
    routeOptions: { config: { access: 'view' } },
    headers: { authorization: `Bearer ${token}` },
  } as unknown as FastifyRequest;
}

/** A sign-in whose clock and whose list of good tokens the test owns. */
function makeSignIn() {
  const good = new Set(['hf_a', 'hf_b']);
  const state = { nowMs: 0, asked: 0 };
  const clock: Clock = { ...systemClock, monotonicMs: () => state.nowMs };
  const signIn = new SignIn({
    clock,
    metricsToken: undefined,
    async authenticate(token) {
      state.asked += 1;
      if (!good.has(token)) throw new AppError('access.token.rejected', { kind: 'denied', message: 'no', fix: 'no' });
      return { workspaceId: token, tokenId: token, name: token, role: 'viewer' } as never;
    },
  });
  return { signIn, good, state };
}

describe('sign-in', () => {
  test('a good token is asked about once in five seconds', async () => {
    const { signIn, state } = makeSignIn();
    for (let count = 0; count < 3; count += 1) await signIn.check(requestWith('hf_a'));
    assert.equal(state.asked, 1);
    state.nowMs = 5_000;
    await signIn.check(requestWith('hf_a'));
    assert.equal(state.asked, 2);
  });

  test('a revoked token is refused once the five seconds are over', async () => {
    const { signIn, good, state } = makeSignIn();
    await signIn.check(requestWith('hf_a'));
    good.delete('hf_a');
    state.nowMs = 5_000;
    await assert.rejects(async () => signIn.check(requestWith('hf_a')), { code: 'access.token.rejected' });
  });

  test('a refusal is never remembered as good, and callers are not mixed up', async () => {
    const { signIn } = makeSignIn();
    await assert.rejects(async () => signIn.check(requestWith('hf_x')), { code: 'access.token.rejected' });
    await assert.rejects(async () => signIn.check(requestWith('hf_x')), { code: 'access.token.rejected' });
    const [one, other] = [requestWith('hf_a'), requestWith('hf_b')];
    await Promise.all([signIn.check(one), signIn.check(other), signIn.check(requestWith('hf_a'))]);
    assert.deepEqual([one.caller?.name, other.caller?.name], ['hf_a', 'hf_b']);
  });
});
