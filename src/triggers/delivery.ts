/**
 * One delivery, read by the rules of the flow version that will handle it: size, signature, type, contents, and what
 * makes it the same event as another. Pure; whoever is not to be believed costs a hash and nothing more.
 */
import type { JsonValue, Secret } from '../foundation/index.ts';
import type { FlowTrigger } from '../language/index.ts';
import { parseEventBody } from '../runs/index.ts';
import { checkContentType } from './content-type.ts';
import { type DedupeRule, dedupeOf, dedupeRuleOf } from './dedupe-key.ts';
import { fail } from './errors.ts';
import { keptHeaders, type NamedHeaders, type RequestHeaders } from './request-headers.ts';
import { SIGNATURE_TOLERANCE_MS, type SignatureRefusal, verifySignature } from './signature.ts';
import type { RequestTarget } from './signed-text.ts';

/** Largest body of an event. The HTTP layer ends a longer one while it streams in; this is checked again here. */
export const MAX_EVENT_BYTES = 1_048_576;

export interface Delivery {
  readonly headers: RequestHeaders;
  readonly rawBody: Uint8Array;
  readonly target: RequestTarget;
  /** The live secrets of the trigger, the newest first. */
  readonly secrets: readonly Secret<string>[];
  readonly nowMs: number;
}

/** What is stored of a delivery, and how it is known again. */
export interface ReadEvent {
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue;
  readonly dedupeKey: string;
  readonly dedupeMemoryMs: number | null;
}

/** Checks and reads a delivery; throws `triggers.*`, `foundation.json.*` or `runs.event.*`, each the sender's mistake. */
export function readDelivery(trigger: FlowTrigger, delivery: Delivery): ReadEvent {
  const { headers, rawBody } = delivery;
  checkBodySize(rawBody);
  checkSignature(trigger, delivery);
  const format = trigger.bodyFormat ?? 'json';
  const contentType = checkContentType(format, headers);
  const body = parseEventBody(rawBody, format);
  const rule = dedupeRuleOf(trigger);
  const dedupe = dedupeOf(rule, { headers, rawBody, body });
  return {
    contentType,
    headers: keptHeaders(headers, namedHeaders(trigger, rule)),
    body,
    dedupeKey: dedupe.key,
    dedupeMemoryMs: dedupe.memoryMs,
  };
}

/** Throws `triggers.body.too_large`. */
export function checkBodySize(rawBody: Uint8Array): void {
  if (rawBody.byteLength > MAX_EVENT_BYTES) {
    throw fail('triggers.body.too_large', { context: { maxBytes: MAX_EVENT_BYTES } });
  }
}

function checkSignature(trigger: FlowTrigger, delivery: Delivery): void {
  const verdict = verifySignature(trigger.signature, { ...delivery, toleranceMs: SIGNATURE_TOLERANCE_MS });
  if (verdict.kind === 'refused') throw refusalOf(verdict.code);
}

function refusalOf(code: SignatureRefusal): Error {
  if (code === 'no_secret') return fail('triggers.secret.not_configured');
  if (code !== 'outside_window') return fail('triggers.signature.refused', { detail: code });
  const minutes = SIGNATURE_TOLERANCE_MS / 60_000;
  return fail('triggers.signature.outside_window', { context: { minutes } });
}

function namedHeaders({ signature }: FlowTrigger, rule: DedupeRule): NamedHeaders {
  const read = rule.by === 'header' ? [rule.header.toLowerCase()] : [];
  if (signature.kind === 'token')
    return signature.in === 'header' ? { read, signature: signature.name.toLowerCase() } : { read };
  if (!('header' in signature)) return { read };
  if (signature.timestampHeader !== undefined) read.push(signature.timestampHeader.toLowerCase());
  return { read, signature: signature.header.toLowerCase() };
}
