/**
 * What makes two deliveries the same event. A flow that says nothing gets a rule all the same, because senders deliver
 * at least once.
 */
import { hash } from 'node:crypto';
import { type JsonValue, NumericText, parseDurationMs } from '../foundation/index.ts';
import { type FlowTrigger, parseInnerPath, valueAt } from '../language/index.ts';
import { fail } from './errors.ts';
import { type RequestHeaders, readHeader } from './request-headers.ts';

/** How long equal bodies count as one event where the flow says nothing and the sender sends no id. */
const DEFAULT_BODY_MEMORY = 'PT24H';

interface Dedupe {
  readonly key: string;
  /** Null: remembered for as long as the event is kept. */
  readonly memoryMs: number | null;
}

interface DedupeInput {
  readonly headers: RequestHeaders;
  readonly rawBody: Uint8Array;
  readonly body: JsonValue;
}

export type DedupeRule = NonNullable<FlowTrigger['dedupe']>;

/** The flow's own rule; else the id of Standard Webhooks, and for other senders the same bytes within 24 hours. */
export function dedupeRuleOf(trigger: FlowTrigger): DedupeRule {
  if (trigger.dedupe !== undefined) return trigger.dedupe;
  return trigger.signature.kind === 'standard_webhooks'
    ? { by: 'header', header: 'webhook-id' }
    : { by: 'body', memory: DEFAULT_BODY_MEMORY };
}

/**
 * The key of a delivery; throws `triggers.dedupe.*` where it has none, for without one its repetition would become a
 * second run. Each kind has a prefix, so that keys of two rules never meet.
 */
export function dedupeOf(rule: DedupeRule, input: DedupeInput): Dedupe {
  if (rule.by === 'header') return { key: `header:${headerKey(input.headers, rule.header)}`, memoryMs: null };
  if (rule.by === 'path') return { key: `path:${pathKey(input.body, rule)}`, memoryMs: null };
  // A published flow has a duration that can be read; should it not, the longest memory is the safe one.
  return { key: `body:${hash('sha256', input.rawBody)}`, memoryMs: parseDurationMs(rule.memory) ?? null };
}

/** Paths by their rule, which lives as long as the compiled flow does: a path is read once and not for every event. */
const paths = new WeakMap<DedupeRule, ReturnType<typeof parseInnerPath>>();

function idOf(body: JsonValue, rule: DedupeRule & { by: 'path' }): JsonValue | undefined {
  const parsed = paths.get(rule) ?? parseInnerPath(rule.path);
  paths.set(rule, parsed);
  return 'segments' in parsed ? valueAt(body, parsed.segments) : undefined;
}

function headerKey(headers: RequestHeaders, header: string): string {
  const reading = readHeader(headers, header.toLowerCase());
  if (reading.kind !== 'one') throw fail('triggers.dedupe.header_missing', { context: { header } });
  return reading.value;
}

function pathKey(body: JsonValue, rule: DedupeRule & { by: 'path' }): string {
  const { path } = rule;
  const value = idOf(body, rule);
  const isId = typeof value === 'string' || typeof value === 'number' || value instanceof NumericText;
  if (!isId || value === '') throw fail('triggers.dedupe.path_missing', { context: { path } });
  return String(value);
}
