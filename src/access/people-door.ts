/** The way to `people-auth.ts`, which is loaded when the first person comes: requests in, answers and cookies out. */
import type { Database } from '../db/index.ts';
import {
  assert,
  type Clock,
  type Log,
  type PersonId,
  randomToken,
  Secret,
  type SessionId,
} from '../foundation/index.ts';
import { listMemberships } from './member.store.ts';
import type { PasswordHasher } from './password.ts';
import type { PeopleAuth } from './people-auth.ts';
import { touchSession } from './person.store.ts';
import type { SignedIn } from './person.ts';
import { SignInGuard } from './sign-in-guard.ts';

/** Set here for every call, whatever came from outside. */
const ADDRESS_HEADER = 'x-holdfast-ip';
/** What a stranger could say about where a request comes from. */
const NOT_BELIEVED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'content-length'];
const SIGN_IN_PATH = '/api/auth/sign-in/email';
const RESET_TOKEN_BYTES = 24;
const RESET_LIFE_MS = 86_400_000;
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?holdfast[\w-]*\.session_token=/;

/** Headers as Node gives them. */
type GivenHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A call to the sign-in library as it came. */
export interface PeopleRequest {
  readonly method: string;
  /** The path alone. */
  readonly path: string;
  readonly headers: GivenHeaders;
  /** Address of the caller, as the server knows it. */
  readonly address: string;
  readonly body?: Uint8Array | undefined;
}

export interface PeopleDoorDeps {
  readonly database: Database;
  readonly hasher: PasswordHasher;
  readonly secret: Secret<string>;
  /** Address that people type; asked once the first person comes, since a free port is known late. */
  readonly pageUrl: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

export class PeopleDoor {
  readonly #deps: PeopleDoorDeps;
  readonly #guard: SignInGuard;
  #auth: Promise<PeopleAuth> | undefined;

  constructor(deps: PeopleDoorDeps) {
    this.#deps = deps;
    this.#guard = new SignInGuard(deps.database);
  }

  /** Loads what signs people in, if it is not loaded; takes about a second once. */
  load(): Promise<PeopleAuth> {
    this.#auth ??= this.#load().catch((error: unknown) => {
      this.#auth = undefined;
      throw error;
    });
    return this.#auth;
  }

  /** Answers a call below `/api/auth`; throws `access.sign_in.throttled` and `access.sign_in.busy`. */
  async answer(request: PeopleRequest): Promise<Response> {
    const email = request.path === SIGN_IN_PATH ? emailIn(request.body) : undefined;
    if (email !== undefined) await this.#guard.enter(email);
    const auth = await this.load();
    const { method, body } = request;
    const url = new URL(request.path, this.#deps.pageUrl());
    const sent = body === undefined || body.length === 0 ? {} : { body: new Uint8Array(body) };
    const response = await auth.handler(new Request(url, { method, headers: headersOf(request), ...sent }));
    if (email !== undefined && response.status === 200) await this.#guard.passed(email);
    return response;
  }

  /** The person whose session these headers carry; undefined when it is over, or forged. Asks each time. */
  async signedIn(headers: GivenHeaders): Promise<SignedIn | undefined> {
    const { cookie } = headers;
    if (!hasSessionCookie(cookie)) return undefined;
    const auth = await this.load();
    const known = await auth.api.getSession({
      headers: new Headers({ cookie: String(cookie) }),
      query: { disableRefresh: true },
    });
    if (known === null) return undefined;
    const { database } = this.#deps;
    const { user, session } = known;
    const id = user.id as PersonId;
    const sessionId = session.id as SessionId;
    const [memberships] = await Promise.all([listMemberships(database, id), touchSession(database, sessionId)]);
    const hasSecondFactor = user.twoFactorEnabled === true;
    return { id, sessionId, name: user.name, email: user.email, hasSecondFactor, memberships };
  }

  /** Signs in somebody whose account was made just now; gives the cookies to set. */
  async signIn(who: { email: string; password: string }, from: Omit<PeopleRequest, 'body'>): Promise<string[]> {
    const auth = await this.load();
    const response = await auth.api.signInEmail({ body: { ...who }, headers: headersOf(from), asResponse: true });
    assert(response.ok, 'an account that was made just now signs in');
    return response.headers.getSetCookie();
  }

  /** A token that sets a person's password anew, once, within a day. */
  async makeResetToken(personId: PersonId): Promise<Secret<string>> {
    const { internalAdapter } = await (await this.load()).$context;
    const token = randomToken(RESET_TOKEN_BYTES);
    const expiresAt = new Date(this.#deps.clock.nowMs() + RESET_LIFE_MS);
    await internalAdapter.createVerificationValue({
      identifier: `reset-password:${token}`,
      value: personId,
      expiresAt,
    });
    return new Secret(token);
  }

  async #load(): Promise<PeopleAuth> {
    const { makePeopleAuth } = await import('./people-auth.ts');
    const { database, hasher, secret, log, pageUrl } = this.#deps;
    const { origin } = new URL(pageUrl());
    return makePeopleAuth({
      pool: database.pool,
      origin,
      secret,
      hasher,
      cookiePrefix: cookiePrefix(origin),
      addressHeader: ADDRESS_HEADER,
      log,
    });
  }
}

/** Whether a request carries a session cookie, good or not. */
export function hasSessionCookie(cookie: unknown): boolean {
  return typeof cookie === 'string' && SESSION_COOKIE.test(cookie);
}

/** Cookies know no ports: two Holdfasts on one machine would sign each other's people out. */
function cookiePrefix(origin: string): string {
  const { hostname, port } = new URL(origin);
  return hostname === 'localhost' && port !== '' ? `holdfast-${port}` : 'holdfast';
}

function headersOf({ headers: given, address }: Omit<PeopleRequest, 'body'>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const each of [value ?? []].flat()) headers.append(name, String(each));
  }
  for (const name of NOT_BELIEVED) headers.delete(name);
  headers.set(ADDRESS_HEADER, address);
  return headers;
}

/** The address that somebody wants to sign in with; what is no such body is for the library to refuse. */
function emailIn(body: Uint8Array | undefined): string | undefined {
  try {
    const { email } = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as { email?: unknown };
    return typeof email === 'string' ? email : undefined;
  } catch {
    return undefined;
  }
}
