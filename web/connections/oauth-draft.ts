/** The OAuth credential that comes of a form: the app at the provider, and what is asked for. */
import { type JsonObject, type JsonValue, makeObject } from '../../src/foundation/index.ts';
import { connectWords } from '../words/connect.ts';
import type { AuthField } from './auth-ways.ts';
import type { ProviderShown } from './connection-queries.ts';
import { type ConnectionValues, fieldProblems, fieldValue } from './credential-draft.ts';

const words = connectWords.oauth;

/** The provider whose addresses the person gives. */
export const CUSTOM_PROVIDER = 'custom';
/** The client proves itself by an assertion that it signs (RFC 7523, 2.2). */
export const CLIENT_KEY = 'private_key_jwt';

export interface OAuthChoice {
  /** Empty until one is chosen. */
  readonly provider: string;
  readonly grant: string;
  /** How the client proves itself; empty for what is usual. */
  readonly authentication: string;
}

/** Name of a field of the OAuth app in the form. */
export const oauthKey = (name: string): string => `oauth:${name}`;
/** Name of a parameter of the provider's addresses in the form. */
export const parameterKey = (name: string): string => `parameter:${name}`;

const secretField = (name: string, title: string, isRequired: boolean): AuthField => ({
  name,
  title,
  help: name === 'clientSecret' && !isRequired ? words.clientSecretHint : '',
  isSecret: true,
  isRequired,
  isLong: name !== 'clientSecret',
  isList: false,
  choices: [],
});

/** The secret of the client, or of the assertion. */
export function oauthSecret({ grant, authentication }: Pick<OAuthChoice, 'grant' | 'authentication'>): AuthField {
  if (grant === 'jwt_bearer') return secretField('jwtKey', words.jwtKey, true);
  if (authentication === CLIENT_KEY) return secretField('clientKey', words.clientKey, true);
  return secretField('clientSecret', words.clientSecret, grant === 'client_credentials');
}

/** The credential as the API takes it, without tokens. */
export function oauthCredential(choice: OAuthChoice, values: ConnectionValues, provider?: ProviderShown): JsonObject {
  const scopes = scopeList(values[oauthKey('scopes')] ?? '');
  const parameters = (provider?.parameters ?? []).map(({ name }) => [name, values[parameterKey(name)]] as const);
  return filled([
    ['kind', 'oauth2'],
    ['grant', choice.grant],
    ['provider', choice.provider],
    ['parameters', parameters.length === 0 ? undefined : filled(parameters)],
    ['endpoints', choice.provider === CUSTOM_PROVIDER ? endpoints(values) : undefined],
    ['client', client(choice, values)],
    ['scopes', scopes.length === 0 ? undefined : [...scopes]],
    ['jwt', choice.grant === 'jwt_bearer' ? assertion(values) : undefined],
  ]);
}

function endpoints(values: ConnectionValues): JsonObject {
  return filled(['issuer', 'authorizeUrl', 'tokenUrl', 'revokeUrl'].map((name) => [name, values[oauthKey(name)]]));
}

function client(choice: OAuthChoice, values: ConnectionValues): JsonObject | undefined {
  const id = values[oauthKey('clientId')] ?? '';
  if (choice.grant === 'jwt_bearer') return id.trim() === '' ? undefined : filled([['id', id]]);
  const { authentication } = choice;
  const isKey = authentication === CLIENT_KEY;
  return filled([
    ['id', id],
    [isKey ? 'privateKey' : 'secret', fieldValue(oauthSecret(choice), values)],
    ['keyId', isKey ? values[oauthKey('keyId')] : undefined],
    ['authentication', authentication],
  ]);
}

function assertion(values: ConnectionValues): JsonObject {
  const texts = (['issuer', 'subject', 'audience', 'keyId'] as const).map((name) => [
    name,
    values[oauthKey(`jwt:${name}`)],
  ]);
  return filled([
    ...(texts as [string, string | undefined][]),
    ['privateKey', fieldValue(oauthSecret({ grant: 'jwt_bearer', authentication: '' }), values)],
    ['algorithm', values[oauthKey('jwt:algorithm')] || 'RS256'],
  ]);
}

/** Without what was left empty. */
function filled(entries: readonly (readonly [string, JsonValue | undefined])[]): JsonObject {
  return makeObject(
    entries.flatMap(([name, value]): [string, JsonValue][] => {
      const given = typeof value === 'string' ? value.trim() : value;
      return given === undefined || given === '' ? [] : [[name, given]];
    }),
  );
}

/** Scopes as people type them, each once. */
export function scopeList(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];
}

/** What is wrong with the fields of the OAuth app, by their names in the form. */
export function oauthProblems(
  choice: OAuthChoice,
  values: ConnectionValues,
  provider?: ProviderShown,
): Record<string, string> {
  const missing = (name: string, title: string): [string, string][] =>
    (values[name] ?? '').trim() === '' ? [[name, connectWords.fieldMissing(title)]] : [];
  const parameters = (provider?.parameters ?? []).flatMap(({ name, title, description, pattern }) => {
    const text = (values[parameterKey(name)] ?? '').trim();
    return new RegExp(pattern, 'u').test(text)
      ? []
      : [[parameterKey(name), description || connectWords.fieldMissing(title)]];
  });
  return Object.fromEntries([
    ...(choice.provider === '' ? [[oauthKey('provider'), connectWords.fieldMissing(words.provider)]] : []),
    ...parameters,
    ...(choice.provider === CUSTOM_PROVIDER ? addressProblems(choice, values) : []),
    ...(choice.grant === 'jwt_bearer'
      ? [...missing(oauthKey('jwt:issuer'), words.jwtIssuer), ...missing(oauthKey('jwt:subject'), words.jwtSubject)]
      : missing(oauthKey('clientId'), words.clientId)),
    ...Object.entries(fieldProblems([oauthSecret(choice)], values)),
  ]);
}

function addressProblems({ grant }: OAuthChoice, values: ConnectionValues): [string, string][] {
  const needed = ['tokenUrl', ...(grant === 'authorization_code' ? ['authorizeUrl'] : [])];
  return ['authorizeUrl', 'tokenUrl', 'revokeUrl'].flatMap((name): [string, string][] => {
    const text = (values[oauthKey(name)] ?? '').trim();
    if (text === '' && !needed.includes(name)) return [];
    return /^https?:\/\/\S+$/.test(text) ? [] : [[oauthKey(name), connectWords.urlWrong]];
  });
}
