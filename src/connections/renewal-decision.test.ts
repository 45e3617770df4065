import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideClaim, decideRenewal } from './renewal-decision.ts';
import type { TokenOutcome } from './token-answer.ts';
import { dueInMs, marginMs, renewalBackoffMs, urgentMs } from './token-schedule.ts';

const free = {
  version: 7,
  state: 'active',
  failureCount: 0,
  failure: null,
  dueInMs: 0,
  claimAgeMs: null,
  holder: null,
  isHolderAlive: false,
  wasServerRestarted: false,
};
const wish = { knownVersion: 7, holder: 'me' };
const held = { ...free, claimAgeMs: 5_000, holder: 'other', isHolderAlive: true };

test('a token that nobody renews may be claimed, and only in the version that is known', () => {
  assert.deepEqual(decideClaim(free, wish), { kind: 'claim', isTakenOver: false });
  assert.deepEqual(decideClaim({ ...free, version: 8 }, wish), { kind: 'moved' });
  assert.deepEqual(decideClaim({ ...free, state: 'needs_reconnect' }, wish), { kind: 'closed' });
});

test('a holder that lives is waited for until its claim ends; a dead one only for as long as it takes to store', () => {
  assert.deepEqual(decideClaim(held, wish), { kind: 'under_way' });
  assert.deepEqual(decideClaim({ ...held, claimAgeMs: 45_001 }, wish), { kind: 'claim', isTakenOver: true });
  assert.deepEqual(decideClaim({ ...held, isHolderAlive: false }, wish), { kind: 'claim', isTakenOver: true });
  assert.deepEqual(decideClaim({ ...held, isHolderAlive: false, claimAgeMs: 100 }, wish), { kind: 'under_way' });
});

test('after a restart of the database a missing session proves nobody dead', () => {
  const lost = { ...held, isHolderAlive: false, wasServerRestarted: true };
  assert.deepEqual(decideClaim(lost, wish), { kind: 'under_way' });
});

test('a claim of this process that nobody works at does not stand in its way', () => {
  assert.deepEqual(decideClaim({ ...held, holder: 'me' }, wish), { kind: 'claim', isTakenOver: true });
});

test('nobody asks again before a provider that was down is due', () => {
  const failed = { ...free, failureCount: 2, failure: 'down', dueInMs: 900 };
  assert.deepEqual(decideClaim(failed, wish), { kind: 'backing_off', retryInMs: 900, reason: 'down' });
  assert.deepEqual(decideClaim({ ...failed, dueInMs: -1 }, wish), { kind: 'claim', isTakenOver: false });
});

const decide = (outcome: TokenOutcome, tries = 1, wasInDoubt = false) =>
  decideRenewal({ outcome, tries, failureCount: 0, wasInDoubt, provider: 'Acme', random: 0 });

test('a lost answer is asked for once more at once, and never a third time', () => {
  const lost = { kind: 'unanswered', wasSent: true, message: 'reset' } as const;
  assert.equal(decide(lost).kind, 'ask_again');
  assert.equal(decide(lost, 2).kind, 'postpone');
  assert.equal(decide({ ...lost, wasSent: false }).kind, 'postpone');
});

test('whose move a refusal is stands in the decision and in its words', () => {
  const refused = { kind: 'refused', code: 'x', message: 'x' } as const;
  const app = decide({ ...refused, side: 'app' });
  const account = decide({ ...refused, side: 'account' }, 2, true);
  assert.deepEqual(app, { kind: 'needs_reconnect', side: 'app', problem: 'Acme does not accept the OAuth app: x' });
  assert.ok(
    account.kind === 'needs_reconnect' && /no longer accepts the consent: x \(an earlier/.test(account.problem),
  );
});

test('tokens come due ahead of their end, and are not used up to the last moment', () => {
  for (const lifeMs of [5_000, 60_000, 3_600_000]) {
    for (const random of [0, 0.999]) {
      assert.ok(dueInMs(lifeMs, random) <= lifeMs - marginMs(lifeMs));
      assert.ok(dueInMs(lifeMs, random) >= lifeMs - 1.5 * marginMs(lifeMs) - 1);
    }
    assert.ok(urgentMs(lifeMs) < marginMs(lifeMs));
  }
  assert.equal(marginMs(3_600_000), 300_000);
});

test('the wait after failures grows to five minutes, and is at least what the provider asks for', () => {
  assert.ok(renewalBackoffMs(1, 0) < renewalBackoffMs(4, 0));
  assert.ok(renewalBackoffMs(50, 0.999) <= 300_000);
  assert.equal(renewalBackoffMs(1, 0, 60_000), 60_000);
});

test('property: however early a provider wants it, a token comes due only after a tenth of its life', () => {
  const life = fc.integer({ min: 10, max: 10 ** 10 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(life, random, fc.integer({ min: 0, max: 10 ** 11 }), (lifeMs, chance, aheadMs) => {
      const due = dueInMs(lifeMs, chance, aheadMs);
      assert.ok(due >= Math.floor(lifeMs / 10) && due <= lifeMs, String(due));
      if (aheadMs <= lifeMs / 2) assert.ok(due <= lifeMs - aheadMs + 1, String(due));
    }),
  );
});
