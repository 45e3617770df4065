/** What the mappings and conditions of a run see. A trial builds the same, so that it shows what a run would do. */
import { type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import type { CompiledDelayStep, CompiledEachStep, Scope } from '../language/index.ts';
import type { LeasedRun } from './run.ts';
import { storableKey } from './storable-key.ts';

/** A scope with the outputs of the steps so far. */
export type RunScope = Scope & { readonly steps: JsonObject };

/** The scope before the first step. */
export function rootScope(run: Pick<LeasedRun, 'id' | 'startedAt' | 'event'>): RunScope {
  const { event } = run;
  const scope = makeObject([
    ['trigger', event.body],
    [
      'event',
      makeObject([
        ['id', event.id],
        ['receivedAt', event.receivedAt],
        ['headers', { ...event.headers }],
      ]),
    ],
    [
      'run',
      makeObject([
        ['id', run.id],
        ['startedAt', run.startedAt],
      ]),
    ],
    ['steps', makeObject()],
  ]);
  return scope as unknown as RunScope;
}

/** Inner steps see the item and all outputs so far; what they add is gone when the item is done. */
export function itemScope(
  step: CompiledEachStep,
  scope: RunScope,
  current: { item: JsonValue; position: number },
): RunScope {
  const inner = makeObject(Object.entries(scope));
  inner[step.as] = current.item;
  inner[`${step.as}Index`] = current.position;
  inner.steps = makeObject(Object.entries(scope.steps));
  return inner as unknown as RunScope;
}

/** The key of an item inside the item whose key is `outer`. */
export function nestedKey(outer: string, key: string): string {
  const part = key.replaceAll('%', '%25').replaceAll('/', '%2F');
  return storableKey(outer === '' ? part : `${outer}/${part}`);
}

/** When a delay ends, in milliseconds since the epoch; NaN when what it maps to is no instant. */
export function delayUntilMs(step: CompiledDelayStep, scope: Scope, nowMs: number): number {
  return step.until === undefined ? nowMs + (step.forMs ?? 0) : Date.parse(step.until(scope));
}
