/**
 * Any HTTP API that has no connector of its own, limited to the origin of the connection's base URL.
 */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../../foundation/index.ts';
import { baseUrlSchema, readBaseOrigin, readBaseUrl } from '../base-url.ts';
import { defineConnector } from '../kit.ts';
import { get } from './operations/get.ts';
import { request } from './operations/request.ts';
import { pathField } from './request-fields.ts';
import { setup } from './setup.ts';

/** The generic connector. */
export const http = defineConnector({
  name: 'http',
  title: 'HTTP',
  summary: 'Any API that speaks HTTP: method, path, query, headers and body as the step gives them.',
  auth: [
    { kind: 'none' },
    { kind: 'bearer' },
    { kind: 'basic' },
    { kind: 'api_key', in: 'header', name: 'x-api-key', nameSetting: 'apiKeyName', prefixSetting: 'apiKeyPrefix' },
    { kind: 'api_key', in: 'query', name: 'api_key', nameSetting: 'apiKeyName', prefixSetting: 'apiKeyPrefix' },
    { kind: 'oauth2', provider: 'any', scopes: [] },
    { kind: 'hmac' },
    { kind: 'mtls' },
    { kind: 'aws_sigv4' },
  ],
  settings: {
    type: 'object',
    required: ['baseUrl'],
    properties: {
      baseUrl: baseUrlSchema,
      verificationPath: { ...pathField, title: 'Verification path', description: 'A resource to read as a proof.' },
      apiKeyName: {
        type: 'string',
        title: 'API key name',
        description: 'Header or parameter that carries the API key, where it is an unusual one.',
        maxLength: 100,
        pattern: '^[A-Za-z0-9_.-]+$',
      },
      apiKeyPrefix: {
        type: 'string',
        title: 'API key prefix',
        description: 'Stands before the API key, such as `Token`. After a letter or a digit a blank is put between.',
        maxLength: 100,
        pattern: '^[\\x20-\\x7e]*$',
      },
    },
    additionalProperties: false,
  },
  baseUrl: readBaseUrl,
  origins: (settings) => [readBaseOrigin(settings)],
  verification: 'get',
  verificationInput,
  accountOf,
  operations: { request, get },
  triggers: {},
  setup,
  sources: [{ url: 'https://www.rfc-editor.org/rfc/rfc9110.html', checked: '2026-11-24' }],
});

function verificationInput(settings: JsonObject): JsonObject {
  return makeObject([['path', settings.verificationPath ?? '']]);
}

/** What resources about the caller use to name them; a plain `name` may be that of anything. */
const ACCOUNT_FIELDS = ['email', 'login', 'username', 'user_name', 'preferred_username'];

function accountOf(verified: JsonValue): string | undefined {
  const body = isObject(verified) ? ownValue(verified, 'body') : undefined;
  if (!isObject(body)) return undefined;
  const texts = ACCOUNT_FIELDS.map((field) => ownValue(body, field));
  return texts.find((text) => typeof text === 'string');
}
