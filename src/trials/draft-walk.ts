/**
 * Goes through the steps of a draft as a run would, and keeps the chain of fingerprints. What is done at a step (try it,
 * or only see whether its sample still holds) is the visitor's matter, so that both see the same order and fingerprints.
 */
import { type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import type { CompiledBranchStep, CompiledEachStep } from '../language/index.ts';
import { itemScope, nestedKey, type RunScope, storableKey } from '../runs/index.ts';
import { type DraftStep, everyStep } from './draft-plan.ts';
import { chainBehind, fingerprintOf } from './fingerprint.ts';
import type { Sample } from './sample.ts';

export type WalkEnd =
  | { readonly kind: 'output'; readonly output: JsonValue }
  /** A filter said no. */
  | { readonly kind: 'filtered' }
  /** The walk cannot or should not go on. */
  | { readonly kind: 'stopped' }
  /** The wanted step is done. */
  | { readonly kind: 'reached' };

/** Where a step is met. */
export interface Meeting {
  readonly step: DraftStep;
  readonly fingerprint: string;
  readonly scope: RunScope;
  /** Empty outside `each`. */
  readonly itemKey: string;
}

export interface WalkVisitor {
  /** A pinned sample stands for the step. */
  pinned(step: DraftStep): void;
  /** A step without steps inside: its output, or why there is none. */
  leaf(meeting: Meeting): Promise<WalkEnd> | WalkEnd;
  /** Evaluates what a step with steps inside goes by; undefined when that fails. */
  enter<T>(step: DraftStep, evaluate: () => T): T | undefined;
  /** Such a step is done. */
  leave(meeting: Meeting, output: JsonValue, note: string): Promise<WalkEnd> | WalkEnd;
  /** The walk ended in this step for good: a filter, or a way on which the wanted step does not lie. */
  missed(step: DraftStep): void;
}

export interface WalkDeps {
  readonly samples: ReadonlyMap<string, Sample>;
  readonly visitor: WalkVisitor;
  /** What a call's output depends on besides the step: through which account it goes. */
  readonly connectionFacts: (name: string) => JsonValue;
  /** Key of the step to walk up to; undefined: all of them. */
  readonly upTo: string | undefined;
}

const STOPPED: WalkEnd = { kind: 'stopped' };

export class DraftWalk {
  readonly #deps: WalkDeps;
  #chain: string;

  constructor(deps: WalkDeps, chain: string) {
    this.#deps = deps;
    this.#chain = chain;
  }

  /** Walks the steps in their order; outputs are put into the scope's `steps`. */
  async walk(steps: readonly DraftStep[], scope: RunScope, itemKey = ''): Promise<WalkEnd> {
    let last: WalkEnd = { kind: 'output', output: null };
    for (const step of steps) {
      last = await this.#step(step, scope, itemKey);
      if (last.kind !== 'output') return last;
      scope.steps[step.key] = last.output;
      if (step.key === this.#deps.upTo) return { kind: 'reached' };
      if (!this.#holdsWanted(step)) continue;
      this.#deps.visitor.missed(step);
      return STOPPED;
    }
    return last;
  }

  async #step(step: DraftStep, scope: RunScope, itemKey: string): Promise<WalkEnd> {
    const sample = this.#deps.samples.get(step.key);
    if (sample?.isPinned === true && !this.#holdsWanted(step)) return this.#pinned(step, sample, scope);
    const { compiled } = step;
    const place = { scope, itemKey };
    if (compiled.kind === 'branch' && step.problems.length === 0) return this.#branch(step, compiled, place);
    if (compiled.kind === 'each' && step.problems.length === 0) return this.#each(step, compiled, place);
    const fingerprint = fingerprintOf(this.#definitionOf(step), this.#chain);
    const end = await this.#deps.visitor.leaf({ step, fingerprint, scope, itemKey });
    if (end.kind === 'output') this.#chain = chainBehind(this.#chain, { output: end.output, fingerprint });
    return end;
  }

  #pinned(step: DraftStep, sample: Sample, scope: RunScope): WalkEnd {
    this.#deps.visitor.pinned(step);
    // What a branch made is read by later steps too, so its inner samples go along with the pinned one.
    if (step.compiled.kind === 'branch') this.#adopt(step, scope);
    this.#chain = chainBehind(this.#chain, { output: sample.output, fingerprint: null });
    return { kind: 'output', output: sample.output };
  }

  #adopt(step: DraftStep, scope: RunScope): void {
    for (const inner of everyStep(step.inner.flat())) {
      const sample = this.#deps.samples.get(inner.key);
      if (sample === undefined) continue;
      scope.steps[inner.key] = sample.output;
      this.#chain = chainBehind(this.#chain, { output: sample.output, fingerprint: null });
    }
  }

  async #branch(step: DraftStep, compiled: CompiledBranchStep, place: Place): Promise<WalkEnd> {
    const { scope, itemKey } = place;
    const chosen = this.#deps.visitor.enter(step, () => compiled.cases.findIndex((each) => each.when(scope)));
    if (chosen === undefined) return STOPPED;
    const isOtherwise = chosen === -1;
    this.#chain = fingerprintOf([step.definition, chosen], this.#chain);
    const end = await this.walk(step.inner.at(chosen) ?? [], scope, itemKey);
    if (end.kind !== 'output') return end;
    return this.#leave(step, place, { output: end.output, note: isOtherwise ? 'otherwise' : `case ${chosen + 1}` });
  }

  /** The first item stands for all of them. */
  async #each(step: DraftStep, compiled: CompiledEachStep, place: Place): Promise<WalkEnd> {
    const first = this.#deps.visitor.enter(step, () => firstItem(compiled, place));
    if (first === undefined) return STOPPED;
    this.#chain = fingerprintOf(step.definition, this.#chain);
    if (first.count === 0) return this.#leave(step, place, { output: [], note: 'the list is empty' });
    const end = await this.walk(step.inner.flat(), first.scope, first.itemKey);
    if (end.kind !== 'output' && end.kind !== 'filtered') return end;
    const note = first.count === 1 ? 'the only item' : `the first of ${first.count} items`;
    return this.#leave(step, place, { output: [itemOutput(first.key, end)], note });
  }

  async #leave(step: DraftStep, place: Place, made: { output: JsonValue; note: string }): Promise<WalkEnd> {
    const fingerprint = fingerprintOf(step.definition, this.#chain);
    const end = await this.#deps.visitor.leave({ step, fingerprint, ...place }, made.output, made.note);
    if (end.kind === 'output') this.#chain = chainBehind(this.#chain, { output: end.output, fingerprint });
    return end;
  }

  #definitionOf({ definition, compiled }: DraftStep): JsonValue {
    if (compiled.kind !== 'call') return definition;
    return [definition, this.#deps.connectionFacts(compiled.connection)];
  }

  #holdsWanted(step: DraftStep): boolean {
    const { upTo } = this.#deps;
    return upTo !== undefined && everyStep(step.inner.flat()).some((inner) => inner.key === upTo);
  }
}

interface Place {
  readonly scope: RunScope;
  readonly itemKey: string;
}

function firstItem(compiled: CompiledEachStep, { scope, itemKey }: Place) {
  const items = compiled.over(scope);
  const [item] = items;
  if (item === undefined) return { count: 0, key: '', scope, itemKey };
  const inner = itemScope(compiled, scope, { item, position: 0 });
  const key = storableKey(compiled.itemKey(inner));
  return { count: items.length, key, scope: inner, itemKey: nestedKey(itemKey, key) };
}

function itemOutput(key: string, end: Extract<WalkEnd, { kind: 'output' | 'filtered' }>): JsonObject {
  const item = makeObject([
    ['key', key],
    ['output', end.kind === 'output' ? end.output : null],
  ]);
  if (end.kind === 'filtered') item.isFiltered = true;
  return item;
}
