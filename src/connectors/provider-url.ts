/**
 * Puts a connection's parameters into the addresses of its provider. A value comes from a person, and becomes part of a
 * host or a path to which secrets are sent: it has to match the provider's pattern as a whole, and whatever the pattern
 * lets through, the address keeps its host and path as they are written here.
 */
import { assert } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { OAuthProvider, ProviderParameter } from './provider.ts';

/** What completes a template: the declarations, and the values that were given. */
export interface UrlParameters {
  readonly declared: readonly ProviderParameter[];
  readonly given: Readonly<Record<string, string>>;
}

const MAX_VALUE_CHARACTERS = 300;
/** Nothing that separates parts of a URL, so that a value stays in its place (unreserved characters, RFC 3986, 2.3). */
const PLAIN = /^[A-Za-z0-9._~-]+$/;
const ANY = /^/;
/** Scheme, then the host up to the path, then the rest. */
const URL_PARTS = /^https:\/\/([^/?#]+)([^?#]*)(\?[^#]*)?$/;

/**
 * The address of a template such as `https://{shop}.example.com/token`. Throws `connectors.provider.parameter`, and
 * `connectors.provider.address` for a value that the pattern allows and an address must not hold.
 */
export function completeUrl(template: string, parameters: UrlParameters): string {
  const url = fillTemplate(template, parameters, PLAIN);
  const [, host, path = ''] = URL_PARTS.exec(url) ?? [];
  const parsed = URL.parse(url);
  const isAsWritten = parsed !== null && parsed.host === host?.toLowerCase() && parsed.pathname === (path || '/');
  if (!isAsWritten || parsed.username !== '' || parsed.password !== '') throw fail('connectors.provider.address');
  return url;
}

/**
 * The provider with every address and added parameter complete. Values that are not given are taken from the
 * declarations' `initial`. Throws `connectors.provider.parameter` and `connectors.provider.parameter_unknown`.
 */
export function completeProvider(provider: OAuthProvider, given: Readonly<Record<string, string>>): OAuthProvider {
  const { parameters: declared = [], authorizeParameters, tokenParameters, jwt } = provider;
  refuseUnknown(declared, given);
  const parameters: UrlParameters = { declared, given };
  const optionalUrl = (key: 'refreshUrl' | 'revokeUrl' | 'issuer') => {
    const template = provider[key];
    return template === undefined ? {} : { [key]: completeUrl(template, parameters) };
  };
  return {
    ...provider,
    authorizeUrl: completeUrl(provider.authorizeUrl, parameters),
    tokenUrl: completeUrl(provider.tokenUrl, parameters),
    ...optionalUrl('refreshUrl'),
    ...optionalUrl('revokeUrl'),
    ...optionalUrl('issuer'),
    ...(authorizeParameters && { authorizeParameters: fillAll(authorizeParameters, parameters) }),
    ...(tokenParameters && { tokenParameters: fillAll(tokenParameters, parameters) }),
    ...(jwt && { jwt: { ...jwt, audience: fillTemplate(jwt.audience, parameters) } }),
  };
}

function refuseUnknown(declared: readonly ProviderParameter[], given: Readonly<Record<string, string>>): void {
  const known = declared.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw fail('connectors.provider.parameter_unknown', {
    context: { parameter: unknown.slice(0, 100), known: known.length === 0 ? 'none' : known.join(', ') },
  });
}

function fillAll(values: Readonly<Record<string, string>>, parameters: UrlParameters): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fillTemplate(value, parameters)]));
}

function fillTemplate(template: string, { declared, given }: UrlParameters, allowed = ANY): string {
  return template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const declaration = declared.find((one) => one.name === name);
    assert(declaration !== undefined, `the provider declares the parameter "${name}" of its address`);
    const value = fittingValue(declaration, Object.hasOwn(given, name) ? given[name] : undefined);
    if (!allowed.test(value)) throw fail('connectors.provider.address');
    return value;
  });
}

function fittingValue({ name, title, description, pattern, initial }: ProviderParameter, given?: string): string {
  const value = given === undefined || given === '' ? initial : given;
  // Anchored once more, whatever the declaration says.
  const isFitting =
    value !== undefined && value.length <= MAX_VALUE_CHARACTERS && new RegExp(`^(?:${pattern})$`, 'u').test(value);
  if (isFitting) return value;
  throw fail('connectors.provider.parameter', { context: { parameter: name, title, description } });
}
