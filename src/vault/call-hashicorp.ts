/** A call to HashiCorp Vault or OpenBao over its HTTP API: token, namespace, errors in words that name the policy. */
import { isAppError, isObject, type JsonObject, type Secret } from '../foundation/index.ts';
import { encodeRequest, makeRedactor } from '../outbound/index.ts';
import { askedAgain, bodyObject, type Sender, shortReason } from './asked-again.ts';
import { fail } from './errors.ts';

export interface HashicorpAccess {
  /** Scheme, host and port. */
  readonly address: string;
  readonly namespace: string | undefined;
  /** Asked at each call, because an agent may renew it. */
  readonly token: () => Secret<string>;
}

export interface HashicorpRequest {
  /** Below `/v1/`, as a policy names it: `transit/decrypt/holdfast`. */
  readonly path: string;
  /** What a policy has to grant, and with it the method: `update` is POST, `read` is GET. */
  readonly capability: 'read' | 'update';
  readonly body?: JsonObject;
}

const TIMEOUT_MS = 10_000;

/**
 * Makes the call, again when it is not answered, and gives the member `data` of the answer. Throws
 * `vault.hashicorp.*`; the sentence of a refusal names the path and the policy that is missing.
 */
export function callHashicorp(sender: Sender, access: HashicorpAccess, request: HashicorpRequest): Promise<JsonObject> {
  return askedAgain(
    () => callOnce(sender, access, request),
    (error) => isAppError(error, 'vault.hashicorp.unreachable'),
  );
}

async function callOnce(sender: Sender, access: HashicorpAccess, request: HashicorpRequest): Promise<JsonObject> {
  const { address, namespace } = access;
  const token = access.token();
  const encoded = encodeRequest(
    { baseUrl: address },
    {
      method: request.capability === 'read' ? 'GET' : 'POST',
      path: ['v1', ...request.path.split('/')],
      headers: { 'x-vault-request': 'true', ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }) },
      ...(request.body === undefined ? {} : { body: { kind: 'json', value: request.body } }),
    },
  );
  const result = await sender.send({
    request: encoded,
    origins: [new URL(encoded.url).origin],
    credential: { headers: { 'x-vault-token': token } },
    isWrite: true,
    totalTimeoutMs: TIMEOUT_MS,
  });
  const context = { address, path: request.path, capability: request.capability };
  if (result.kind !== 'answered') {
    throw fail('vault.hashicorp.unreachable', { context: { ...context, reason: shortReason(result.message) } });
  }
  const { status } = result.answer;
  const body = bodyObject(result);
  if (status === 200 && isObject(body.data)) return body.data;
  const redact = makeRedactor([token.reveal()]);
  throw refusal(status, { ...context, status, reason: shortReason(redact(errorsText(body))) });
}

function refusal(status: number, context: Readonly<Record<string, string | number>>): Error {
  if (status === 403) return fail('vault.hashicorp.denied', { context });
  if (status === 404) return fail('vault.hashicorp.missing', { context });
  // 429: a standby, or a quota; 5xx: sealed, no leader, a proxy before it.
  const isPassing = status === 429 || status >= 500;
  return fail(isPassing ? 'vault.hashicorp.unreachable' : 'vault.hashicorp.refused', { context });
}

/** What it says itself: a list of sentences in `errors`. */
function errorsText(body: JsonObject): string {
  const errors = Array.isArray(body.errors) ? body.errors.filter((each) => typeof each === 'string') : [];
  return errors.length === 0 ? 'it gives no reason' : errors.join('; ');
}
