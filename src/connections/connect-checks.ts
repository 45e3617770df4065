/** What must hold of a connection before anything is made of it. */
import { type Connector, findConnector, MESSAGE_HEADERS } from '../connectors/index.ts';
import { type JsonObject, ownValue, type Problem } from '../foundation/index.ts';
import { compileSchema } from '../language/index.ts';
import { isConnectionName } from './connection.ts';
import type { Credential } from './credential.ts';
import { fail } from './errors.ts';
import { endpointOf } from './oauth-endpoint.ts';

/** Headers that Holdfast or HTTP itself writes: a key there would break the message, or the promise of one write. */
const RESERVED_KEY_NAMES = new Set([...MESSAGE_HEADERS, 'idempotency-key', 'user-agent']);

/** The connector of a new connection; throws `connections.connection.name_malformed` and `connections.settings.invalid`. */
export function checkNew(draft: {
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
}): Connector {
  if (!isConnectionName(draft.name))
    throw fail('connections.connection.name_malformed', { context: { name: draft.name.slice(0, 100) } });
  const connector = findConnector(draft.connector);
  checkSettings(connector, draft.settings);
  return connector;
}

/** Throws `connections.settings.invalid` with a problem for each setting that does not fit the connector. */
export function checkSettings(connector: Connector, settings: JsonObject): void {
  const problems = [...compileSchema(connector.settings)(settings), ...keyNameProblems(connector, settings)];
  if (problems.length > 0)
    throw fail('connections.settings.invalid', { problems, context: { connector: connector.name } });
}

function keyNameProblems({ auth }: Connector, settings: JsonObject): readonly Problem[] {
  const names = auth.flatMap((scheme) => (scheme.kind === 'api_key' ? [scheme.nameSetting ?? ''] : []));
  return [...new Set(names)].flatMap((setting) => {
    const name = ownValue(settings, setting);
    if (typeof name !== 'string' || !RESERVED_KEY_NAMES.has(name.toLowerCase())) return [];
    const code = 'connections.settings.key_name_reserved';
    const { publicMessage, fix } = fail(code, { context: { name } });
    return [{ pointer: `/${setting}`, code, message: publicMessage, fix }];
  });
}

/** True for what is given by a person at the provider, and so cannot be made of what is posted alone. */
export function needsConsent(credential: Credential): boolean {
  return credential.kind === 'oauth2' && credential.grant === 'authorization_code';
}

/**
 * An OAuth app that is given anew goes on with the consent there is. That was given for one app at one provider, and must
 * not be sent to another (C44): throws `connections.authorization.needed` unless client and addresses are as before.
 */
export function checkSameApp(name: string, before: Credential, after: Credential): void {
  if (!needsConsent(after) || placeOfConsent(before) === placeOfConsent(after)) return;
  throw fail('connections.authorization.needed', { context: { name } });
}

function placeOfConsent(credential: Credential): string {
  if (credential.kind !== 'oauth2' || credential.grant !== 'authorization_code') return '';
  const { tokenUrl, refreshUrl = '', revokeUrl = '' } = endpointOf(credential);
  return [tokenUrl, refreshUrl, revokeUrl, credential.client?.id ?? ''].join(' ');
}
