/**
 * The secret inside a connection: its forms. A secret field holds the text itself, or names where it lies; `S` is what a
 * secret field may be, so that what is ready for use cannot be mixed up with what is stored.
 */
import type { OAuthGrant, OAuthProvider } from '../connectors/index.ts';
import type { Secret } from '../foundation/index.ts';
import type { CallCredential } from '../outbound/index.ts';

/** Names where a secret lies: `env:HOLDFAST_SECRET_CRM`, `file:crm/key`, `vault:secret/crm#key`, `aws:crm#key`. */
export interface SecretReference {
  readonly reference: string;
}

export type SecretText = string | SecretReference;

/** A credential as it is given and stored. */
export type Credential<S = SecretText> =
  | { readonly kind: 'none' }
  | ApiKeyCredential<S>
  | { readonly kind: 'bearer'; readonly token: S }
  | { readonly kind: 'basic'; readonly username: string; readonly password: S }
  | HmacCredential<S>
  | MtlsCredential<S>
  | AwsCredential<S>
  | OAuthCredential<S>;

/** A credential of which every secret is a text. */
export type ResolvedCredential = Credential<string>;

export type CredentialKind = Credential['kind'];

export interface ApiKeyCredential<S> {
  readonly kind: 'api_key';
  readonly key: S;
  /** Chooses among the connector's schemes; absent: its first. */
  readonly in?: 'header' | 'query';
}

/** What a signature may cover, in the order in which the credential lists it. */
export type SignedPart = 'method' | 'path' | 'query' | 'timestamp' | 'body' | 'body_sha256' | 'key_id';

/** Each request is signed over its own bytes with a shared secret (HMAC, RFC 2104). */
export interface HmacCredential<S> {
  readonly kind: 'hmac';
  readonly secret: S;
  readonly algorithm: 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64';
  /** The header that carries the signature, `prefix` before it. */
  readonly header: string;
  readonly prefix?: string;
  readonly keyId?: string;
  readonly keyIdHeader?: string;
  readonly timestampHeader?: string;
  /** Seconds or milliseconds since the Unix epoch; absent: seconds. */
  readonly timestampUnit?: 's' | 'ms';
  readonly signed: readonly SignedPart[];
  /** Between the parts; absent: a line feed. */
  readonly separator?: string;
}

/** A client certificate with its chain, in PEM. */
export interface MtlsCredential<S> {
  readonly kind: 'mtls';
  readonly certificate: string;
  readonly privateKey: S;
  readonly passphrase?: S;
}

/** Signs by AWS Signature Version 4. */
export interface AwsCredential<S> {
  readonly kind: 'aws_sigv4';
  readonly accessKeyId: string;
  readonly secretAccessKey: S;
  readonly sessionToken?: S;
  readonly region: string;
  readonly service: string;
}

/** Everything about an OAuth app and what it asks for; the tokens are kept beside it. */
export interface OAuthCredential<S> {
  readonly kind: 'oauth2';
  readonly grant: OAuthGrant;
  /** Name of a provider, or `custom`, which has `endpoints`. */
  readonly provider: string;
  /** Fills the placeholders of the provider's addresses. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly endpoints?: OAuthEndpoints;
  /** Absent only for `jwt_bearer`, where the assertion may say it all. */
  readonly client?: OAuthClient<S>;
  /** Asked for besides those that the flows need. */
  readonly scopes?: readonly string[];
  /** The assertion of RFC 7523, 2.1; for `jwt_bearer`. */
  readonly jwt?: JwtAssertion<S>;
  /** RFC 8707: which resource the token is for. */
  readonly resource?: string;
  /** Overrules what the provider says; absent for a custom provider: supported. */
  readonly pkce?: OAuthProvider['pkce'];
}

export interface OAuthEndpoints {
  readonly issuer?: string;
  readonly authorizeUrl?: string;
  readonly tokenUrl: string;
  readonly revokeUrl?: string;
  /** `required`: an answer without `iss` is not the provider's (RFC 9207, 2.4). */
  readonly issuerInAnswer?: 'required' | 'optional';
}

export interface OAuthClient<S> {
  readonly id: string;
  readonly secret?: S;
  /** Absent: as the provider has it. `private_key_jwt` is RFC 7523, 2.2 with the key here. */
  readonly authentication?: OAuthProvider['clientAuthentication'] | 'private_key_jwt';
  readonly privateKey?: S;
  readonly keyId?: string;
}

/** JWS algorithms (RFC 7518, 3.1; RFC 8037, 3.1) that assertions are signed with. */
export type JwtAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA';

export interface JwtAssertion<S> {
  readonly issuer: string;
  /** Absent: the issuer speaks for itself, as a service account of Google does. */
  readonly subject?: string;
  /** Absent: the address of the token endpoint. */
  readonly audience?: string;
  /** In PEM. */
  readonly privateKey: S;
  readonly keyId?: string;
  readonly algorithm: JwtAlgorithm;
}

/** An access token in use, and where it goes when not into `Authorization: Bearer`. */
export interface AccessToken {
  readonly text: string;
  readonly placement?: OAuthProvider['placement'];
}

/** What a credential adds to a call; `outbound` attaches it at the origins it belongs to, and nowhere else. */
export interface Attachment extends CallCredential {
  readonly headers: Readonly<Record<string, Secret<string>>>;
  readonly query: Readonly<Record<string, Secret<string>>>;
}
