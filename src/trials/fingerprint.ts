/**
 * What a sample was made from, as a short text. The fingerprint of a step is a hash of its own definition and of the chain
 * before it: the outputs that it may read and what those were made from. When either changes, so does the fingerprint, and
 * with it those of all later steps.
 */
import { hash } from 'node:crypto';
import { canonicalJson, type JsonValue, makeObject } from '../foundation/index.ts';
import type { EventFacts, Sample } from './sample.ts';

/** Grows when the way changes in which an output comes from a definition; all samples are stale then. */
const FORMAT = 1;

/** The chain before the first step. */
export function chainOfTrigger(trigger: Pick<Sample, 'output' | 'event'>): string {
  return digest([FORMAT, trigger.output, eventValue(trigger.event)]);
}

/** What a step's output is made from. */
export function fingerprintOf(definition: JsonValue, chain: string): string {
  return digest([definition, chain]);
}

/** The chain behind a step. A pinned output counts by itself: what its step says is of no account for what follows. */
export function chainBehind(chain: string, step: { output: JsonValue; fingerprint: string | null }): string {
  return digest([chain, step.output, step.fingerprint]);
}

function eventValue(event: EventFacts | null): JsonValue {
  if (event === null) return null;
  return [event.id, event.receivedAt, makeObject(Object.entries(event.headers))];
}

function digest(value: JsonValue): string {
  return hash('sha256', canonicalJson(value), 'base64url');
}
