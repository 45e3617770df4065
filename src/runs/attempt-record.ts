/** How an attempt is written down: what was sent and what came back, bounded, and without a secret in it. */
import type { OpenConnection } from '../connections/index.ts';
import { makeObject } from '../foundation/index.ts';
import { type CallResult, type EncodedRequest, type HttpAnswer, redactHeaders } from '../outbound/index.ts';
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
  return {
    stepKey: place.stepKey,
    itemKey: place.itemKey,
    number,
    kind,
    outcome: null,
    operationClass,
    idempotencyKey: kind === 'call' ? request.key : null,
    request: {
      method: request.method,
      url: connection.redact(request.url),
      headers: withAttached(keptHeaders(request.headers, connection), connection),
    },
    requestBody: request.body === undefined ? undefined : keptBody(request.body, connection),
    startedAtMs,
  };
}

/** The credential's headers are named, their values are not kept. */
function withAttached(headers: HttpAnswer['headers'], { attachment }: OpenConnection): HttpAnswer['headers'] {
  const names = Object.keys(attachment.headers);
  if (names.length === 0) return headers;
  return { ...headers, ...Object.fromEntries(names.map((name) => [name, '[secret]'])) };
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
export function keptHeaders(headers: HttpAnswer['headers'], connection: OpenConnection): HttpAnswer['headers'] {
  const redacted = redactHeaders(headers);
  if (connection.authKind === 'none') return redacted;
  const entries = Object.entries(redacted);
  return makeObject(entries.map(([name, value]) => [name, connection.redact(value)])) as Record<string, string>;
}

function keptFailure(failure: Failure, connection: OpenConnection): NonNullable<AttemptRecord['failure']> {
  const { kind, code, message } = failure;
  return { kind, code: connection.redact(code), message: connection.redact(message) };
}

/** Masked first and cut then: a secret that straddles the cut would otherwise be kept in half. */
function keptBody(body: Uint8Array, connection: OpenConnection): Uint8Array {
  return connection.redact(body).subarray(0, MAX_KEPT_BODY_BYTES);
}
