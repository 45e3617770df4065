/**
 * Speaks to token endpoints: trades codes, renews, obtains, revokes. Requests and the client's proof are made by
 * `oauth4webapi`; the answers are read by `token-answer.ts`, because vendors deviate from what the library insists on.
 */
import { importPKCS8, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import type { OAuthProvider } from '../connectors/index.ts';
import type { Clock } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import type { JwtAssertion, OAuthCredential } from './credential.ts';
import { fail } from './errors.ts';
import { endpointOf } from './oauth-endpoint.ts';
import { throughSender } from './oauth-fetch.ts';
import { signingAlgorithmOf, toPkcs8 } from './private-key.ts';
import { readTokenAnswer, type TokenOutcome } from './token-answer.ts';

export interface OAuthClientDeps {
  readonly sender: HttpSender;
  readonly clock: Clock;
  /** The true time, by the database, in milliseconds since the Unix epoch; assertions are dated with it (F16). */
  readonly trueTime: () => Promise<number>;
}

export interface TokenRequest {
  readonly credential: OAuthCredential<string>;
  /** The true time, where it is known already; absent: it is asked for. */
  readonly nowMs?: number;
  /** Asked right before anything is written; false withdraws the request. */
  readonly mayStillSend?: () => boolean;
}

export interface CodeExchange extends TokenRequest {
  /** The parameters that the browser brought; their state has been checked. */
  readonly callback: URLSearchParams;
  readonly redirectUri: string;
  /** PKCE (RFC 7636); absent where the provider refuses it. */
  readonly verifier?: string;
}

type Send = (
  as: oauth.AuthorizationServer,
  client: oauth.Client,
  options: { auth: oauth.ClientAuth; http: oauth.TokenEndpointRequestOptions; nowMs: number },
) => Promise<Response>;

/** A request for tokens with its provider, where that is not asked at `tokenUrl`, or not by its usual parameters. */
interface TokenCall {
  readonly request: TokenRequest;
  readonly provider: OAuthProvider;
  readonly extra?: Readonly<Record<string, string>>;
}

/** Code of the refusal of a callback that another provider than the one asked has sent (RFC 9207, 2.4). */
export const OTHER_PROVIDER = 'other_provider';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Assertions are used at once; vendors refuse those that live for long. */
const ASSERTION_LIFE_SECONDS = 180;
/** The library wants a name also of a client that there is none of; it is not sent then. */
const NO_CLIENT = 'none';

export class OAuthClient {
  readonly #deps: OAuthClientDeps;

  constructor(deps: OAuthClientDeps) {
    this.#deps = deps;
  }

  /** Renews with a refresh token (RFC 6749, 6). */
  async refresh(request: TokenRequest, refreshToken: string): Promise<TokenOutcome> {
    const known = endpointOf(request.credential);
    const provider = { ...known, tokenUrl: known.refreshUrl ?? known.tokenUrl };
    return this.#token({ request, provider }, (as, client, { auth, http }) =>
      oauth.refreshTokenGrantRequest(as, client, auth, refreshToken, http),
    );
  }

  /** Obtains a token without anybody's consent: client credentials (RFC 6749, 4.4) or a signed assertion (RFC 7523). */
  async obtain(request: TokenRequest, scopes: readonly string[]): Promise<TokenOutcome> {
    const { credential } = request;
    const provider = endpointOf(credential);
    const { scopeSeparator = ' ', jwt } = provider;
    const isAssertion = credential.grant === 'jwt_bearer';
    // Some read the scopes of the assertion, some the parameter; of whom nothing is known is told both.
    const isInRequest = !isAssertion || jwt === undefined || jwt.scopes === 'request';
    const parameters = {
      ...(scopes.length === 0 || !isInRequest ? {} : { scope: scopes.join(scopeSeparator) }),
      ...(credential.resource === undefined ? {} : { resource: credential.resource }),
    };
    return this.#token({ request, provider }, async (as, client, { auth, http, nowMs }) => {
      const all = new URLSearchParams({ ...Object.fromEntries(extraOf(http)), ...parameters });
      if (!isAssertion) return oauth.clientCredentialsGrantRequest(as, client, auth, all, http);
      all.set('assertion', await signAssertion(credential, { provider, scopes, nowMs }));
      return oauth.genericTokenEndpointRequest(as, client, auth, JWT_BEARER, all, http);
    });
  }

  /**
   * Trades an authorization code for tokens (RFC 6749, 4.1.3). A callback that carries an error, or comes from another
   * issuer (RFC 9207), is refused without asking the provider.
   */
  async exchangeCode(exchange: CodeExchange): Promise<TokenOutcome> {
    const { credential, redirectUri, verifier } = exchange;
    const callback = new URLSearchParams(exchange.callback);
    const provider = endpointOf(credential);
    const state = callback.get('state');
    const extra = provider.repeatsState === true && state !== null ? { state } : {};
    // Without a known issuer there is nothing to compare with; the one-time state still binds the answer to its request.
    if (provider.issuer === undefined) callback.delete('iss');
    const stranger = strangerOf(provider, callback);
    if (stranger !== undefined) return stranger;
    try {
      const outcome = await this.#token({ request: exchange, provider, extra }, (as, client, { auth, http }) => {
        const checked = oauth.validateAuthResponse(as, client, callback, state ?? oauth.expectNoState);
        return oauth.authorizationCodeGrantRequest(
          as,
          client,
          auth,
          checked,
          redirectUri,
          verifier ?? oauth.nopkce,
          http,
        );
      });
      return withCallback(outcome, provider, callback);
    } catch (error) {
      const refusal = refusalOfCallback(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  /** Ends access at the provider (RFC 7009); false where the provider has no such address or did not take it. */
  async revoke(
    request: TokenRequest,
    token: { text: string; hint: 'access_token' | 'refresh_token' },
  ): Promise<boolean> {
    const provider = endpointOf(request.credential);
    if (provider.revokeUrl === undefined) return false;
    const auth = await clientAuthOf(request.credential, provider);
    const additionalParameters = { token_type_hint: token.hint };
    const client = this.#client(request, await this.#nowMs(request));
    const { result } = await throughSender(
      this.#deps.sender,
      (carry) =>
        oauth.revocationRequest(serverOf(provider), client, auth, token.text, {
          ...httpOptions(carry),
          additionalParameters,
        }),
      { isWrite: true, ...formatOf(provider) },
    );
    return result.kind === 'answered' && result.answer.status >= 200 && result.answer.status < 300;
  }

  async #token({ request, provider, extra }: TokenCall, send: Send): Promise<TokenOutcome> {
    const nowMs = await this.#nowMs(request);
    const auth = await clientAuthOf(request.credential, provider);
    const { result, redact } = await throughSender(
      this.#deps.sender,
      (carry) => {
        const http = { ...httpOptions(carry), additionalParameters: { ...provider.tokenParameters, ...extra } };
        return send(serverOf(provider), this.#client(request, nowMs), { auth, http, nowMs });
      },
      {
        isWrite: true,
        ...formatOf(provider),
        ...(request.mayStillSend === undefined ? {} : { mayStillSend: request.mayStillSend }),
      },
    );
    if (result.kind === 'answered') return readTokenAnswer(result.answer, provider, { nowMs, redact });
    return { kind: 'unanswered', wasSent: result.kind === 'no_answer', message: result.message };
  }

  #client({ credential }: TokenRequest, nowMs: number): oauth.Client {
    const skew = Math.round((nowMs - this.#deps.clock.nowMs()) / 1000);
    return { client_id: credential.client?.id ?? NO_CLIENT, [oauth.clockSkew]: skew };
  }

  async #nowMs(request: TokenRequest): Promise<number> {
    return request.nowMs ?? this.#deps.trueTime();
  }
}

/** With what the provider added to the callback and the connection has to keep; of what comes twice nothing is believed. */
function withCallback(outcome: TokenOutcome, provider: OAuthProvider, callback: URLSearchParams): TokenOutcome {
  if (outcome.kind !== 'tokens') return outcome;
  const kept = (provider.callbackParameters ?? []).flatMap(({ name, pattern }) => {
    const [value, ...more] = callback.getAll(name);
    const isFitting = value !== undefined && more.length === 0 && new RegExp(pattern, 'u').test(value);
    return isFitting ? [[name, value] as const] : [];
  });
  if (kept.length === 0) return outcome;
  return { kind: 'tokens', tokens: { ...outcome.tokens, callback: Object.fromEntries(kept) } };
}

function formatOf({ tokenRequestFormat }: OAuthProvider) {
  return tokenRequestFormat === undefined ? {} : { format: tokenRequestFormat };
}

function serverOf(provider: OAuthProvider): oauth.AuthorizationServer {
  return {
    issuer: provider.issuer ?? provider.tokenUrl,
    token_endpoint: provider.tokenUrl,
    authorization_response_iss_parameter_supported: isIssuerRequired(provider),
    ...(provider.revokeUrl === undefined ? {} : { revocation_endpoint: provider.revokeUrl }),
  };
}

function isIssuerRequired({ issuer, issuerInAnswer }: OAuthProvider): boolean {
  return issuer !== undefined && issuerInAnswer === 'required';
}

/** Told apart from what the provider itself refuses: here nobody has said anything about the OAuth app. */
function strangerOf(provider: OAuthProvider, callback: URLSearchParams): TokenOutcome | undefined {
  const named = callback.getAll('iss').filter((issuer) => issuer !== '');
  const isMissing = named.length === 0 && isIssuerRequired(provider);
  const isOther = named.some((issuer) => issuer !== provider.issuer);
  if (!isMissing && !isOther) return undefined;
  const message = isMissing ? 'it does not name its issuer' : 'it names another issuer';
  return { kind: 'refused', side: 'account', code: OTHER_PROVIDER, message };
}

type Fetch = (url: string, init: never) => Promise<Response>;

/** Whether an address may be called, and over plain HTTP, is for the egress policy to say. */
function httpOptions(carry: Fetch): oauth.TokenEndpointRequestOptions {
  return { [oauth.customFetch]: carry as never, [oauth.allowInsecureRequests]: true };
}

function extraOf(http: oauth.TokenEndpointRequestOptions): URLSearchParams {
  return new URLSearchParams(http.additionalParameters as Record<string, string>);
}

/** How the client proves itself; the credential overrules the provider. */
async function clientAuthOf(credential: OAuthCredential<string>, provider: OAuthProvider): Promise<oauth.ClientAuth> {
  const { client } = credential;
  if (client === undefined) return () => undefined;
  const { secret, privateKey, keyId } = client;
  const method = client.authentication ?? provider.clientAuthentication;
  if (method === 'private_key_jwt' && privateKey !== undefined) {
    const key = (await importKey(privateKey, signingAlgorithmOf(privateKey))) as oauth.CryptoKey;
    return oauth.PrivateKeyJwt(keyId === undefined ? key : { key, kid: keyId });
  }
  if (secret === undefined || method === 'none') return oauth.None();
  return method === 'client_secret_post' ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret);
}

/** RFC 7523, 3. */
async function signAssertion(
  credential: OAuthCredential<string>,
  { provider, scopes, nowMs }: { provider: OAuthProvider; scopes: readonly string[]; nowMs: number },
): Promise<string> {
  const jwt = credential.jwt as JwtAssertion<string>;
  const key = await importKey(jwt.privateKey, jwt.algorithm);
  const nowSeconds = Math.floor(nowMs / 1000);
  const isInClaim = provider.jwt === undefined || provider.jwt.scopes === 'claim';
  const claims = scopes.length === 0 || !isInClaim ? {} : { scope: scopes.join(' ') };
  return new SignJWT(jwt.subject === undefined ? claims : { ...claims, sub: jwt.subject })
    .setProtectedHeader({ alg: jwt.algorithm, typ: 'JWT', ...(jwt.keyId === undefined ? {} : { kid: jwt.keyId }) })
    .setIssuer(jwt.issuer)
    .setAudience(jwt.audience ?? provider.jwt?.audience ?? provider.tokenUrl)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + ASSERTION_LIFE_SECONDS)
    .setJti(crypto.randomUUID())
    .sign(key);
}

async function importKey(pem: string, algorithm: string) {
  try {
    return await importPKCS8(toPkcs8(pem), algorithm);
  } catch (cause) {
    throw fail('connections.credential.key_unreadable', { cause, context: { algorithm } });
  }
}

/** What the provider or our own check says of the callback, as an outcome; undefined for a defect. */
function refusalOfCallback(error: unknown): TokenOutcome | undefined {
  if (error instanceof oauth.AuthorizationResponseError) {
    const { error: code, error_description: words } = error;
    const side = code === 'access_denied' ? ('account' as const) : ('app' as const);
    return { kind: 'refused', side, code, message: words === undefined ? code : `${code}: ${words}` };
  }
  if (!(error instanceof oauth.OperationProcessingError)) return undefined;
  return { kind: 'refused', side: 'app', code: 'invalid_callback', message: error.message };
}
