/**
 * Reads what a token endpoint answered. Vendors differ from RFC 6749 in many small ways, all of which are met here: a
 * failure with status 200, a form instead of JSON, numbers as text, no `token_type`, no `expires_in`, scopes as a list.
 */
import type { OAuthProvider } from '../connectors/index.ts';
import { isObject, type JsonObject, type JsonValue, ownValue, parseJson } from '../foundation/index.ts';
import { type HttpAnswer, makeRedactor, parseRetryAfter, type Redactor } from '../outbound/index.ts';
import { withImplied } from './granted-scopes.ts';
import { accountInIdToken } from './id-token.ts';

/** What a token endpoint gave. */
export interface TokenAnswer {
  readonly accessToken: string;
  /** Absent: the one in use stays (RFC 6749, 6). */
  readonly refreshToken?: string;
  /** Absent: the token does not expire, as far as is known. */
  readonly expiresInMs?: number;
  readonly refreshExpiresInMs?: number;
  /** Absent: as asked for (RFC 6749, 5.1). */
  readonly scopes?: readonly string[];
  /** For whom or which account, where the answer says so. */
  readonly account?: string;
  /** Base URL of this account's API. */
  readonly apiUrl?: string;
  /** What the provider added to the callback and the connection has to keep, by name. */
  readonly callback?: Readonly<Record<string, string>>;
}

export type TokenOutcome =
  | { readonly kind: 'tokens'; readonly tokens: TokenAnswer }
  /** The provider's final word: `account` is for the person who consented, `app` for whoever runs the OAuth app. */
  | { readonly kind: 'refused'; readonly side: 'account' | 'app'; readonly code: string; readonly message: string }
  /** No word about the token; to be tried again. */
  | { readonly kind: 'troubled'; readonly message: string; readonly retryAfterMs?: number }
  /** No answer came; `wasSent` when the request may have been processed all the same. */
  | { readonly kind: 'unanswered'; readonly wasSent: boolean; readonly message: string };

/** RFC 6749, 5.2, and the words of Slack, Microsoft and others for the same. */
const ACCOUNT_CODES: ReadonlySet<string> = new Set([
  'invalid_grant',
  'access_denied',
  'consent_required',
  'interaction_required',
  'login_required',
  'invalid_refresh_token',
  'invalid_code',
  'code_already_used',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'bad_refresh_token',
  'bad_verification_code',
]);
const APP_CODES: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_target',
  'invalid_client_id',
  'bad_client_secret',
  'incorrect_client_credentials',
  'redirect_uri_mismatch',
]);
const MESSAGE_CHARACTERS = 300;

/** What judging an answer takes besides the answer. */
export interface TokenAnswerContext {
  /** For dates in the answer. */
  readonly nowMs: number;
  /** Masks what was sent. */
  readonly redact: Redactor;
}

/** Judges an answer of the token endpoint; its words are masked before they are cut. Pure. */
export function readTokenAnswer(
  answer: HttpAnswer,
  provider: OAuthProvider,
  { nowMs, redact }: TokenAnswerContext,
): TokenOutcome {
  const body = answer.bodyState === 'complete' ? readBody(answer) : undefined;
  const code = body === undefined ? undefined : errorCode(body, provider);
  if (code !== undefined && body !== undefined)
    return refusalOf(answer, redact(code), redact(describe(body, code)).slice(0, MESSAGE_CHARACTERS), nowMs);
  // RFC 6749, 5.2: a client that cannot prove itself may be told so by the status alone.
  if (answer.status === 401) return { kind: 'refused', side: 'app', code: 'invalid_client', message: 'status 401' };
  if (answer.status < 200 || answer.status > 299) return troubled(answer, `status ${answer.status}`, nowMs);
  const tokens = body === undefined ? undefined : readTokens(body, provider, nowMs);
  return tokens === undefined
    ? troubled(answer, 'the answer holds no access token', nowMs)
    : { kind: 'tokens', tokens: withoutSecrets(tokens, redact) };
}

/** What is shown of an answer must not hold what it is shown beside. */
function withoutSecrets(tokens: TokenAnswer, redact: Redactor): TokenAnswer {
  const { accessToken, refreshToken = '', scopes, account } = tokens;
  const redactGiven = makeRedactor([accessToken, refreshToken]);
  const mask = (text: string): string => redactGiven(redact(text));
  return {
    ...tokens,
    ...optional('scopes', scopes?.map(mask)),
    ...optional('account', account === undefined ? undefined : mask(account)),
  };
}

function refusalOf(answer: HttpAnswer, code: string, message: string, nowMs: number): TokenOutcome {
  if (ACCOUNT_CODES.has(code)) return { kind: 'refused', side: 'account', code, message };
  if (APP_CODES.has(code)) return { kind: 'refused', side: 'app', code, message };
  return troubled(answer, message, nowMs);
}

function troubled({ headers }: HttpAnswer, message: string, nowMs: number): TokenOutcome {
  const retryAfterMs = parseRetryAfter(headers['retry-after'], headers.date, nowMs);
  return { kind: 'troubled', message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function readBody(answer: HttpAnswer): JsonObject | undefined {
  const text = new TextDecoder().decode(answer.body);
  if (/form-urlencoded/i.test(answer.headers['content-type'] ?? '')) return fromForm(text);
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return /^access_token=|&access_token=|^error=/.test(text) ? fromForm(text) : undefined;
  }
}

function fromForm(text: string): JsonObject {
  return Object.fromEntries(new URLSearchParams(text));
}

function errorCode(body: JsonObject, { okField }: OAuthProvider): string | undefined {
  const error = ownValue(body, 'error');
  const isFailed = okField !== undefined && ownValue(body, okField) === false;
  if (typeof error === 'string' && error !== '') return error;
  // Some wrap it, as `{"error":{"type":"invalid_grant"}}`.
  if (isObject(error)) return textOf(error, 'type') ?? textOf(error, 'code') ?? 'unknown_error';
  return isFailed ? 'unknown_error' : undefined;
}

function describe(body: JsonObject, code: string): string {
  const error = ownValue(body, 'error');
  const words = textOf(body, 'error_description') ?? (isObject(error) ? textOf(error, 'message') : undefined);
  return words === undefined ? code : `${code}: ${words}`;
}

function readTokens(body: JsonObject, provider: OAuthProvider, nowMs: number): TokenAnswer | undefined {
  const accessToken = textOf(body, 'access_token');
  if (accessToken === undefined) return undefined;
  const refreshExpiresInMs = secondsOf(body, 'refresh_token_expires_in') ?? secondsOf(body, 'refresh_expires_in');
  return {
    accessToken,
    ...optional('refreshToken', textOf(body, 'refresh_token')),
    ...optional('expiresInMs', accessLifeMs(body, provider, nowMs)),
    ...optional('refreshExpiresInMs', refreshExpiresInMs),
    ...optional('scopes', withImplied(scopesOf(ownValue(body, 'scope'), provider), provider.impliedScopes)),
    ...optional('account', accountOf(body, provider.accountPath) ?? accountInIdToken(textOf(body, 'id_token'))),
    ...optional('apiUrl', apiUrlOf(body, provider)),
  };
}

/** A life that is no time at all would be renewed for ever; it counts as not told. */
function accessLifeMs(body: JsonObject, provider: OAuthProvider, nowMs: number): number | undefined {
  const { ignoresExpiresIn = false, expiresAtField } = provider;
  const told = ignoresExpiresIn ? undefined : secondsOf(body, 'expires_in');
  const endsAt = expiresAtField === undefined ? undefined : textOf(body, expiresAtField);
  const lives = [told, endsAt === undefined ? undefined : Date.parse(endsAt) - nowMs];
  return lives.find((lifeMs) => lifeMs !== undefined && lifeMs > 0) ?? provider.accessLifeMs;
}

/** Between scopes stands a space (RFC 6749, 3.3), with some a comma; with others they are a list. */
function scopesOf(value: JsonValue | undefined, provider: OAuthProvider): readonly string[] | undefined {
  if (Array.isArray(value)) return value.filter((scope) => typeof scope === 'string');
  if (typeof value !== 'string') return undefined;
  const { scopeSeparator, answerScopeSeparator = scopeSeparator } = provider;
  if (answerScopeSeparator === ',') return value.split(/[\s,]+/).filter((part) => part !== '');
  const parts = value.split(/\s+/).filter((part) => part !== '');
  return parts.length === 1 ? (parts[0] as string).split(',').filter((part) => part !== '') : parts;
}

function accountOf(body: JsonObject, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  let value: JsonValue | undefined = body;
  for (const name of path.split('.')) value = isObject(value) ? ownValue(value, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The credential goes there, so that only hosts of the vendor are taken. */
function apiUrlOf(body: JsonObject, provider: OAuthProvider): string | undefined {
  const { apiUrlField, apiUrlTemplate = '{value}', apiHosts = [] } = provider;
  const text = apiUrlField === undefined ? undefined : textOf(body, apiUrlField);
  if (text === undefined) return undefined;
  const written = apiUrlTemplate.replace('{value}', () => text);
  const url = URL.parse(written.includes('://') ? written : `https://${written}`);
  if (url === null || url.protocol !== 'https:' || `${url.username}${url.password}${url.port}` !== '') return undefined;
  const isKnown = apiHosts.some((host) => (host.startsWith('.') ? url.host.endsWith(host) : url.host === host));
  return isKnown ? url.href.replace(/\/$/, '') : undefined;
}

function textOf(body: JsonObject, field: string): string | undefined {
  const value = ownValue(body, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function secondsOf(body: JsonObject, field: string): number | undefined {
  const value = ownValue(body, field);
  if (value === undefined || value === null || value === '' || typeof value === 'boolean') return undefined;
  const seconds = Number(String(value));
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });
}
