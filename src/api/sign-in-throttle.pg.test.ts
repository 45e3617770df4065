import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHoldfast, type TestHoldfast } from '../../test/holdfast.ts';
import { Browser, setUpOwner } from '../../test/people.ts';

let holdfast: TestHoldfast;

before(async () => {
  holdfast = await startHoldfast({ env: { HOLDFAST_TRUSTED_PROXIES: '1' } });
  await setUpOwner(holdfast);
});
after(() => holdfast.stop());

/** Guesses once, from an address of its own as a proxy would tell it. */
async function guess(number: number, query: string) {
  const browser = new Browser(holdfast.url);
  const body = { email: 'owner@example.com', password: 'not the password' };
  return browser.call('POST', `/api/auth/sign-in/email${query}`, body, { 'x-forwarded-for': `198.51.100.${number}` });
}

test('whoever guesses one password from many addresses is slowed down, whatever stands behind the path', async () => {
  const statuses: number[] = [];
  for (let number = 1; number <= 20; number += 1) statuses.push((await guess(number, `?try=${number}`)).status);
  assert.deepEqual(new Set(statuses), new Set([401]));
  const refused = await guess(21, '?try=21');
  assert.deepEqual([refused.status, refused.body.code], [429, 'access.sign_in.throttled']);
});

test('one address is limited for itself, and nobody lifts that by saying they come from elsewhere', async () => {
  const browser = new Browser(holdfast.url);
  const body = { email: 'nobody@example.com', password: 'not the password' };
  const statuses: number[] = [];
  for (let number = 1; number <= 12; number += 1) {
    // The proxy puts the true address behind whatever the caller said.
    const forged = { 'x-forwarded-for': `203.0.113.${number}, 198.51.100.99` };
    statuses.push((await browser.call('POST', '/api/auth/sign-in/email', body, forged)).status);
  }
  assert.equal(statuses.at(-1), 429);
});
