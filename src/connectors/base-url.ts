/**
 * A connection whose base URL is a setting: reading it, and the one origin that follows from it.
 */
import type { JsonObject } from '../foundation/index.ts';
import type { JsonSchema } from '../language/index.ts';
import { fail } from './errors.ts';

/** `https` anywhere, `http` on this machine only: a credential never crosses a network in the clear. */
const BASE_URL_PATTERN = '^(https://[^/?#@\\s]+|http://(localhost|127[.][0-9.]+|\\[::1\\])(:[0-9]+)?)(/[^?#\\s]*)?$';

/** Schema of the setting `baseUrl`, for the settings of a connector. */
export const baseUrlSchema: JsonSchema = {
  type: 'string',
  title: 'Base URL',
  description: 'Where the API lives. https, or http on this machine only.',
  maxLength: 2000,
  pattern: BASE_URL_PATTERN,
};

/** The setting `baseUrl` without a trailing slash; throws `connectors.settings.base_url`. */
export function readBaseUrl(settings: JsonObject): string {
  const url = parseBaseUrl(settings);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The one origin a credential of this connection may be sent to; throws `connectors.settings.base_url`. */
export function readBaseOrigin(settings: JsonObject): string {
  return parseBaseUrl(settings).origin;
}

function parseBaseUrl(settings: JsonObject): URL {
  const text = settings.baseUrl;
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (url === null || !isPlainHttp(url)) throw fail('connectors.settings.base_url');
  return url;
}

function isPlainHttp(url: URL): boolean {
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  return isHttp && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
