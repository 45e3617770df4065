/**
 * People who use a running Holdfast: each has a browser with cookies of its own, which sends what a browser would send
 * from a page of Holdfast.
 */
import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../src/foundation/index.ts';
import type { TestHoldfast } from './holdfast.ts';

export const PASSWORD = 'correct horse battery';

export interface BrowserAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Headers;
}

export class Browser {
  readonly url: string;
  /** Where pages of Holdfast are. */
  readonly origin: string;
  readonly #cookies = new Map<string, string>();
  /** Sent with every call. */
  headers: Record<string, string> = {};

  constructor(url: string) {
    this.url = url;
    this.origin = url.replace('127.0.0.1', 'localhost');
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Calls the API, or the sign-in library, as a page would. */
  async call(
    method: string,
    path: string,
    body?: JsonValue,
    headers: Record<string, string> = {},
  ): Promise<BrowserAnswer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        cookie: this.cookie,
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const text = await response.text();
    return { status: response.status, body: readObject(text), headers: response.headers };
  }

  /** Signs in with the password; throws when that is not enough. */
  async signIn(email: string, password = PASSWORD): Promise<void> {
    const answer = await this.call('POST', '/api/auth/sign-in/email', { email, password });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '' || /max-age=0/i.test(cookie)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Makes the first owner by a set-up link and gives back their browser. */
export async function setUpOwner(holdfast: TestHoldfast, email = 'owner@example.com'): Promise<Browser> {
  const browser = new Browser(holdfast.url);
  const token = (await holdfast.wired.setUp.makeLink()).reveal();
  const answer = await browser.call('POST', '/api/v1/set-up', { token, name: 'Olga Owner', email, password: PASSWORD });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return browser;
}

/** Invites somebody new with a role; gives back the browser in which they accepted. */
export async function addMember(owner: Browser, email: string, role: string): Promise<Browser> {
  const token = await inviteToken(owner, email, role);
  const browser = new Browser(owner.url);
  const draft = { token, name: email.split('@')[0] as string, password: PASSWORD };
  const answer = await browser.call('POST', '/api/v1/invitations/accept', draft);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return browser;
}

/** The token of a new invitation's link. */
export async function inviteToken(owner: Browser, email: string, role: string): Promise<string> {
  const made = await owner.call('POST', '/api/v1/invitations', { email, role });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return String(made.body.link).split('#')[1] as string;
}

function readObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? { items: value } : (value ?? {})) as JsonObject;
  } catch {
    return {};
  }
}
