/** The form of a connect link: what the owner of the account is asked for, and what was given already. */
import type { AuthScheme, Connector } from '../connectors/index.ts';
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../foundation/index.ts';
import { kindOf } from './connect-target.ts';
import type { LinkDraft } from './consent-safe.ts';
import type { CredentialField } from './credential-field.ts';
import { credentialFields } from './credential-forms.ts';
import { parseCredential } from './credential-parser.ts';
import { schemeScopes } from './draft-prover.ts';

/** What stays when an account gives a new secret: how it is used, never whose it is. */
const STAYS: Readonly<Record<string, readonly string[]>> = {
  api_key: ['in'],
  aws_sigv4: ['region', 'service'],
  hmac: [
    'algorithm',
    'encoding',
    'header',
    'prefix',
    'keyIdHeader',
    'timestampHeader',
    'timestampUnit',
    'signed',
    'separator',
  ],
};

/** What the page asks for. */
export interface AskedByLink {
  readonly connectorTitle: string;
  readonly kind: string;
  readonly fields: readonly CredentialField[];
  /** Where the credential will be sent, and nowhere else. */
  readonly origins: readonly string[];
  /** Markdown. */
  readonly setup: string;
  /** Of the connector and of the credential; flows may need more. */
  readonly scopes: readonly string[];
}

/** What of a stored credential stays when its connection is reconnected by a link. */
export function stillGood(credential: JsonObject): JsonObject {
  const names = ['kind', ...(STAYS[kindOf(credential)] ?? [])];
  return makeObject(names.flatMap((name) => entryOf(credential, name)));
}

/** Throws `connections.credential.invalid` when the connector does not sign in in this way. */
export function requireKind(connector: Connector, credential: JsonObject): void {
  if (schemeOf(connector, credential) === undefined) parseCredential(connector, { kind: kindOf(credential) });
}

/** What a link asks for, given what is known already. */
export function askedByLink(connector: Connector, { credential, settings }: LinkDraft): AskedByLink {
  const { title: connectorTitle, setup, name } = connector;
  const kind = kindOf(credential);
  const chosen = ownValue(credential, 'scopes');
  const own = Array.isArray(chosen) ? chosen.map(String) : [];
  const scopes = kind === 'oauth2' ? [...schemeScopes(name), ...own] : [];
  return {
    connectorTitle,
    kind,
    setup,
    scopes,
    origins: connector.origins(settings),
    fields: askedFields(connector, credential),
  };
}

/** The fields that the owner of the account fills in; none for a consent, which is given at the provider. */
export function askedFields(connector: Connector, credential: JsonObject): readonly CredentialField[] {
  const scheme = schemeOf(connector, credential);
  if (scheme === undefined || scheme.kind === 'oauth2') return [];
  return credentialFields(scheme).filter(({ name }) => ownValue(credential, name) === undefined);
}

/**
 * The whole credential. Only what is asked for is taken, and only as a text: a reference would let whoever has the link
 * read the secrets of the installation.
 */
export function mergeFields(
  asked: readonly CredentialField[],
  credential: JsonObject,
  given: Readonly<Record<string, string>>,
): JsonObject {
  const entries = asked.flatMap(({ name, isList }): [string, JsonValue][] => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (typeof value !== 'string' || value === '') return [];
    return [[name, isList === true ? value.split(/[\s,]+/).filter((part) => part !== '') : value]];
  });
  return makeObject([...Object.entries(credential), ...entries]);
}

function schemeOf({ auth }: Connector, credential: JsonObject): AuthScheme | undefined {
  const schemes = auth.filter(({ kind }) => kind === kindOf(credential));
  return schemes.find((scheme) => scheme.kind === 'api_key' && scheme.in === ownValue(credential, 'in')) ?? schemes[0];
}

function entryOf(credential: JsonObject, name: string): [string, JsonValue][] {
  const value = isObject(credential) ? ownValue(credential, name) : undefined;
  return value === undefined ? [] : [[name, value]];
}
