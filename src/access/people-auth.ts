/**
 * How people prove who they are, by better-auth: password, session, one-time codes, passkeys. Who belongs where, roles and
 * links are ours. Loaded by `people-door.ts` when the first person comes, because it is large.
 *
 * Its own code encrypts the secrets of one-time codes and signs session cookies, with the secret given here.
 */
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Database } from '../db/index.ts';
import { type Log, makeId, type Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { PasswordHasher } from './password.ts';
import { type PersonTables, personTables } from './people-tables.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './person.ts';

const DAY_S = 86_400;
/** A session ends a week after its last day of use. */
const SESSION_S = 7 * DAY_S;
/** A new passkey, or the end of one, asks for a sign-in not older than this. */
const FRESH_S = 3_600;
/** Calls of one address in a minute. */
const RATE = { window: 60, max: 120 };
/** The same where a password or a code can be guessed. */
const GUESS_RATE = { window: 60, max: 10 };

export interface PeopleAuthDeps {
  readonly pool: Database['pool'];
  /** Scheme, host and port that people type. */
  readonly origin: string;
  /** Of 32 random bytes or more. */
  readonly secret: Secret<string>;
  readonly hasher: PasswordHasher;
  readonly cookiePrefix: string;
  /** Header in which the caller's address is handed on. */
  readonly addressHeader: string;
  readonly log: Log;
}

export type PeopleAuth = ReturnType<typeof makePeopleAuth>;

/** Makes the part that signs people in; every option that matters is said, so that no environment variable decides. */
export function makePeopleAuth({ pool, origin, secret, hasher, cookiePrefix, addressHeader, log }: PeopleAuthDeps) {
  const tables: PersonTables = personTables();
  return betterAuth({
    appName: 'Holdfast',
    baseURL: origin,
    basePath: '/api/auth',
    secret: secret.reveal(),
    database: pool,
    trustedOrigins: [origin, loopbackTwin(origin)],
    telemetry: { enabled: false },
    experimental: { instrumentation: { enabled: false } },
    onAPIError: { throw: true },
    logger: { level: 'warn', disableColors: true, log: (level, message) => note(log, level, message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
      revokeSessionsOnPasswordReset: true,
      password: {
        hash: (password) => hasher.hash(password),
        verify: ({ hash, password }) => hasher.matches(password, hash),
      },
    },
    user: tables.user,
    // No cache in the cookie: a session that is ended is ended at once.
    session: { ...tables.session, expiresIn: SESSION_S, updateAge: DAY_S, freshAge: FRESH_S },
    account: tables.account,
    verification: { ...tables.verification, storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      ...tables.rateLimit,
      ...RATE,
      customRules: {
        '/sign-in/email': GUESS_RATE,
        '/two-factor/*': GUESS_RATE,
        '/change-password': GUESS_RATE,
        '/reset-password': GUESS_RATE,
        '/get-session': false,
      },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: origin.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => makeId() },
      // Said aloud, because the library switches them off where it believes that it is being tested.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    plugins: [
      twoFactor({ issuer: 'Holdfast', allowPasswordless: true, schema: tables.twoFactor }),
      passkeys(origin, tables.passkey),
    ],
  });
}

/** Passkeys of this host's name; they take the place of password and code. */
function passkeys(origin: string, schema: PersonTables['passkey']) {
  return passkey({
    rpID: new URL(origin).hostname,
    rpName: 'Holdfast',
    origin,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    authentication: {
      // A passkey takes the place of password and code, so the device must have looked at who holds it.
      afterVerification: async ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) throw fail('access.passkey.unverified');
      },
    },
    schema,
  });
}

/** The same server by its number: people type either, and only passkeys mind. */
function loopbackTwin(origin: string): string {
  return origin.replace('//localhost', '//127.0.0.1');
}

function note(log: Log, level: string, message: string): void {
  if (level === 'error') log.error('access.people_auth_failed', { reason: message });
  else log.warn('access.people_auth_warned', { reason: message });
}
