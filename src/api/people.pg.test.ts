import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { customerFlow, startHoldfast, type TestHoldfast, until, VENDOR_KEY } from '../../test/holdfast.ts';
import { addMember, Browser, inviteToken, PASSWORD } from '../../test/people.ts';
import type { JsonObject } from '../foundation/index.ts';
import { ApiClient } from './client.ts';

/** One Holdfast serves all tests of the file, which need its first owner. */
let holdfast: TestHoldfast;
let owner: Browser;

before(async () => {
  holdfast = await startHoldfast();
});
after(() => holdfast.stop());

function isRefused(answer: { status: number; body: JsonObject }, status: number, code: string): void {
  assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(answer.body));
}

describe('the set-up link', () => {
  test('makes one owner, however many use it at once, and then no link makes another', async () => {
    const links = [await holdfast.wired.setUp.makeLink(), await holdfast.wired.setUp.makeLink()];
    const stranger = new Browser(holdfast.url);
    assert.deepEqual((await stranger.call('GET', '/api/v1/set-up')).body, { isNeeded: true });
    const browsers = Array.from({ length: 4 }, () => new Browser(holdfast.url));
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.call('POST', '/api/v1/set-up', {
          token: (links[index % 2] as (typeof links)[0]).reveal(),
          name: `Owner ${index}`,
          email: `owner${index}@example.com`,
          password: PASSWORD,
        }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409, 409, 409]);
    owner = browsers[answers.findIndex(({ status }) => status === 201)] as Browser;
    const { members } = (await owner.call('GET', '/api/v1/members')).body as { members: JsonObject[] };
    assert.deepEqual(
      members.map(({ role, isYou }) => [role, isYou]),
      [['owner', true]],
    );
    assert.deepEqual((await stranger.call('GET', '/api/v1/set-up')).body, { isNeeded: false });
    await assert.rejects(holdfast.wired.setUp.makeLink(), { code: 'access.set_up.done' });
  });

  test('that nobody made is refused, and a short password does not use a good one up', async (t) => {
    const other = await startHoldfast();
    t.after(() => other.stop());
    const browser = new Browser(other.url);
    const draft = { name: 'Ada', email: ' Ada@Example.com ', password: PASSWORD };
    isRefused(
      await browser.call('POST', '/api/v1/set-up', { ...draft, token: 'made-up' }),
      403,
      'access.set_up.rejected',
    );
    const { link } = await other.client.makeSetUpLink();
    assert.match(link, /^http:\/\/localhost:\d+\/set-up#/);
    const token = link.split('#')[1] as string;
    const short = await browser.call('POST', '/api/v1/set-up', { ...draft, token, password: 'short' });
    isRefused(short, 422, 'access.password.too_short');
    assert.equal((await browser.call('POST', '/api/v1/set-up', { ...draft, token })).status, 201);
    const me = (await browser.call('GET', '/api/v1/me')).body as { person: JsonObject };
    assert.equal(me.person.email, 'ada@example.com');
    await new Browser(other.url).signIn('ADA@example.com');
  });
});

describe('a session', () => {
  test('shows who is signed in and never gives its token to a script', async () => {
    const me = (await owner.call('GET', '/api/v1/me')).body as {
      workspaces: JsonObject[];
      role: string;
      workspaceId: string;
    };
    assert.equal(me.role, 'owner');
    assert.equal(me.workspaces[0]?.id, me.workspaceId);
    const email = ((me as unknown as { person: JsonObject }).person.email ?? '') as string;
    const browser = new Browser(holdfast.url);
    const signedIn = await browser.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
    assert.equal(signedIn.status, 200);
    assert.equal(signedIn.body.token, undefined);
    assert.match(signedIn.headers.getSetCookie()[0] ?? '', /^holdfast-\d+\.session_token=.*HttpOnly; SameSite=Lax/);
    const { session, user } = (await browser.call('GET', '/api/auth/get-session')).body as {
      session: JsonObject;
      user: JsonObject;
    };
    assert.equal(user.email, email);
    assert.equal(session.token, undefined);
  });

  test('that is ended elsewhere is refused from the next call on', async () => {
    const person = await addMember(owner, 'sessions@example.com', 'viewer');
    const second = new Browser(holdfast.url);
    await second.signIn('sessions@example.com');
    const { sessions } = (await person.call('GET', '/api/v1/me/sessions')).body as { sessions: JsonObject[] };
    assert.equal(sessions.length, 2);
    const other = sessions.find(({ isCurrent }) => isCurrent === false);
    assert.equal((await second.call('GET', '/api/v1/flows')).status, 200);
    assert.equal((await person.call('DELETE', `/api/v1/me/sessions/${other?.id}`)).status, 200);
    isRefused(await second.call('GET', '/api/v1/flows'), 401, 'api.session.over');
    isRefused(await owner.call('DELETE', `/api/v1/me/sessions/${sessions[0]?.id}`), 404, 'access.session.not_found');
    assert.equal((await person.call('GET', '/api/v1/flows')).status, 200);
    await person.call('POST', '/api/auth/sign-out', {});
    assert.equal((await person.call('GET', '/api/v1/flows')).status, 401);
  });

  test('whose signature is forged is no session', async () => {
    const forged = owner.cookie.replace(/\.[^.]*$/, '.AAAA');
    isRefused(
      await new Browser(holdfast.url).call('GET', '/api/v1/flows', undefined, { cookie: forged }),
      401,
      'api.session.over',
    );
  });

  test('changes nothing when another site made the browser send the call', async () => {
    const name = { name: 'main' };
    const path = '/api/v1/workspace';
    assert.equal((await owner.call('PATCH', path, name)).status, 200);
    for (const site of ['cross-site', 'same-site', 'none']) {
      isRefused(await owner.call('PATCH', path, name, { 'sec-fetch-site': site }), 403, 'api.origin.refused');
    }
    const bare = async (origin: string | undefined) =>
      fetch(`${holdfast.url}${path}`, {
        method: 'PATCH',
        body: JSON.stringify(name),
        headers: {
          cookie: owner.cookie,
          'content-type': 'application/json',
          ...(origin === undefined ? {} : { origin }),
        },
      });
    assert.equal((await bare(undefined)).status, 403);
    assert.equal((await bare('http://evil.example')).status, 403);
    assert.equal((await bare(owner.origin)).status, 200);
    const evil = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await owner.call('POST', '/api/auth/sign-out', {}, evil)).status, 403);
    assert.equal((await owner.call('GET', '/api/v1/me')).status, 200);
  });
});

describe('an invitation', () => {
  test('makes somebody new a member once, with the role it says', async () => {
    const token = await inviteToken(owner, 'New@Example.com', 'builder');
    const browser = new Browser(holdfast.url);
    const opened = await browser.call('POST', '/api/v1/invitations/open', { token });
    assert.deepEqual(opened.body, {
      workspaceName: 'main',
      email: 'new@example.com',
      role: 'builder',
      isPersonKnown: false,
    });
    isRefused(await browser.call('POST', '/api/v1/invitations/accept', { token }), 422, 'access.invitation.nameless');
    const draft = { token, name: 'Nora', password: PASSWORD };
    const both = await Promise.all([
      browser.call('POST', '/api/v1/invitations/accept', draft),
      new Browser(holdfast.url).call('POST', '/api/v1/invitations/accept', draft),
    ]);
    assert.deepEqual(both.map(({ status }) => status < 300).toSorted(), [false, true]);
    const signedIn = new Browser(holdfast.url);
    await signedIn.signIn('new@example.com');
    assert.equal((await signedIn.call('GET', '/api/v1/me')).body.role, 'builder');
    isRefused(await browser.call('POST', '/api/v1/invitations/open', { token }), 403, 'access.invitation.rejected');
  });

  test('of somebody with an account is accepted by them alone, signed in', async () => {
    const known = await addMember(owner, 'known@example.com', 'viewer');
    const made = await owner.call('POST', '/api/v1/workspaces', { name: 'Second' });
    assert.equal(made.status, 201);
    const inSecond = { 'x-holdfast-workspace': String(made.body.id) };
    const invited = await owner.call(
      'POST',
      '/api/v1/invitations',
      { email: 'known@example.com', role: 'operator' },
      inSecond,
    );
    const token = String(invited.body.link).split('#')[1] as string;
    const stranger = new Browser(holdfast.url);
    assert.equal((await stranger.call('POST', '/api/v1/invitations/open', { token })).body.isPersonKnown, true);
    const draft = { token, name: 'Mallory', password: PASSWORD };
    isRefused(await stranger.call('POST', '/api/v1/invitations/accept', draft), 401, 'access.invitation.sign_in_first');
    isRefused(await owner.call('POST', '/api/v1/invitations/accept', { token }), 403, 'access.invitation.not_yours');
    assert.equal((await known.call('POST', '/api/v1/invitations/accept', { token })).status, 200);
    const me = (await known.call('GET', '/api/v1/me', undefined, inSecond)).body;
    assert.deepEqual([me.role, (me.workspaces as JsonObject[]).length], ['operator', 2]);
    assert.equal((await known.call('GET', '/api/v1/me')).body.role, 'viewer');
  });

  test('that is taken back or replaced opens nothing', async () => {
    const first = await inviteToken(owner, 'later@example.com', 'viewer');
    const second = await inviteToken(owner, 'later@example.com', 'viewer');
    const stranger = new Browser(holdfast.url);
    assert.equal((await stranger.call('POST', '/api/v1/invitations/open', { token: first })).status, 403);
    const { invitations } = (await owner.call('GET', '/api/v1/invitations')).body as { invitations: JsonObject[] };
    assert.equal(invitations.length, 1);
    await owner.call('DELETE', `/api/v1/invitations/${invitations[0]?.id}`);
    assert.equal((await stranger.call('POST', '/api/v1/invitations/open', { token: second })).status, 403);
    isRefused(
      await owner.call('POST', '/api/v1/invitations', { email: 'known@example.com', role: 'viewer' }),
      409,
      'access.invitation.member',
    );
  });
});

describe('members', () => {
  test('the last owner can neither leave nor become less, also when two try at once', async () => {
    const { members } = (await owner.call('GET', '/api/v1/members')).body as { members: JsonObject[] };
    const first = members.find(({ isYou }) => isYou === true)?.personId;
    isRefused(await owner.call('DELETE', `/api/v1/members/${first}`), 409, 'access.member.last_owner');
    isRefused(
      await owner.call('PATCH', `/api/v1/members/${first}`, { role: 'viewer' }),
      409,
      'access.member.last_owner',
    );
    const second = await addMember(owner, 'co-owner@example.com', 'owner');
    const me = (await second.call('GET', '/api/v1/me')).body as { person: JsonObject };
    const both = await Promise.all([
      owner.call('DELETE', `/api/v1/members/${me.person.id}`),
      second.call('DELETE', `/api/v1/members/${first}`),
    ]);
    assert.equal(both.filter(({ status }) => status === 200).length, 1);
    if (both[1]?.status === 200) owner = second;
  });

  test('another role and the end of a membership count from the next call on', async () => {
    const person = await addMember(owner, 'changing@example.com', 'viewer');
    const { person: me } = (await person.call('GET', '/api/v1/me')).body as { person: JsonObject };
    isRefused(await person.call('GET', '/api/v1/tokens'), 403, 'access.right.missing');
    assert.equal((await owner.call('PATCH', `/api/v1/members/${me.id}`, { role: 'owner' })).status, 200);
    assert.equal((await person.call('GET', '/api/v1/tokens')).status, 200);
    assert.equal((await owner.call('DELETE', `/api/v1/members/${me.id}`)).status, 200);
    isRefused(await person.call('GET', '/api/v1/flows'), 403, 'access.workspace.not_yours');
    const alone = (await person.call('GET', '/api/v1/me')).body;
    assert.deepEqual([alone.workspaceId, alone.role, alone.workspaces], [null, null, []]);
  });

  test('a reset link sets a new password once and ends the sessions before; nobody makes one who does not own all the person has', async () => {
    const person = await addMember(owner, 'forgetful@example.com', 'viewer');
    const { person: me } = (await person.call('GET', '/api/v1/me')).body as { person: JsonObject };
    const before = await owner.call('POST', `/api/v1/members/${me.id}/reset-link`);
    const made = await owner.call('POST', `/api/v1/members/${me.id}/reset-link`);
    const token = String(made.body.link).split('#')[1] as string;
    assert.match(String(made.body.link), /\/reset#/);
    const newPassword = 'another long password';
    const stranger = new Browser(holdfast.url);
    const older = String(before.body.link).split('#')[1] as string;
    const late = await stranger.call('POST', '/api/auth/reset-password', { token: older, newPassword });
    assert.equal(late.status, 400, 'a newer link ends the one before');
    assert.equal((await stranger.call('POST', '/api/auth/reset-password', { token, newPassword })).status, 200);
    assert.notEqual(
      (await stranger.call('POST', '/api/auth/reset-password', { token, newPassword: PASSWORD })).status,
      200,
    );
    assert.equal((await person.call('GET', '/api/v1/me')).status, 401);
    await person.signIn('forgetful@example.com', newPassword);
    await person.call('POST', '/api/v1/workspaces', { name: 'Private' });
    isRefused(await owner.call('POST', `/api/v1/members/${me.id}/reset-link`), 403, 'access.member.elsewhere');
  });

  test('a workspace made while Holdfast runs takes flows and executes their runs', async () => {
    const made = await owner.call('POST', '/api/v1/workspaces', { name: 'Fresh' });
    const there = { 'x-holdfast-workspace': String(made.body.id) };
    const token = await owner.call('POST', '/api/v1/tokens', { name: 'test', role: 'owner' }, there);
    const client = new ApiClient({ url: holdfast.url, token: String(token.body.secret) });
    const connection = { name: 'billing', connector: 'sandbox_invoicing', settings: { baseUrl: holdfast.vendor.url } };
    const credential = { kind: 'api_key', key: VENDOR_KEY };
    assert.equal((await owner.call('POST', '/api/v1/connections', { ...connection, credential }, there)).status, 201);
    await client.publishFlow(customerFlow());
    const bytes = new TextEncoder().encode('{"id":"1","email":"a@b.example","name":"A"}');
    const { runId } = await client.sendEvent('customers', { bytes });
    await until(
      () => client.showRun(runId),
      (run) => run.state === 'succeeded',
    );
  });
});
