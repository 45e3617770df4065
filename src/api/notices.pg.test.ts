import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHookReceiver } from '../../test/alerting.ts';
import { startHoldfast, type TestHoldfast, until } from '../../test/holdfast.ts';
import { addMember, type Browser, setUpOwner } from '../../test/people.ts';
import { Database } from '../db/index.ts';
import { type JsonObject, silentLog } from '../foundation/index.ts';

let holdfast: TestHoldfast;
let owner: Browser;
let viewer: Browser;
before(async () => {
  holdfast = await startHoldfast();
  owner = await setUpOwner(holdfast);
  viewer = await addMember(owner, 'viewer@example.com', 'viewer');
});
after(() => holdfast.stop());

test('a broken connection is told in the app and over the live stream, and is over when it works again', async () => {
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${holdfast.token}` };
  const stream = await fetch(`${holdfast.url}/api/v1/live`, { headers, signal: abort.signal });
  const heard = readUntil(stream, 'data: notices');
  const database = new Database({ url: holdfast.databaseUrl, log: silentLog });
  const setState = (state: string) => database.query('update connection set state = $1', [state]);
  await setState('needs_reconnect');
  await heard;
  abort.abort();
  const { notices, openCount } = await holdfast.client.listNotices();
  assert.deepEqual([notices[0]?.title, notices[0]?.link, openCount], ['Reconnect billing', '/connections/billing', 1]);
  const known = await holdfast.client.acknowledgeNotice(notices[0]?.id ?? '');
  assert.equal(typeof known.acknowledgedBy, 'string');
  await setState('active');
  await until(
    () => holdfast.client.listNotices(),
    (page) => page.notices.length === 0,
  );
  const all = await holdfast.client.listNotices({ state: 'all' });
  assert.equal(typeof all.notices[0]?.resolvedAt, 'string');
  await database.close();
});

async function readUntil(response: Response, wanted: string): Promise<void> {
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk);
    if (text.includes(wanted)) return;
  }
}

test('the secret of a webhook is given once, and its whole address to owners only', async () => {
  const receiver = await startHookReceiver();
  const made = await owner.call('POST', '/api/v1/channels', { kind: 'webhook', name: 'pager', url: receiver.url });
  receiver.stop();
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.match(String(made.body.secret), /^whsec_/);
  const id = String((made.body.channel as JsonObject).id);
  const urlFor = async (browser: Browser) => {
    const { body } = await browser.call('GET', '/api/v1/channels');
    assert.doesNotMatch(JSON.stringify(body), /whsec_|sealed/i);
    const [channel] = body.channels as { settings: JsonObject }[];
    return channel?.settings.url;
  };
  assert.deepEqual([await urlFor(owner), await urlFor(viewer)], [receiver.url, `${new URL(receiver.url).origin}/…`]);
  const tested = await owner.call('POST', `/api/v1/channels/${id}/test`);
  assert.deepEqual([tested.status, tested.body.isDelivered], [200, false]);
  assert.match(String((tested.body.channel as JsonObject).problem), /blocked by egress policy/);
  assert.equal((await viewer.call('POST', `/api/v1/channels/${id}/test`)).status, 403);
  assert.equal((await owner.call('DELETE', `/api/v1/channels/${id}`)).status, 200);
});

test('a channel that cannot be is refused with what is wrong', async () => {
  const refusal = async (draft: JsonObject) => {
    const { status, body } = await owner.call('POST', '/api/v1/channels', { name: 'wrong', ...draft });
    return [status, body.code];
  };
  const addresses = ['ops@example.com'];
  assert.deepEqual(await refusal({ kind: 'email', addresses }), [409, 'alerts.mail.not_configured']);
  assert.deepEqual(await refusal({ kind: 'email', addresses: ['ops'] }), [422, 'alerts.channel.addresses_invalid']);
  assert.deepEqual(await refusal({ kind: 'webhook', url: 'ftp://x' }), [422, 'alerts.channel.url_invalid']);
  assert.deepEqual(await refusal({ kind: 'webhook', addresses }), [422, 'alerts.channel.setting_foreign']);
  const { mail } = (await owner.call('GET', '/api/v1/channels')).body as { mail: JsonObject };
  assert.deepEqual([mail.isConfigured, mail.from], [false, null]);
});
