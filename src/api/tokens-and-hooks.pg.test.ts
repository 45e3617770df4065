import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { customerFlow, startHoldfast, type TestHoldfast } from '../../test/holdfast.ts';
import { ApiClient, sendPlain } from './client.ts';

/** One Holdfast serves all tests of the file; what they make has names of its own. */
let holdfast: TestHoldfast;

before(async () => {
  holdfast = await startHoldfast();
  await holdfast.client.publishFlow(customerFlow());
});
after(() => holdfast.stop());

function clientWith(token: string): ApiClient {
  return new ApiClient({ url: holdfast.url, token });
}

function isProblem(code: string): (error: Error & { code?: string }) => boolean {
  return (error) => error.code === code;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('tokens', () => {
  test('a token is made, used, listed without its secret, and refused at once when it is revoked', async () => {
    const { secret, ...made } = await holdfast.client.makeToken({ name: ' deploy script ' });
    assert.equal(made.name, 'deploy script');
    const other = clientWith(secret);
    const listed = await other.listTokens();
    assert.deepEqual(listed.find((token) => token.id === made.id)?.isOwn, true);
    assert.equal(JSON.stringify(listed).includes(secret.slice(3)), false);
    await holdfast.client.revokeToken(made.id);
    await assert.rejects(other.listTokens(), isProblem('access.token.rejected'));
    assert.equal(
      (await holdfast.client.listTokens()).some((token) => token.id === made.id),
      false,
    );
    await assert.rejects(holdfast.client.revokeToken(made.id), isProblem('access.token.not_found'));
  });

  test('a token may revoke itself, but not the last good one of its workspace', async () => {
    const { secret, id } = await holdfast.client.makeToken({ name: 'for an hour', expiresAt: '2099-01-01T00:00:00Z' });
    assert.equal((await clientWith(secret).revokeToken(id)).id, id);
    const [last, ...others] = await holdfast.client.listTokens();
    assert.deepEqual(others, []);
    await assert.rejects(holdfast.client.revokeToken(last?.id ?? ''), isProblem('access.token.last'));
  });

  test('a name of blanks, an expiry that is over and an id that is none are refused, and the secret is not repeated', async () => {
    await assert.rejects(holdfast.client.makeToken({ name: '  ' }), isProblem('access.token.nameless'));
    const over = holdfast.client.makeToken({ name: 'x', expiresAt: '2020-01-01T00:00:00Z' });
    await assert.rejects(over, isProblem('access.token.expiry_refused'));
    await assert.rejects(holdfast.client.revokeToken(holdfast.token), (error: Error & { code?: string }) => {
      return error.code === 'api.id.malformed' && !error.message.includes(holdfast.token);
    });
  });
});

describe('webhooks', () => {
  test('a path that is spelled with escapes leads to the same webhook, with the same answers', async () => {
    const { url } = await holdfast.client.showHook('customers');
    const token = url.slice(url.lastIndexOf('/') + 1);
    const escaped = `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`;
    const post = (path: string, body: string) =>
      sendPlain({
        method: 'POST',
        url: `${holdfast.url}/hooks/${path}`,
        headers: { 'content-type': 'application/json' },
        body,
      });
    assert.equal((await post(escaped, '{"id":"spelled"}')).status, 202);
    assert.equal((await post(token, '{"id":"spelled"}')).status, 200);
    const [one, other] = [await post(escaped, '{'), await post(token, '{')];
    const codeOf = (answer: { bytes: Uint8Array }) => JSON.parse(new TextDecoder().decode(answer.bytes)).code;
    assert.deepEqual([one.status, codeOf(one)], [400, 'foundation.json.syntax']);
    assert.deepEqual([other.status, codeOf(other)], [one.status, codeOf(one)]);
  });

  test('a paused webhook answers 503, so that senders come again, and goes on under the same path', async () => {
    const { url } = await holdfast.client.showHook('customers');
    const post = (id: string) =>
      sendPlain({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: `{"id":"${id}"}` });
    assert.equal((await holdfast.client.switchHook('customers', false)).isEnabled, false);
    assert.equal((await post('paused')).status, 503);
    assert.equal((await holdfast.client.switchHook('customers', true)).url, url);
    assert.equal((await post('going on')).status, 202);
  });
});

describe('events sent by hand', () => {
  test('a key with another body is refused and says which run has it; with the same body it is a repetition', async () => {
    const first = await holdfast.client.sendEvent('customers', { bytes: bytesOf('{"id":1}'), dedupeKey: 'mine' });
    const again = await holdfast.client.sendEvent('customers', { bytes: bytesOf('{"id":1}'), dedupeKey: 'mine' });
    assert.deepEqual([again.duplicate, again.runId], [true, first.runId]);
    const other = holdfast.client.sendEvent('customers', { bytes: bytesOf('{"id":2}'), dedupeKey: 'mine' });
    await assert.rejects(other, (error: Error & { code?: string; status?: number }) => {
      return error.code === 'triggers.event.key_reused' && error.status === 422 && error.message.includes(first.runId);
    });
  });
});

describe('the page of error codes', () => {
  test('the type of a problem leads to its words', async () => {
    const problem = await sendPlain({ method: 'GET', url: `${holdfast.url}/api/v1/flows` });
    const { type } = JSON.parse(new TextDecoder().decode(problem.bytes)) as { type: string };
    const page = await sendPlain({ method: 'GET', url: new URL(type, holdfast.url).href });
    assert.deepEqual([page.status, page.contentType], [200, 'text/html; charset=utf-8']);
    const text = new TextDecoder().decode(page.bytes);
    assert.ok(text.includes(`<h3 id="${type.split('#')[1]}">`));
    assert.match(text, /id="triggers\.body\.type_refused"><code>triggers\.body\.type_refused<\/code> \(HTTP 415\)/);
    assert.match(
      text,
      /id="triggers\.hook\.disabled"><code>triggers\.hook\.disabled<\/code> \(HTTP 503 at a webhook\)/,
    );
    assert.equal(/<script/i.test(text), false);
  });
});
