/**
 * What Holdfast knows of an OAuth 2.0 provider, as data: one file a provider in `providers/`, from the provider's own
 * documentation. What is left out is as RFC 6749 has it.
 */

export interface OAuthProvider {
  /** `^[a-z0-9]+(_[a-z0-9]+)*$`, equal to the file's name (which has hyphens for underscores). */
  readonly name: string;
  readonly title: string;
  /** Addresses; `{name}` stands for a parameter of the connection, of which each is declared below. */
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  /** Where a refresh token is exchanged, where it is not `tokenUrl`. */
  readonly refreshUrl?: string;
  /** RFC 7009. Absent: access is ended at the provider by hand. */
  readonly revokeUrl?: string;
  /** The issuer identifier (RFC 8414), where the provider publishes metadata or answers `iss` (RFC 9207). */
  readonly issuer?: string;
  /** `required`: the provider names its issuer in every answer (RFC 9207, 2.4), and one without it is not believed. */
  readonly issuerInAnswer?: 'required' | 'optional';
  readonly parameters?: readonly ProviderParameter[];
  readonly grants: readonly OAuthGrant[];
  /** PKCE with S256 (RFC 7636): sent unless the provider refuses it. */
  readonly pkce: 'required' | 'supported' | 'refused';
  /** How the client proves itself at the token endpoint. */
  readonly clientAuthentication: 'client_secret_basic' | 'client_secret_post' | 'none';
  /** Between scopes in the request, where it is not the space of RFC 6749, 3.3. */
  readonly scopeSeparator?: ' ' | ',';
  /** Between scopes in the answer's `scope`, where it is another one than in the request. */
  readonly answerScopeSeparator?: ' ' | ',';
  /** Scopes that a granted one stands for, where the provider documents it and answers the wider one alone. */
  readonly impliedScopes?: Readonly<Record<string, readonly string[]>>;
  /** Asked for with every authorization code, since without them there is no refresh token: `offline_access`. */
  readonly requiredScopes?: readonly string[];
  /** Added to the authorization request, such as `access_type=offline`; values may hold `{name}` like addresses. */
  readonly authorizeParameters?: Readonly<Record<string, string>>;
  /** Added to token requests; values may hold `{name}` like addresses. */
  readonly tokenParameters?: Readonly<Record<string, string>>;
  /** How the body of token and revocation requests is written, where it is not the form of RFC 6749. */
  readonly tokenRequestFormat?: 'form' | 'json';
  /** The exchange of the code has to repeat `state`. */
  readonly repeatsState?: boolean;
  /** What the provider adds to the callback and a connection has to keep, such as QuickBooks' company. */
  readonly callbackParameters?: readonly CallbackParameter[];
  /** The assertion of the JWT bearer grant (RFC 7523), where it is offered. */
  readonly jwt?: {
    /** Claim `aud`, where the credential names none; may hold `{name}` like addresses. */
    readonly audience: string;
    /** Where scopes are named: in the assertion's claim `scope`, in the request, or nowhere. */
    readonly scopes: 'claim' | 'request' | 'none';
  };
  /** How the access token is sent, where it is not `Authorization: Bearer`; `prefix` holds its own space. */
  readonly placement?: { readonly in: 'header'; readonly name: string; readonly prefix: string };
  readonly refresh: {
    /** `rotates`: each use gives a new refresh token and ends the old one. `none`: there are no refresh tokens. */
    readonly rotation: 'rotates' | 'keeps' | 'sometimes' | 'none';
    /** A refresh token ends after this long without use. */
    readonly idleLifeMs?: number;
    /** It ends after this long in any case. */
    readonly totalLifeMs?: number;
    /** For how long a rotated token is still good, so that a lost answer does no harm. */
    readonly graceMs?: number;
  };
  /** Life of an access token where the answer has no `expires_in`; absent as well: it does not expire. */
  readonly accessLifeMs?: number;
  /** The answer's `expires_in` says nothing (Mailchimp's is 0): what `accessLifeMs` says holds. */
  readonly ignoresExpiresIn?: boolean;
  /** The member that holds the time of expiry (RFC 3339), where there is no `expires_in`. */
  readonly expiresAtField?: string;
  /** How long before its expiry the provider advises to renew an access token. */
  readonly renewAheadMs?: number;
  /** Where the token answer says as whom, or for which account, as a path such as `team.name`; a text or a number. */
  readonly accountPath?: string;
  /** Field of the token answer that holds the base URL of this account's API, such as Salesforce's `instance_url`. */
  readonly apiUrlField?: string;
  /** The base URL around that field's value (`{value}`), where it is a host name. */
  readonly apiUrlTemplate?: string;
  /** Hosts that the base URL may have, exact or, with a leading dot, by their end. A credential goes to no other. */
  readonly apiHosts?: readonly string[];
  /** The token endpoint answers 200 for a failure, which this field says by `false` (Slack's `ok`). */
  readonly okField?: string;
  /** What else a person or a programmer has to know, a sentence each. */
  readonly quirks: readonly string[];
  /** Where the person makes the OAuth app, for the form. */
  readonly consoleUrl: string;
  readonly sources: readonly { readonly url: string; readonly checked: string }[];
}

export type OAuthGrant = 'authorization_code' | 'client_credentials' | 'jwt_bearer';

/** A parameter of the callback that is kept with the connection; one that does not match is not kept. */
export interface CallbackParameter {
  readonly name: string;
  readonly title: string;
  /** Anchored. */
  readonly pattern: string;
}

/** Something a person gives to complete an address, such as the shop of a Shopify connection. */
export interface ProviderParameter {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What it may be; it becomes part of a host name or path. Anchored. */
  readonly pattern: string;
  readonly initial?: string;
}

/** Declares a provider; gives it back unchanged, with its type checked where it is written. */
export function defineProvider(provider: OAuthProvider): OAuthProvider {
  return provider;
}

/** Milliseconds of an hour, for the lives of tokens. */
export const HOUR_MS = 3_600_000;

/** Milliseconds of a day. */
export const DAY_MS = 24 * HOUR_MS;

/** A quirk of many: nothing is known of PKCE, and the safe thing is to send it. */
export const PKCE_NOT_MENTIONED =
  'The documentation that was read does not mention PKCE. It is sent all the same; a server that does not know it has to ignore it (RFC 6749, 3.1).';

/** A quirk of many: nothing sure is known of rotation, so that each answer decides. */
export const ROTATION_NOT_SURE =
  'Whether a used refresh token ends was not found in the documentation. The newest one is kept; without a new one, the old one.';

/** A quirk of those whose page was not at hand: what stands there is to be checked by whoever relies on it. */
export const NOT_READ_AGAIN =
  "The vendor's page could not be read on the day named here: the addresses were compared with public code alone. Compare with the page before you rely on the rest.";
