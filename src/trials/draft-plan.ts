/**
 * A draft made ready for trying, as far as it is whole. Each step that has a problem of form is set aside with what is
 * wrong with it, so that the others can be tried beside it; pointers stay those of the draft.
 */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue, type Problem } from '../foundation/index.ts';
import { type CompiledStep, compileFlow, type FlowDocument, parseFlow, type Scope } from '../language/index.ts';
import { fail } from './errors.ts';

/** A draft with its whole steps compiled. */
export interface DraftPlan {
  /** The trigger as the draft has it; an empty object when it cannot be read. */
  readonly trigger: JsonObject;
  readonly triggerWhen?: (scope: Scope) => boolean;
  readonly triggerProblems: readonly Problem[];
  readonly steps: readonly DraftStep[];
}

/** One step of a draft. */
export interface DraftStep {
  readonly key: string;
  /** What decides its output: without its title, and without the steps inside of it. */
  readonly definition: JsonObject;
  readonly compiled: CompiledStep;
  /** While there are any it cannot be tried; `compiled` is then a placeholder. */
  readonly problems: readonly Problem[];
  /** The lists of steps inside: of an `each` one, of a branch one for each case and the last for `otherwise`. */
  readonly inner: readonly (readonly DraftStep[])[];
}

/** Each round sets aside at least one step; a document with more faults than are told at once needs several. */
const MAX_ROUNDS = 20;

/** Plans a draft; throws `trials.draft.unreadable` when what is wrong is in no step, such as a document without steps. */
export function planDraft(document: JsonValue): DraftPlan {
  const set: Mending = { steps: new Map(), trigger: [] };
  let mended = withPlainFrame(document);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { flow, problems } = parseFlow(mended);
    if (flow !== undefined) return planOf(flow, document, set);
    mended = setAside(mended, problems, set);
  }
  throw unreadable([...set.steps.values()].flat());
}

/** All steps, each before those inside of it. */
export function* everyStep(steps: readonly DraftStep[]): Generator<DraftStep> {
  for (const step of steps) {
    yield step;
    for (const inner of step.inner) yield* everyStep(inner);
  }
}

interface Mending {
  /** What is wrong with the steps set aside, by their pointers. */
  readonly steps: Map<string, Problem[]>;
  readonly trigger: Problem[];
}

const PLAIN_TRIGGER = { kind: 'webhook', signature: { kind: 'unsigned' }, schema: true };

/** Name, title and the way events come in decide no output; what is wrong with them keeps nobody from trying a step. */
function withPlainFrame(document: JsonValue): JsonObject {
  const steps = isObject(document) ? ownValue(document, 'steps') : undefined;
  if (!isObject(document) || !Array.isArray(steps)) throw unreadable(parseFlow(document).problems);
  const when = ownValue(triggerOf(document), 'when');
  const trigger = makeObject(Object.entries(PLAIN_TRIGGER));
  if (when !== undefined) trigger.when = when;
  return makeObject(Object.entries({ holdfast: 1, name: 'trial', title: 'Trial', trigger, steps }));
}

function triggerOf(document: JsonValue): JsonObject {
  const trigger = isObject(document) ? ownValue(document, 'trigger') : undefined;
  return isObject(trigger) ? trigger : makeObject();
}

/** A pointer to a step, as the beginning of a pointer into it. */
const STEP_POINTER = /^\/steps\/\d+(?:\/(?:steps|cases\/\d+\/steps|otherwise)\/\d+)*/;

function setAside(document: JsonObject, problems: readonly Problem[], set: Mending): JsonObject {
  let mended: JsonValue = document;
  for (const problem of problems) {
    const [found] = STEP_POINTER.exec(problem.pointer) ?? [];
    const pointer = found === undefined ? undefined : outermost(found, set);
    if (pointer !== undefined) {
      const known = set.steps.get(pointer);
      if (known === undefined) mended = replaceAt(mended, pointer.split('/').slice(1), placeholder(set.steps.size));
      set.steps.set(pointer, [...(known ?? []), problem]);
    } else if (problem.pointer.startsWith('/trigger/when')) {
      set.trigger.push(problem);
      mended = { ...document, steps: (mended as JsonObject).steps as JsonValue, trigger: { ...PLAIN_TRIGGER } };
    } else throw unreadable(problems);
  }
  return mended as JsonObject;
}

/** A step inside of one that is set aside already goes with it. */
function outermost(pointer: string, set: Mending): string {
  return [...set.steps.keys()].find((known) => pointer.startsWith(`${known}/`)) ?? pointer;
}

/** Stands where a broken step stood, so that the positions of the others stay. */
function placeholder(count: number): JsonObject {
  return { key: `set_aside_${count}`, kind: 'map', to: { value: null } };
}

function replaceAt(value: JsonValue, [key, ...rest]: readonly string[], replacement: JsonValue): JsonValue {
  if (key === undefined) return replacement;
  if (Array.isArray(value)) return value.with(Number(key), replaceAt(value[Number(key)] ?? null, rest, replacement));
  if (!isObject(value)) return value;
  return makeObject([...Object.entries(value), [key, replaceAt(ownValue(value, key) ?? null, rest, replacement)]]);
}

function planOf(flow: FlowDocument, document: JsonValue, set: Mending): DraftPlan {
  const { triggerWhen, steps } = compileFlow(flow);
  return {
    trigger: triggerOf(document),
    ...(triggerWhen === undefined ? {} : { triggerWhen }),
    triggerProblems: set.trigger,
    steps: planSteps(steps, { pointer: '/steps', document, set }),
  };
}

interface PlanPlace {
  readonly pointer: string;
  readonly document: JsonValue;
  readonly set: Mending;
}

function planSteps(steps: readonly CompiledStep[], place: PlanPlace): DraftStep[] {
  return steps.map((compiled, index) => planStep(compiled, { ...place, pointer: `${place.pointer}/${index}` }));
}

function planStep(compiled: CompiledStep, place: PlanPlace): DraftStep {
  const { pointer, document, set } = place;
  const written = valueAtPointer(document, pointer);
  const problems = set.steps.get(pointer) ?? [];
  return {
    key: problems.length === 0 ? compiled.key : keyOf(written, pointer),
    definition: definitionOf(written),
    compiled,
    problems,
    inner: innerLists(compiled).map(([name, steps]) => planSteps(steps, { ...place, pointer: pointer + name })),
  };
}

/** A step without a readable key is named by its place. */
function keyOf(written: JsonValue | undefined, pointer: string): string {
  const key = isObject(written) ? ownValue(written, 'key') : undefined;
  return typeof key === 'string' ? key : pointer;
}

function innerLists(step: CompiledStep): readonly (readonly [name: string, steps: readonly CompiledStep[]])[] {
  if (step.kind === 'each') return [['/steps', step.steps]];
  if (step.kind !== 'branch') return [];
  const cases = step.cases.map((each, index) => [`/cases/${index}/steps`, each.steps] as const);
  return [...cases, ['/otherwise', step.otherwise]];
}

/** What the step says itself: its title decides nothing, and the steps inside have fingerprints of their own. */
function definitionOf(written: JsonValue | undefined): JsonObject {
  if (!isObject(written)) return makeObject();
  const own = Object.entries(written).filter(([name]) => !['title', 'steps', 'otherwise'].includes(name));
  return makeObject(own.map(([name, value]) => (name === 'cases' ? [name, conditionsOf(value)] : [name, value])));
}

function conditionsOf(cases: JsonValue): JsonValue {
  if (!Array.isArray(cases)) return null;
  return cases.map((each) => (isObject(each) ? (ownValue(each, 'when') ?? null) : null));
}

function valueAtPointer(document: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const key of pointer.split('/').slice(1)) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) ? ownValue(value, key) : undefined;
  }
  return value;
}

function unreadable(problems: readonly Problem[]): Error {
  const problem = problems[0]?.message ?? 'it has too many problems.';
  return fail('trials.draft.unreadable', { problems, context: { problem } });
}
