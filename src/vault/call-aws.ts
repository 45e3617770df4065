/** A call to a service of AWS that speaks its JSON protocol: signed, with errors in words that name the policy. */
import { type Clock, isAppError, type JsonObject, Secret, stringifyJson } from '../foundation/index.ts';
import { encodeRequest, makeRedactor } from '../outbound/index.ts';
import { askedAgain, bodyObject, type Sender, shortReason } from './asked-again.ts';
import { type AwsCredentials, signAwsRequest } from './aws-signature.ts';
import { fail } from './errors.ts';

export interface AwsAccess {
  readonly region: string;
  /** Scheme and host of the service; without it the public one of the region. */
  readonly endpoint: string | undefined;
  /** Asked at each call, because they may change. */
  readonly credentials: () => AwsCredentials;
  /** Tells the time that is signed. */
  readonly clock: Pick<Clock, 'nowMs'>;
}

export interface AwsRequest {
  /** As signatures and host names have it: `kms`, `secretsmanager`. */
  readonly service: string;
  /** The protocol's name of the operation: `TrentService.Decrypt`. */
  readonly target: string;
  /** As a policy names it: `kms:Decrypt`. */
  readonly action: string;
  /** What it is done to, for the policy: an ARN or a name. */
  readonly resource: string;
  readonly body: JsonObject;
}

const TIMEOUT_MS = 10_000;
const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** Error types (the part after `#`) by what is to be done about them. */
const DENIED = new Set(['AccessDeniedException', 'AccessDenied']);
const CREDENTIALS_REFUSED = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'InvalidClientTokenId',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'ExpiredTokenException',
]);
const MISSING = new Set(['NotFoundException', 'ResourceNotFoundException']);
const PASSING = new Set([
  'ThrottlingException',
  'DependencyTimeoutException',
  'KMSInternalException',
  'KeyUnavailableException',
  'InternalServiceError',
]);

/**
 * Makes the call, again when it is not answered, and gives the answer's object. Throws `vault.aws.*`; the sentence of a
 * refusal names the action and the resource that a policy has to allow.
 */
export function callAws(sender: Sender, access: AwsAccess, request: AwsRequest): Promise<JsonObject> {
  return askedAgain(
    () => callOnce(sender, access, request),
    (error) => isAppError(error, 'vault.aws.unreachable'),
  );
}

/** Where a service is asked when nothing else is said. */
export function awsAddress({ region, endpoint }: Pick<AwsAccess, 'region' | 'endpoint'>, service: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return endpoint ?? `https://${service}.${region}.${suffix}`;
}

async function callOnce(sender: Sender, access: AwsAccess, request: AwsRequest): Promise<JsonObject> {
  const { service, target, action, resource } = request;
  const { region } = access;
  const address = awsAddress(access, service);
  const encoded = encodeRequest(
    { baseUrl: address },
    {
      method: 'POST',
      path: [],
      headers: { 'x-amz-target': target },
      body: { kind: 'text', contentType: CONTENT_TYPE, text: stringifyJson(request.body) },
    },
  );
  const credentials = access.credentials();
  const url = new URL(encoded.url);
  const signing = { credentials, region, service, nowMs: access.clock.nowMs() };
  const signed = await signAwsRequest({ ...encoded, url }, signing);
  const headers = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, new Secret(value)]));
  const result = await sender.send({
    request: encoded,
    origins: [url.origin],
    credential: { headers },
    isWrite: true,
    totalTimeoutMs: TIMEOUT_MS,
  });
  const context = { action, resource, region, address };
  if (result.kind !== 'answered') {
    throw fail('vault.aws.unreachable', { context: { ...context, reason: shortReason(result.message) } });
  }
  const { status } = result.answer;
  const body = bodyObject(result);
  if (status === 200) return body;
  const redact = makeRedactor([credentials.secretAccessKey.reveal(), credentials.sessionToken?.reveal() ?? '']);
  throw refusal(status, errorType(body), { ...context, status, reason: shortReason(redact(reasonOf(body))) });
}

function refusal(status: number, type: string, context: Readonly<Record<string, string | number>>): Error {
  if (DENIED.has(type)) return fail('vault.aws.denied', { context });
  if (CREDENTIALS_REFUSED.has(type)) return fail('vault.aws.credentials_refused', { context });
  if (MISSING.has(type)) return fail('vault.aws.missing', { context });
  const isPassing = PASSING.has(type) || status === 429 || status >= 500;
  return fail(isPassing ? 'vault.aws.unreachable' : 'vault.aws.refused', { context });
}

/** `com.amazonaws.kms#AccessDeniedException` is a type as well as `AccessDeniedException`. */
function errorType(body: JsonObject): string {
  return typeof body.__type === 'string' ? (body.__type.split('#').at(-1) ?? '') : '';
}

function reasonOf(body: JsonObject): string {
  const said = body.message ?? body.Message;
  const type = errorType(body);
  if (typeof said !== 'string' || said === '') return type === '' ? 'it gives no reason' : type;
  return type === '' ? said : `${type}, ${said}`;
}
