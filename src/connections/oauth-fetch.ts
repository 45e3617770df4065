/**
 * Carries the requests of the OAuth library over our one door to the network, so that the egress guard, deadlines and
 * caps hold for the addresses of providers as for all others (F74).
 */
import type { OAuthProvider } from '../connectors/index.ts';
import { assert, Secret } from '../foundation/index.ts';
import { type CallResult, type HttpSender, makeRedactor, type Redactor } from '../outbound/index.ts';
import { secretsSent } from './oauth-secrets.ts';

/** A token endpoint that has not answered by then is taken for silent. */
const TOKEN_TIMEOUT_MS = 15_000;

export interface OAuthFetchOptions {
  readonly isWrite: boolean;
  /** How the parameters are written; absent: as the form of RFC 6749. */
  readonly format?: OAuthProvider['tokenRequestFormat'];
  /** Asked when the connection stands and nothing is written yet. */
  readonly mayStillSend?: () => boolean;
}

/** What the library hands to `fetch`. */
interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What came of the one request. */
export interface CarriedRequest {
  readonly result: CallResult;
  /** Masks the secrets that were sent: providers repeat them in their complaints. */
  readonly redact: Redactor;
}

/** Runs `call` with a `fetch` that goes through the sender; gives back what came of its one request. */
export async function throughSender(
  sender: HttpSender,
  call: (carry: (url: string, init: FetchInit) => Promise<Response>) => Promise<unknown>,
  options: OAuthFetchOptions,
): Promise<CarriedRequest> {
  let carried: CarriedRequest | undefined;
  const carryOut = async (url: string, init: FetchInit): Promise<Response> => {
    const redact = makeRedactor(secretsSent(init.headers.authorization, init.body));
    carried = { result: await sender.send(outgoing(url, init, options)), redact };
    return new Response(null, { status: 204 });
  };
  await call(carryOut);
  assert(carried !== undefined, 'the OAuth library sent nothing');
  return carried;
}

function outgoing(url: string, { method, headers, body }: FetchInit, options: OAuthFetchOptions) {
  // The sender says who is calling; vendors such as Squarespace want to know it.
  const { authorization, 'user-agent': _library, ...rest } = headers;
  const isJson = options.format === 'json';
  const told = { accept: 'application/json', ...rest, ...(isJson ? { 'content-type': 'application/json' } : {}) };
  const bytes = body === undefined || body === null ? undefined : Buffer.from(isJson ? jsonOf(body) : String(body));
  return {
    request: { method: method === 'GET' ? ('GET' as const) : ('POST' as const), url, headers: told, body: bytes },
    origins: [new URL(url).origin],
    // Also where the secret stands in the body: a credential never goes over plain HTTP.
    credential: { headers: authorization === undefined ? {} : { authorization: new Secret(authorization) }, query: {} },
    isWrite: options.isWrite,
    totalTimeoutMs: TOKEN_TIMEOUT_MS,
    ...(options.mayStillSend === undefined ? {} : { mayStillSend: options.mayStillSend }),
  };
}

/** The parameters of a form as the members of an object; none of ours comes twice. */
function jsonOf(body: unknown): string {
  return JSON.stringify(Object.fromEntries(new URLSearchParams(String(body))));
}
