import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type CommandLine, commandLineOf } from '../../test/command-line.ts';
import { customerFlow, startHoldfast, type TestHoldfast } from '../../test/holdfast.ts';
import type { JsonObject } from '../foundation/index.ts';

const ADA = '{"id":1,"email":"ada@example.com","name":"Ada"}';

describe('commands of an operator', () => {
  let holdfast: TestHoldfast;
  let command: CommandLine;

  before(async () => {
    holdfast = await startHoldfast();
    command = commandLineOf(holdfast);
    await holdfast.client.publishFlow(customerFlow());
  });
  after(() => holdfast.stop());

  /** The id and the secret of a token that was made for people to read. */
  async function makeToken(...args: string[]): Promise<{ id: string; secret: string; stdout: string }> {
    const { code, stdout, stderr } = await command.run(['token', 'make', ...args]);
    assert.deepEqual([code, stderr], [0, '']);
    const id = /Its id is (\S+)\./.exec(stdout)?.[1] ?? '';
    const secret = /^The secret, shown once: (hf_\S+)$/m.exec(stdout)?.[1] ?? '';
    assert.ok(id !== '' && secret !== '', stdout);
    return { id, secret, stdout };
  }

  const listWith = (token: string) => command.run(['token', 'list'], { env: { HOLDFAST_TOKEN: token } });

  test('a token is made, lets its bearer in, is listed without its secret, and lets nobody in once it is revoked', async () => {
    const { id, secret, stdout } = await makeToken('deploy script');
    assert.match(stdout, /^The token deploy script is made, good until it is revoked\./);
    const listed = await listWith(secret);
    assert.equal(listed.code, 0);
    assert.match(listed.stdout, new RegExp(`^${id} .* never +deploy script \\(this one\\)$`, 'm'));
    assert.match(listed.stdout, / never +first token$/m);
    assert.equal(listed.stdout.includes('hf_'), false);
    const revoked = await command.run(['token', 'revoke', id]);
    assert.deepEqual([revoked.code, revoked.stdout], [0, 'The token deploy script is revoked.\n']);
    assert.equal((await listWith(secret)).code, 6);
    assert.equal((await command.run(['token', 'revoke', id])).code, 3, 'there is no such token any more');
  });

  test('a token is made for the role that is asked for, and for none that there is not', async () => {
    const { id, secret } = await makeToken('reader', '--role', 'viewer');
    const client = { env: { HOLDFAST_TOKEN: secret } };
    assert.equal((await command.run(['run', 'list'], client)).code, 0);
    const refused = await command.run(['token', 'list'], client);
    assert.equal(refused.code, 6);
    assert.match(refused.stderr, /access\.right\.missing/);
    await command.run(['token', 'revoke', id]);
    assert.equal((await command.run(['token', 'make', 'x', '--role', 'king'])).code, 1);
  });

  test('a set-up link is made as long as there is no owner, and a reset link for nobody who is not there', async () => {
    const { stdout } = await command.run(['set-up-link']);
    assert.match(stdout, /^Open it in a browser, once: http:\/\/localhost:\d+\/set-up#\S+$/m);
    assert.match(String((await command.runJson(['set-up-link'])).link), /\/set-up#/);
    assert.equal((await command.run(['reset-link', 'nobody@example.com'])).code, 3);
  });

  test('a token ends after a duration or at an instant, and not in the past', async () => {
    const { stdout, id } = await makeToken('auditor', '--expires', 'P90D');
    const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 8);
    assert.match(stdout, new RegExp(`good until ${day}`));
    await command.run(['token', 'revoke', id]);
    const past = await command.run(['token', 'make', 'auditor', '--expires', '2001-01-01T00:00:00Z']);
    assert.equal(past.code, 1);
    assert.equal((await command.run(['token', 'make', 'auditor', '--expires', 'soon'])).code, 1);
  });

  test('the last good token stays, with the code for a conflict', async () => {
    const { tokens } = (await command.runJson(['token', 'list'])) as { tokens: JsonObject[] };
    const own = tokens.find(({ isOwn }) => isOwn === true);
    for (const { id } of tokens.filter((token) => token !== own)) await command.run(['token', 'revoke', String(id)]);
    const last = await command.run(['token', 'revoke', String(own?.id)]);
    assert.equal(last.code, 4);
    assert.match(last.stderr, /"first token" is the only good token .*\(access\.token\.last\)/s);
  });

  test('whoever revokes their own token is told what to do next', async () => {
    const { id, secret } = await makeToken('mine');
    const { stdout } = await command.run(['token', 'revoke', id], { env: { HOLDFAST_TOKEN: secret } });
    assert.match(stdout, /It was the one that this command signed in with\. Give another in HOLDFAST_TOKEN\./);
  });

  test('with --json the commands about tokens give what the API gives', async () => {
    const made = await command.runJson(['token', 'make', 'robot']);
    assert.match(String(made.secret), /^hf_/);
    const { tokens } = (await command.runJson(['token', 'list'])) as { tokens: JsonObject[] };
    assert.deepEqual(tokens.map(({ name }) => name).toSorted(), ['first token', 'robot']);
    assert.equal((await command.runJson(['token', 'revoke', String(made.id)])).name, 'robot');
  });

  test('a webhook that is paused refuses events until it is resumed at the same address', async () => {
    const { url } = await holdfast.client.showHook('customers');
    const deliver = async () => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { method: 'POST', headers, body: ADA })).status;
    };
    const paused = await command.run(['flow', 'pause', 'customers']);
    assert.deepEqual([paused.code, paused.stderr], [0, '']);
    assert.match(paused.stdout, /is switched off\. `holdfast flow resume customers` switches it on again\.$/m);
    assert.equal(await deliver(), 503);
    assert.match((await command.run(['flow', 'show', 'customers'])).stdout, /switched off/);
    const resumed = await command.runJson(['flow', 'resume', 'customers']);
    assert.deepEqual([resumed.isEnabled, resumed.url], [true, url]);
    assert.equal(await deliver(), 202);
    assert.equal((await command.run(['flow', 'pause', 'none'])).code, 3);
  });

  test('another body under a key that is known is refused in words, with the code of the reference, and stores nothing', async () => {
    const args = ['event', 'send', 'customers', '--id', 'order-17'];
    const first = await command.run(args, { input: ADA });
    assert.equal(first.code, 0, first.stderr);
    const runId = /Accepted as run (\S+)\./.exec(first.stdout)?.[1] ?? '';
    assert.equal((await command.run(args, { input: ADA })).stdout, `The event was known; its run is ${runId}.\n`);
    const other = await command.run(args, { input: ADA.replace('Ada', 'Eve') });
    assert.deepEqual([other.code, other.stdout], [1, '']);
    assert.match(other.stderr, /^The key "order-17" belongs to an event with another body, which became run /);
    assert.ok(other.stderr.includes(runId));
    assert.match(other.stderr, /^Send the body under a key of its own.*\(triggers\.event\.key_reused\)$/m);
    assert.match((await command.run(['event', 'send', '--help'])).stdout, /other bytes.*the exit code is 1\./s);
  });
});
