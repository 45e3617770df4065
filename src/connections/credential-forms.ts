/** What each kind of credential consists of. */
import type { AuthScheme } from '../connectors/index.ts';
import type { CredentialKind } from './credential.ts';
import type { CredentialField } from './credential-field.ts';

const JWT_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const FOR_CUSTOM = { field: 'provider', isOneOf: ['custom'] };
const FOR_JWT = { field: 'grant', isOneOf: ['jwt_bearer'] };
const FOR_CLIENT_KEY = { field: 'client.authentication', isOneOf: ['private_key_jwt'] };
const FOR_CONSENT = { field: 'grant', isOneOf: ['authorization_code'] };

const HMAC: readonly CredentialField[] = [
  secret('secret', 'Shared secret'),
  text('algorithm', 'Algorithm', { choices: ['sha256', 'sha512'] }),
  text('encoding', 'Encoding of the signature', { choices: ['hex', 'base64'] }),
  text('header', 'Signature header', { format: 'header_name', help: 'Such as X-Signature.' }),
  optional('prefix', 'Before the signature', { format: 'header_text', help: 'Such as sha256=.' }),
  text('signed', 'What is signed, in order', {
    isList: true,
    choices: ['method', 'path', 'query', 'timestamp', 'body', 'body_sha256', 'key_id'],
  }),
  optional('separator', 'Between the parts', {
    format: 'separator',
    help: 'A line feed, unless something else is given.',
  }),
  optional('timestampHeader', 'Timestamp header', { format: 'header_name' }),
  optional('timestampUnit', 'Unit of the timestamp', { choices: ['s', 'ms'] }),
  optional('keyId', 'Key id', { format: 'header_text' }),
  optional('keyIdHeader', 'Key id header', { format: 'header_name' }),
];

const MTLS: readonly CredentialField[] = [
  text('certificate', 'Client certificate', {
    isLong: true,
    format: 'certificate',
    help: 'In PEM, with the certificates between it and its authority.',
  }),
  secret('privateKey', 'Private key', { isLong: true, format: 'private_key', help: 'In PEM.' }),
  secret('passphrase', 'Passphrase of the private key', { isRequired: false }),
];

const AWS: readonly CredentialField[] = [
  text('accessKeyId', 'Access key id', { format: 'identifier' }),
  secret('secretAccessKey', 'Secret access key'),
  secret('sessionToken', 'Session token', { isRequired: false, format: 'header_text' }),
  text('region', 'Region', { format: 'word', help: 'Such as eu-central-1.' }),
  text('service', 'Service', { format: 'word', help: 'As signatures name it, such as execute-api.' }),
];

const OAUTH: readonly CredentialField[] = [
  text('grant', 'Grant', { choices: ['authorization_code', 'client_credentials', 'jwt_bearer'] }),
  text('provider', 'Provider', { format: 'provider', help: 'A known provider, or custom with its addresses.' }),
  optional('parameters', 'Details of the provider', { isMap: true }),
  optional('endpoints.issuer', 'Issuer', { format: 'web_address', when: FOR_CUSTOM }),
  optional('endpoints.authorizeUrl', 'Authorization address', { format: 'web_address', when: FOR_CUSTOM }),
  text('endpoints.tokenUrl', 'Token address', { format: 'web_address', when: FOR_CUSTOM }),
  optional('endpoints.revokeUrl', 'Revocation address', { format: 'web_address', when: FOR_CUSTOM }),
  optional('endpoints.issuerInAnswer', 'Issuer in the answer', {
    choices: ['required', 'optional'],
    when: FOR_CUSTOM,
    help: 'Required where the provider says that it always names itself (RFC 9207).',
  }),
  optional('client.id', 'Client id', {
    format: 'any_text',
    requiredWhen: { field: 'grant', isOneOf: ['authorization_code', 'client_credentials'] },
  }),
  secret('client.secret', 'Client secret', {
    isRequired: false,
    requiredWhen: { field: 'client.authentication', isOneOf: ['client_secret_basic', 'client_secret_post'] },
  }),
  optional('client.authentication', 'How the client proves itself', {
    choices: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  }),
  secret('client.privateKey', 'Private key of the client', {
    isLong: true,
    format: 'private_key',
    when: FOR_CLIENT_KEY,
  }),
  optional('client.keyId', 'Id of that key', { format: 'any_text', when: FOR_CLIENT_KEY }),
  text('jwt.issuer', 'Issuer of the assertion', { format: 'any_text', when: FOR_JWT }),
  optional('jwt.subject', 'Subject of the assertion', { format: 'any_text', when: FOR_JWT }),
  optional('jwt.audience', 'Audience of the assertion', { format: 'any_text', when: FOR_JWT }),
  secret('jwt.privateKey', 'Private key that signs it', { isLong: true, format: 'private_key', when: FOR_JWT }),
  optional('jwt.keyId', 'Id of that key', { format: 'any_text', when: FOR_JWT }),
  text('jwt.algorithm', 'Algorithm of the assertion', { choices: JWT_ALGORITHMS, when: FOR_JWT }),
  optional('scopes', 'Further scopes', {
    isList: true,
    format: 'scope',
    help: 'Asked for besides those that the flows need.',
  }),
  optional('resource', 'Resource', {
    format: 'web_address',
    help: 'Which API the token is for, where the provider asks.',
  }),
  optional('pkce', 'PKCE', { choices: ['required', 'supported', 'refused'], when: FOR_CONSENT }),
];

/** The fields of each kind of credential, in the order in which a form shows them. */
export const CREDENTIAL_FORMS: Readonly<Record<CredentialKind, readonly CredentialField[]>> = {
  none: [],
  api_key: [
    secret('key', 'API key', { format: 'header_text' }),
    optional('in', 'Where it is sent', { choices: ['header', 'query'] }),
  ],
  bearer: [secret('token', 'Token', { format: 'header_text' })],
  basic: [text('username', 'User name', { format: 'user_name' }), secret('password', 'Password')],
  hmac: HMAC,
  mtls: MTLS,
  aws_sigv4: AWS,
  oauth2: OAUTH,
};

const TITLES: Readonly<Record<CredentialKind, string>> = {
  none: 'Nothing',
  api_key: 'API key',
  bearer: 'Bearer token',
  basic: 'User name and password',
  hmac: 'Signature over each request (HMAC)',
  mtls: 'Client certificate (mTLS)',
  aws_sigv4: 'AWS Signature Version 4',
  oauth2: 'OAuth 2.0',
};

/** What the scheme is called where a person chooses one. */
export function schemeTitle(scheme: AuthScheme): string {
  if (scheme.kind !== 'api_key') return TITLES[scheme.kind];
  return scheme.in === 'header' ? `API key in the header ${scheme.name}` : `API key in the parameter ${scheme.name}`;
}

/** The fields that a person fills in for one of a connector's schemes: what the scheme says itself is not asked. */
export function credentialFields(scheme: AuthScheme): readonly CredentialField[] {
  const said = saidBy(scheme);
  return CREDENTIAL_FORMS[scheme.kind].filter(
    ({ name }) => !said.some((part) => name === part || name.startsWith(`${part}.`)),
  );
}

function saidBy(scheme: AuthScheme): readonly string[] {
  switch (scheme.kind) {
    case 'api_key':
      return ['in'];
    case 'aws_sigv4':
      return scheme.service === undefined ? [] : ['service'];
    case 'oauth2':
      return scheme.provider === 'any' ? [] : ['provider', 'endpoints', 'pkce'];
    default:
      return [];
  }
}

type Told = Partial<Omit<CredentialField, 'name' | 'title' | 'isSecret'>>;

function text(name: string, title: string, told: Told): CredentialField {
  return { name, title, isSecret: false, isRequired: true, ...told };
}

function optional(name: string, title: string, told: Told): CredentialField {
  return { ...text(name, title, told), isRequired: false };
}

function secret(name: string, title: string, told: Told = {}): CredentialField {
  return { name, title, isSecret: true, isRequired: true, ...told };
}
