import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** What can be wrong with a name or a setting before any call is made. */
export const CONNECTORS_ERRORS = {
  'connectors.connector.not_found': {
    kind: 'missing',
    message: 'There is no connector named "{connector}".',
    fix: 'Use one of: {known}.',
  },
  'connectors.operation.not_found': {
    kind: 'missing',
    message: 'The connector "{connector}" has no operation named "{operation}".',
    fix: 'Use one of: {known}.',
  },
  'connectors.look_up.unreadable': {
    kind: 'upstream',
    message: 'The answer to the look-up cannot be read, so it says neither "found" nor "not found".',
    fix: "Look again later, or look in the vendor's own pages and settle the run by hand.",
  },
  'connectors.provider.not_found': {
    kind: 'missing',
    message: 'There is no OAuth provider named "{provider}".{guess}',
    fix: 'Use one of: {known}. For any other provider, choose "custom" and give its addresses.',
  },
  'connectors.provider.parameter': {
    kind: 'invalid',
    message: 'The parameter "{parameter}" ({title}) of the provider is missing or has another form.',
    fix: 'What it has to be: {description}',
  },
  'connectors.provider.parameter_unknown': {
    kind: 'invalid',
    message: 'The provider has no parameter named "{parameter}".',
    fix: 'Leave it out. The parameters of this provider: {known}.',
  },
  'connectors.provider.address': {
    kind: 'invalid',
    message: "With these parameters the provider's address would be another one than the provider has.",
    fix: 'Give plain names as parameters, without path, query, port or user name.',
  },
  'connectors.settings.base_url': {
    kind: 'invalid',
    message: 'The base URL of the connection is not an absolute http or https URL.',
    fix: 'Give the URL with its scheme and host and without user name, query or fragment, such as https://api.example.com/v1.',
  },
  'connectors.document.too_large': {
    kind: 'invalid',
    message: 'The API document is larger than {limit} MB.',
    fix: 'Cut it down to the operations that are needed, or leave examples out.',
  },
  'connectors.document.unreadable': {
    kind: 'invalid',
    message: 'The API document cannot be read: {reason}.',
    fix: 'Give an OpenAPI or Swagger document in JSON or YAML, encoded as UTF-8.',
  },
  'connectors.document.not_openapi': {
    kind: 'invalid',
    message: 'This is no OpenAPI document: neither "openapi" nor "swagger" says its version.',
    fix: 'Give a document of OpenAPI 3.x or Swagger 2.0.',
  },
} as const satisfies ErrorTable;

/** Makes the error of a code of this room. */
export const fail = errorsOf(CONNECTORS_ERRORS);
