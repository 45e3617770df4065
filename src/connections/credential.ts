/** The secret inside a connection: its forms, and what each puts into a call. */
import type { AuthScheme, Connector } from '../connectors/index.ts';
import { assert, type JsonObject, ownValue, Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'api_key'; readonly key: string; readonly in?: 'header' | 'query' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** What a credential adds to a call; `outbound` attaches it at the origins it belongs to, and nowhere else. */
export interface Attachment {
  readonly headers: Readonly<Record<string, Secret<string>>>;
  readonly query: Readonly<Record<string, Secret<string>>>;
}

const FIELDS: Readonly<Record<Credential['kind'], readonly string[]>> = {
  none: [],
  api_key: ['key'],
  bearer: ['token'],
  basic: ['username', 'password'],
};
const MAX_SECRET_CHARACTERS = 10_000;

/** Reads a credential from a request body; throws `connections.credential.invalid` without repeating any of it. */
export function parseCredential(connector: Connector, given: JsonObject): Credential {
  const accepted = connector.auth.map((scheme) => scheme.kind);
  const kind = accepted.find((candidate) => candidate === ownValue(given, 'kind'));
  const fields = kind === undefined ? [] : FIELDS[kind];
  const isComplete = kind !== undefined && fields.every((field) => isSecretText(ownValue(given, field)));
  if (!isComplete) {
    const forms = accepted.map((known) => [`kind "${known}"`, ...FIELDS[known]].join(' with '));
    throw fail('connections.credential.invalid', {
      context: { connector: connector.name, accepted: forms.join('; ') },
    });
  }
  const place = kind === 'api_key' && ownValue(given, 'in') === 'query' ? { in: 'query' } : {};
  return {
    kind,
    ...place,
    ...Object.fromEntries(fields.map((field) => [field, ownValue(given, field)])),
  } as Credential;
}

/** What the credential puts into each call of the connection. */
export function attachmentOf(connector: Connector, credential: Credential, settings: JsonObject): Attachment {
  switch (credential.kind) {
    case 'none':
      return { headers: {}, query: {} };
    case 'bearer':
      return { headers: { authorization: new Secret(`Bearer ${credential.token}`) }, query: {} };
    case 'basic':
      return { headers: { authorization: new Secret(`Basic ${encodeBasic(credential)}`) }, query: {} };
    case 'api_key':
      return attachKey(keySchemeOf(connector, credential), credential.key, settings);
  }
}

/** The texts that must never be seen in a record of a call, in the forms they are sent. */
export function secretsOf(credential: Credential): readonly string[] {
  switch (credential.kind) {
    case 'none':
      return [];
    case 'api_key':
      return [credential.key];
    case 'bearer':
      return [credential.token];
    case 'basic':
      return [credential.password, encodeBasic(credential)];
  }
}

type KeyScheme = Extract<AuthScheme, { kind: 'api_key' }>;

function keySchemeOf(connector: Connector, credential: Extract<Credential, { kind: 'api_key' }>): KeyScheme {
  const schemes = connector.auth.filter((scheme) => scheme.kind === 'api_key');
  const scheme = schemes.find((candidate) => candidate.in === credential.in) ?? schemes[0];
  assert(scheme !== undefined, `the connector ${connector.name} takes no API key`);
  return scheme;
}

function attachKey(scheme: KeyScheme, key: string, settings: JsonObject): Attachment {
  const value = new Secret(`${scheme.prefix ?? ''}${key}`);
  const chosen = scheme.nameSetting === undefined ? undefined : ownValue(settings, scheme.nameSetting);
  const name = typeof chosen === 'string' ? chosen : scheme.name;
  if (scheme.in === 'query') return { headers: {}, query: { [name]: value } };
  return { headers: { [name.toLowerCase()]: value }, query: {} };
}

/** RFC 7617, 2.1: UTF-8 as the encoding that vendors agree on. */
function encodeBasic(credential: Extract<Credential, { kind: 'basic' }>): string {
  return Buffer.from(`${credential.username}:${credential.password}`, 'utf8').toString('base64');
}

function isSecretText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_SECRET_CHARACTERS;
}
