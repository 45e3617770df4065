/** A run's records as a person reads them: step by step, with the attempts of each. */
import { isObject, type JsonObject, type JsonValue } from '../../src/foundation/index.ts';
import type { AttemptShown, RunShown, StepShown } from './run-queries.ts';

/** One step, or one item of a step that goes through a list. */
export interface StepEntry {
  readonly id: string;
  readonly stepKey: string;
  readonly itemKey: string;
  /** Absent while only an attempt of it is recorded. */
  readonly step?: StepShown;
  readonly attempts: readonly AttemptShown[];
}

type Recorded = Pick<RunShown, 'steps' | 'attempts'>;
type Place = Pick<StepShown, 'stepKey' | 'itemKey'>;

/** The steps in the order in which they began. */
export function timelineOf({ steps, attempts }: Recorded): readonly StepEntry[] {
  const entries = new Map<string, { step?: StepShown; attempts: AttemptShown[] } & Place>();
  const entryOf = ({ stepKey, itemKey }: Place) => {
    const id = entryId({ stepKey, itemKey });
    const known = entries.get(id) ?? { stepKey, itemKey, attempts: [] };
    entries.set(id, known);
    return known;
  };
  for (const step of steps) entryOf(step).step = step;
  for (const attempt of attempts) entryOf(attempt).attempts.push(attempt);
  return [...entries].map(([id, entry]) => ({ id, ...entry }));
}

/** Tells the entries of one run apart. */
export function entryId({ stepKey, itemKey }: Place): string {
  return JSON.stringify([stepKey, itemKey]);
}

/** The state of an entry; an attempt without a recorded step is on its way. */
export function entryState({ step, attempts }: StepEntry): string {
  return step?.state ?? (attempts.at(-1)?.outcome === null ? 'running' : 'waiting');
}

/** Keys of the steps whose writes have succeeded: a new run of the same event would write once more. */
export function stepsThatWrote({ attempts }: Pick<RunShown, 'attempts'>): readonly string[] {
  const writes = attempts.filter(
    ({ kind, outcome, operationClass }) => kind === 'call' && outcome === 'succeeded' && operationClass !== 'R',
  );
  return [...new Set(writes.map(({ stepKey }) => stepKey))];
}

/** The call whose outcome is open: the last one of the step that the run stands at. */
export function openCall(run: Pick<RunShown, 'attempts' | 'problem' | 'steps'>): AttemptShown | undefined {
  const open = run.steps.filter(({ state }) => state === 'unknown').map(entryId);
  const calls = run.attempts.filter(({ kind }) => kind === 'call');
  return calls.findLast((call) => open.includes(entryId(call))) ?? calls.at(-1);
}

/** What a flow's document says about one of its steps. */
export interface StepInfo {
  readonly title?: string;
  readonly operation?: string;
  readonly connection?: string;
}

/** The step of this key, wherever it stands in a document; the document may be older than anything we know. */
export function stepInfo(document: JsonValue | undefined, key: string): StepInfo {
  const found = isObject(document) ? findStep(document.steps ?? null, key) : undefined;
  if (found === undefined) return {};
  const { title, operation, connection } = found;
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof operation === 'string' ? { operation } : {}),
    ...(typeof connection === 'string' ? { connection } : {}),
  };
}

function findStep(steps: JsonValue, key: string): JsonObject | undefined {
  if (!Array.isArray(steps)) return undefined;
  for (const step of steps) {
    if (!isObject(step)) continue;
    if (step.key === key) return step;
    const found = innerLists(step).map((list) => findStep(list, key));
    const inner = found.find((each) => each !== undefined);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function innerLists(step: JsonObject): readonly JsonValue[] {
  const cases = Array.isArray(step.cases) ? step.cases.filter(isObject).map((each) => each.steps ?? null) : [];
  return [step.steps ?? null, step.otherwise ?? null, ...cases];
}
