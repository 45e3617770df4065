/** What a credential puts into each call of its connection: headers, parameters, a signature, a client certificate. */
import type { AuthScheme, Connector } from '../connectors/index.ts';
import { assert, type JsonObject, ownValue, Secret } from '../foundation/index.ts';
import { makeClientCertificate } from '../outbound/index.ts';
import { awsSigner } from './aws-signing.ts';
import type { AccessToken, ApiKeyCredential, Attachment, MtlsCredential, ResolvedCredential } from './credential.ts';
import { encodeBasic } from './credential-secrets.ts';
import { hmacSigner } from './hmac-signing.ts';

export interface AttachmentContext {
  /** Of the connection. */
  readonly settings: JsonObject;
  /** For OAuth: the token in use. Without one nothing is attached. */
  readonly token?: AccessToken;
}

const NOTHING: Attachment = { headers: {}, query: {} };

/** What the credential puts into each call of the connection. */
export function attachmentOf(
  connector: Connector,
  credential: ResolvedCredential,
  { settings, token }: AttachmentContext,
): Attachment {
  switch (credential.kind) {
    case 'none':
      return NOTHING;
    case 'bearer':
      return inHeader('authorization', `Bearer ${credential.token}`);
    case 'basic':
      return inHeader('authorization', `Basic ${encodeBasic(credential.username, credential.password)}`);
    case 'api_key':
      return attachKey(keySchemeOf(connector, credential), credential.key, settings);
    case 'hmac':
      return { ...NOTHING, sign: hmacSigner(credential) };
    case 'aws_sigv4':
      return { ...NOTHING, sign: awsSigner(credential) };
    case 'mtls':
      return { ...NOTHING, clientCertificate: certificateOf(credential) };
    case 'oauth2':
      return token === undefined ? NOTHING : attachToken(token);
  }
}

function inHeader(name: string, value: string): Attachment {
  return { headers: { [name]: new Secret(value) }, query: {} };
}

/** RFC 6750, 2.1, unless the provider has a place of its own. */
function attachToken({ text, placement }: AccessToken): Attachment {
  if (placement === undefined) return inHeader('authorization', `Bearer ${text}`);
  return inHeader(placement.name.toLowerCase(), `${placement.prefix}${text}`);
}

type KeyScheme = Extract<AuthScheme, { kind: 'api_key' }>;

function keySchemeOf(connector: Connector, credential: ApiKeyCredential<string>): KeyScheme {
  const schemes = connector.auth.filter((scheme) => scheme.kind === 'api_key');
  const scheme = schemes.find((candidate) => candidate.in === credential.in) ?? schemes[0];
  assert(scheme !== undefined, `the connector ${connector.name} takes no API key`);
  return scheme;
}

function attachKey(scheme: KeyScheme, key: string, settings: JsonObject): Attachment {
  const value = `${prefixOf(scheme, settings)}${key}`;
  const name = chosenText(settings, scheme.nameSetting) ?? scheme.name;
  if (scheme.in === 'query') return { headers: {}, query: { [name]: new Secret(value) } };
  return inHeader(name.toLowerCase(), value);
}

/** A blank at the end is lost in many a form, so it is put where a word ends. */
function prefixOf(scheme: KeyScheme, settings: JsonObject): string {
  const chosen = chosenText(settings, scheme.prefixSetting);
  if (chosen === undefined) return scheme.prefix ?? '';
  return /[A-Za-z0-9]$/.test(chosen) ? `${chosen} ` : chosen;
}

function chosenText(settings: JsonObject, setting: string | undefined): string | undefined {
  const chosen = setting === undefined ? undefined : ownValue(settings, setting);
  return typeof chosen === 'string' ? chosen : undefined;
}

function certificateOf({ certificate, privateKey, passphrase }: MtlsCredential<string>) {
  const parts = { certificate, privateKey: new Secret(privateKey) };
  return makeClientCertificate(passphrase === undefined ? parts : { ...parts, passphrase: new Secret(passphrase) });
}
