/** What a step gives whose write a person has settled: later steps read it, and the link takes the record's id from it. */
import { isObject, type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import { type CompiledCallStep, type CompiledStep, type PathSegment, valueAt } from '../language/index.ts';
import { fail } from './errors.ts';

/** A person's word on a write whose outcome nobody knows. */
export type Verdict =
  /** `id` names the record; `output` is what later steps will read, and can be left out where they read no more than the id. */
  | { readonly happened: true; readonly id?: string; readonly output?: JsonObject; readonly by: string }
  | { readonly happened: false; readonly by: string };

/** Where the id stands when nothing else is known of the record. */
const PLAIN_ID: readonly PathSegment[] = ['id'];

/**
 * The record as the person gave it, with its id where the step's link looks for it; undefined when the write did not
 * happen. Throws `runs.settle.id_missing` when the link would find none, for the next event would make a second record.
 */
export function settledOutput(verdict: Verdict, idPath: readonly PathSegment[] | undefined): JsonObject | undefined {
  if (!verdict.happened) return undefined;
  const given = verdict.output ?? makeObject();
  const output = verdict.id === undefined ? given : withValueAt(given, idPath ?? PLAIN_ID, verdict.id);
  if (idPath !== undefined && (valueAt(output, idPath) ?? null) === null) {
    throw fail('runs.settle.id_missing', { context: { path: idPath.join('.') } });
  }
  return output;
}

/** Sets a value deep inside; what stands in the way and is no object is a place that only a list could have. */
function withValueAt(object: JsonObject, path: readonly PathSegment[], value: JsonValue): JsonObject {
  const [first, ...rest] = path;
  const copy = makeObject(Object.entries(object));
  if (first === undefined) return copy;
  const inner = copy[first];
  copy[first] = rest.length === 0 ? value : withValueAt(isObject(inner) ? inner : makeObject(), rest, value);
  return copy;
}

/** The call step of this key, wherever it stands in the flow. */
export function findCallStep(steps: readonly CompiledStep[], key: string): CompiledCallStep | undefined {
  for (const step of steps) {
    if (step.kind === 'call' && step.key === key) return step;
    const found = findCallStep(innerSteps(step), key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function innerSteps(step: CompiledStep): readonly CompiledStep[] {
  if (step.kind === 'each') return step.steps;
  return step.kind === 'branch' ? [...step.cases.flatMap((each) => each.steps), ...step.otherwise] : [];
}
