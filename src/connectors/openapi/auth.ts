/** Security schemes of a document as ways to sign in. */
import type { JsonObject } from '../../foundation/index.ts';
import { isObject, makeObject } from '../../foundation/index.ts';
import { pointerTo } from '../../language/index.ts';
import { type ApiDocument, listOf, membersOf, objectOf, type Place, textOf } from './api-document.ts';
import type { AuthDefinition } from './definition.ts';

const MAX_SCHEMES = 50;
const MAX_SCOPES = 1_000;
const FLOW_ORDER = [
  'authorizationCode',
  'accessCode',
  'clientCredentials',
  'application',
  'deviceAuthorization',
  'password',
  'implicit',
];
/** A word that stands before the key in the description, such as `Bearer <token>`. */
const PREFIX =
  /(?:authorization:?\s*["'`]?|["'`])(bearer|token|basic|apikey|api-key|key|bot|klaviyo-api-key|sso-key|genie\s?key)\s+["'`<{[$]?\w/i;

/** The ways to sign in; where the document names none, the three usual ones, with a remark. */
export function readAuth(document: ApiDocument): AuthDefinition[] {
  const schemes = document.isSwagger2
    ? membersOf(document.root, 'securityDefinitions', '')
    : membersOf(objectOf(document.root, 'components') ?? makeObject(), 'securitySchemes', '/components');
  const found = schemes.slice(0, MAX_SCHEMES).flatMap((member) => {
    const scheme = document.resolveObject(member);
    const read = scheme === undefined ? undefined : readScheme(scheme, member.key, document.authorizationPrefix);
    if (read === undefined)
      document.remarks.lost('auth.unknown', member.pointer, `The way to sign in "${member.key}" is not known.`);
    return read ?? [];
  });
  if (found.length > 0) return found;
  const where = document.isSwagger2 ? '/securityDefinitions' : pointerTo('/components', 'securitySchemes');
  document.remarks.note('auth.none', where, 'The document names no way to sign in; choose one of the usual ones.');
  return [
    { name: 'bearer', title: 'Bearer token', scheme: { kind: 'bearer' } },
    { name: 'basic', title: 'User name and password', scheme: { kind: 'basic' } },
    { name: 'api_key', title: 'API key', scheme: { kind: 'api_key', in: 'header', name: 'X-API-Key' } },
  ];
}

function readScheme(
  { value }: Place<JsonObject>,
  name: string,
  usual: string | undefined,
): AuthDefinition[] | undefined {
  const type = textOf(value, 'type')?.toLowerCase();
  if (type === 'apikey') return apiKey(value, name, usual);
  if (type === 'basic') return [{ name, title: 'User name and password', scheme: { kind: 'basic' } }];
  if (type === 'http') return http(value, name);
  if (type === 'mutualtls') return [{ name, title: 'Client certificate', scheme: { kind: 'mtls' } }];
  if (type === 'oauth2') return [oauth(value, name)];
  if (type !== 'openidconnect') return undefined;
  const issuer = textOf(value, 'openIdConnectUrl')?.replace(/\/\.well-known\/.*$/, '');
  return [
    { name, title: 'OpenID Connect', scheme: anyOAuth([]), ...(issuer === undefined ? {} : { endpoints: { issuer } }) },
  ];
}

function apiKey(value: JsonObject, name: string, usual: string | undefined): AuthDefinition[] | undefined {
  const place = textOf(value, 'in');
  const header = textOf(value, 'name') ?? '';
  if ((place !== 'header' && place !== 'query' && place !== 'cookie') || header === '') return undefined;
  if (place === 'cookie')
    return [
      { name, title: 'API key', scheme: { kind: 'api_key', in: 'header', name: 'Cookie', prefix: `${header}=` } },
    ];
  const prefix =
    place === 'header' && header.toLowerCase() === 'authorization' ? (prefixOf(value) ?? usual) : undefined;
  if (prefix?.toLowerCase() === 'bearer') return [{ name, title: 'Bearer token', scheme: { kind: 'bearer' } }];
  const scheme = { kind: 'api_key', in: place, name: header, ...(prefix === undefined ? {} : { prefix }) } as const;
  return [{ name, title: 'API key', scheme }];
}

function prefixOf(value: JsonObject): string | undefined {
  const said = textOf(value, 'x-prefix') ?? textOf(value, 'x-bearer-format') ?? textOf(value, 'x-token-prefix');
  if (said !== undefined) return said.trim();
  const found = PREFIX.exec((textOf(value, 'description') ?? '').slice(0, 2_000));
  return found?.[1];
}

function http(value: JsonObject, name: string): AuthDefinition[] | undefined {
  const scheme = textOf(value, 'scheme')?.toLowerCase();
  if (scheme === 'bearer') return [{ name, title: 'Bearer token', scheme: { kind: 'bearer' } }];
  if (scheme === 'basic') return [{ name, title: 'User name and password', scheme: { kind: 'basic' } }];
  if (scheme === undefined || !/^[a-z][\w-]{0,40}$/.test(scheme) || scheme === 'digest') return undefined;
  const prefix = textOf(value, 'scheme') as string;
  return [{ name, title: 'API key', scheme: { kind: 'api_key', in: 'header', name: 'Authorization', prefix } }];
}

function oauth(value: JsonObject, name: string): AuthDefinition {
  const flows = objectOf(value, 'flows') ?? makeObject([[textOf(value, 'flow') ?? 'accessCode', value]]);
  const named = FLOW_ORDER.find((flow) => objectOf(flows, flow) !== undefined) ?? '';
  const flow = objectOf(flows, named) ?? makeObject();
  const scopes: Record<string, string> = {};
  const given = objectOf(flow, 'scopes') ?? makeObject();
  for (const scope of Object.keys(given).slice(0, MAX_SCOPES)) {
    if (scope !== '__proto__') scopes[scope] = (textOf(given, scope) ?? '').slice(0, 300);
  }
  const authorizeUrl = textOf(flow, 'authorizationUrl');
  const tokenUrl = textOf(flow, 'tokenUrl');
  const endpoints = {
    ...(authorizeUrl === undefined ? {} : { authorizeUrl }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  };
  return { name, title: 'OAuth 2.0', scheme: anyOAuth([]), endpoints, scopes };
}

function anyOAuth(scopes: readonly string[]): AuthDefinition['scheme'] {
  return { kind: 'oauth2', provider: 'any', scopes };
}

/** The scopes that an operation names in its security requirements; undefined where it names none. */
export function scopesOf(operation: JsonObject, root: JsonObject): readonly string[] | undefined {
  const requirements =
    listOf(operation, 'security').length > 0 ? listOf(operation, 'security') : listOf(root, 'security');
  for (const requirement of requirements) {
    if (!isObject(requirement)) continue;
    for (const name of Object.keys(requirement)) {
      const scopes = listOf(requirement, name).filter((scope) => typeof scope === 'string');
      if (scopes.length > 0) return scopes.slice(0, MAX_SCOPES);
    }
  }
  return undefined;
}
