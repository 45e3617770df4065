/**
 * A flow document as far as it can be read, so that its good parts are judged beside its bad ones and a person hears of
 * all faults at once. Form is checked part by part: the frame, the trigger, and every step by the schema of its kind.
 */
import {
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  ownValue,
  type Problem,
} from '../../foundation/index.ts';
import { compileSchema, type SchemaCheck } from '../contract/compile-schema.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { once } from '../contract/once.ts';
import { pointerTo } from '../contract/problem.ts';
import { pointerKeys } from '../contract/schema-pointer.ts';
import type { Expression } from '../mapping/mapping.ts';
import type { FlowDocument, FlowTrigger, Step } from './flow-document.ts';
import { MAX_FLOW_PROBLEMS } from './flow-problems.ts';
import { FLOW_SCHEMA, TRIGGER_SCHEMA } from './flow-schema.ts';
import { ANY_STEP_SCHEMA, SCHEMA_BY_KIND } from './step-schema.ts';

/**
 * A part of which only what has the right form is there. Null stands where something stands that has not; what nobody
 * wrote is absent. Expressions are kept as they are: `parseMapping` says what is wrong inside of them.
 */
export type Draft<T> =
  | null
  | (T extends Expression | string | number | boolean | undefined
      ? T
      : T extends readonly (infer Item)[]
        ? readonly Draft<Item>[]
        : string extends keyof T
          ? T
          : { readonly [Key in keyof T]?: Draft<T[Key]> });

export type FlowDraft = NonNullable<Draft<FlowDocument>>;
export type TriggerDraft = NonNullable<Draft<FlowTrigger>>;
export type StepDraft = NonNullable<Draft<Step>>;
export type DraftOf<Kind extends Step['kind']> = Extract<StepDraft, { readonly kind?: Kind | null }>;
export type ExpressionDraft = Draft<Expression> | undefined;

export interface DraftedFlow {
  /** Null when the document is no object at all. */
  readonly draft: FlowDraft | null;
  readonly problems: readonly Problem[];
}

/** Keeps of a document what has the right form, and says of the rest what is wrong; the document stays as it is. */
export function draftFlow(value: JsonValue): DraftedFlow {
  const drafter = new FlowDrafter();
  const draft = drafter.flow(value) as unknown as FlowDraft | null;
  return { draft, problems: drafter.problems.slice(0, MAX_FLOW_PROBLEMS) };
}

interface PartChecks {
  readonly frame: SchemaCheck;
  readonly trigger: SchemaCheck;
  readonly anyStep: SchemaCheck;
  readonly byKind: ReadonlyMap<unknown, SchemaCheck>;
}

/** Each part without what is checked as a part of its own. */
const partChecks: () => PartChecks = once(() => {
  const root: JsonSchema = { $defs: { expression: true, step: true } };
  const compile = (schema: JsonSchema) => compileSchema(schema, { root, maxProblems: MAX_FLOW_PROBLEMS });
  const { properties, ...frame } = FLOW_SCHEMA as JsonObject;
  return {
    frame: compile({ ...frame, properties: { ...(properties as JsonObject), trigger: true } }),
    trigger: compile(TRIGGER_SCHEMA),
    anyStep: compile(ANY_STEP_SCHEMA),
    byKind: new Map(Object.entries(SCHEMA_BY_KIND).map(([kind, schema]) => [kind, compile(schema)])),
  };
});

class FlowDrafter {
  readonly problems: Problem[] = [];

  flow(value: JsonValue): JsonObject | null {
    const { frame, trigger } = partChecks();
    const flow = this.#part(value, '', frame);
    change(flow, 'trigger', (part) => this.#part(part, '/trigger', trigger));
    change(flow, 'steps', (part) => this.#steps(part, '/steps'));
    return flow;
  }

  #steps(value: JsonValue, pointer: string): JsonValue {
    return mapList(value, (step, index) => this.#step(step, pointerTo(pointer, index)));
  }

  #step(value: JsonValue, pointer: string): JsonValue {
    const { byKind, anyStep } = partChecks();
    const step = this.#part(value, pointer, byKind.get(isObject(value) && ownValue(value, 'kind')) ?? anyStep);
    if (step?.kind === 'each') change(step, 'steps', (part) => this.#steps(part, pointerTo(pointer, 'steps')));
    if (step?.kind !== 'branch') return step;
    change(step, 'otherwise', (part) => this.#steps(part, pointerTo(pointer, 'otherwise')));
    change(step, 'cases', (part) => {
      return mapList(part, (branch, index) => this.#case(branch, pointerTo(pointer, 'cases', index)));
    });
    return step;
  }

  #case(value: JsonValue, pointer: string): JsonValue {
    const branch = isObject(value) ? makeObject(Object.entries(value)) : null;
    change(branch, 'steps', (part) => this.#steps(part, pointerTo(pointer, 'steps')));
    return branch;
  }

  /** A copy of the part in which null stands for what its check refuses; null when nothing of it can be read. */
  #part(value: JsonValue, pointer: string, check: SchemaCheck): JsonObject | null {
    // Once nobody is told any more, nothing is read any more.
    if (this.problems.length >= MAX_FLOW_PROBLEMS) return null;
    const faults = check(value);
    this.problems.push(...faults.map((fault) => ({ ...fault, pointer: pointer + fault.pointer })));
    let part: JsonValue = isObject(value) ? makeObject(Object.entries(value)) : null;
    for (const fault of faults) if (!LEAVES_PLACE.has(fault.code)) part = blank(part, pointerKeys(fault.pointer));
    return isObject(part) ? part : null;
  }
}

/** Faults beside which everything that is there can be read: a field too few, or one that nobody reads. */
const LEAVES_PLACE: ReadonlySet<string> = new Set(['language.contract.required', 'language.contract.unknown_field']);

/** The value with null at a place inside of it. */
function blank(value: JsonValue, [key, ...rest]: readonly string[]): JsonValue {
  if (key === undefined) return null;
  if (Array.isArray(value)) return value.with(Number(key), blank(value[Number(key)] ?? null, rest));
  if (!isObject(value)) return value;
  return makeObject([...Object.entries(value), [key, blank(ownValue(value, key) ?? null, rest)]]);
}

/** Changes a field that is there and can be read. */
function change(part: JsonObject | null, name: string, draft: (value: JsonValue) => JsonValue): void {
  const value = part === null ? undefined : ownValue(part, name);
  if (part !== null && value !== undefined && value !== null) part[name] = draft(value);
}

function mapList(value: JsonValue, draft: (item: JsonValue, index: number) => JsonValue): JsonValue {
  return Array.isArray(value) ? value.map(draft) : null;
}
