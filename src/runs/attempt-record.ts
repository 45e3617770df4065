/** How an attempt is written down: what was sent and what came back, bounded, and without a secret in it. */
import type { OpenConnection } from '../connections/index.ts';
import { type CallResult, type EncodedRequest, redactHeaders } from '../outbound/index.ts';
import type { Failure } from './failure.ts';
import type { AttemptKind, AttemptOutcome, AttemptRecord } from './run.ts';
import type { StepPlace } from './step-end.ts';

/** Bytes of a body that are kept as evidence; the raw bytes, so that what broke a parser can be seen. */
export const MAX_KEPT_BODY_BYTES = 262_144;

export interface AttemptFacts {
  readonly place: StepPlace;
  readonly number: number;
  readonly kind: AttemptKind;
  readonly operationClass: string;
  readonly connection: OpenConnection;
  readonly request: EncodedRequest & { readonly key: string };
  readonly startedAtMs: number;
}

export interface AttemptEnd {
  readonly outcome: AttemptOutcome;
  readonly decision: NonNullable<AttemptRecord['decision']>;
  readonly failure?: Failure;
}

/** The intent: committed before the first byte of a write that could not be repeated. */
export function intentRecord(facts: AttemptFacts): AttemptRecord {
  const { place, number, kind, operationClass, connection, request, startedAtMs } = facts;
  const attached = Object.keys(connection.attachment.headers).map((name) => [name, '[secret]'] as const);
  const body = request.body === undefined ? {} : { requestBody: keptBody(request.body, connection) };
  return {
    ...place,
    number,
    kind,
    outcome: null,
    operationClass,
    idempotencyKey: kind === 'call' ? request.key : null,
    request: {
      method: request.method,
      url: connection.redact(request.url),
      headers: { ...keptHeaders(request.headers, connection), ...Object.fromEntries(attached) },
    },
    startedAtMs,
    ...body,
  };
}

/** The attempt with its end. */
export function endedRecord(facts: AttemptFacts, result: CallResult | undefined, end: AttemptEnd): AttemptRecord {
  return {
    ...intentRecord(facts),
    ...(result === undefined ? {} : answerFields(result, facts.connection)),
    outcome: end.outcome,
    decision: end.decision,
    ...(end.failure === undefined ? {} : { failure: keptFailure(end.failure, facts.connection) }),
  };
}

function answerFields(result: CallResult, connection: OpenConnection): Partial<AttemptRecord> {
  const durationMs = Math.round(result.durationMs);
  if (result.kind !== 'answered') return { durationMs };
  const { status, headers, body } = result.answer;
  return {
    durationMs,
    responseStatus: status,
    responseHeaders: keptHeaders(headers, connection),
    responseBody: keptBody(body, connection),
  };
}

/** By name, and by value: a vendor may repeat the credential in a header of any name. */
export function keptHeaders(
  headers: Readonly<Record<string, string>>,
  connection: OpenConnection,
): Record<string, string> {
  const kept = redactHeaders(headers);
  if (connection.authKind === 'none') return kept;
  for (const name of Object.keys(kept)) kept[name] = connection.redact(kept[name] as string);
  return kept;
}

function keptFailure(failure: Failure, connection: OpenConnection): NonNullable<AttemptRecord['failure']> {
  const { kind, code, message } = failure;
  return { kind, code, message: connection.redact(message) };
}

/** Masked first and cut then: a secret that straddles the cut would otherwise be kept in half. */
function keptBody(body: Uint8Array, connection: OpenConnection): Uint8Array {
  return connection.redact(body).subarray(0, MAX_KEPT_BODY_BYTES);
}
