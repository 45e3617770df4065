/**
 * Reads a JSON value as a flow document: its form by the published schema, and what a schema cannot say. What comes out
 * can be compiled; whether it fits its connectors is asked by `checkFlow`.
 */
import {
  canonicalJson,
  isAppError,
  isObject,
  type JsonValue,
  type Problem,
  parseDurationMs,
} from '../../foundation/index.ts';
import { compileSchema } from '../contract/compile-schema.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import type { SentenceContext } from '../contract/problem.ts';
import { compileCel } from '../mapping/cel.ts';
import { hiddenName, refusedItemName } from '../mapping/item-name.ts';
import { mappingProblem } from '../mapping/mapping-problems.ts';
import { parseMapping } from '../mapping/parse-mapping.ts';
import { parseInnerPath } from '../mapping/path.ts';
import type { PlacedExpression, UnreadablePositions } from '../mapping/problem-list.ts';
import type { FlowDocument } from './flow-document.ts';
import {
  type DraftOf,
  draftFlow,
  type ExpressionDraft,
  type FlowDraft,
  type StepDraft,
  type TriggerDraft,
} from './flow-draft.ts';
import { type FLOW_PROBLEMS, flowProblem, MAX_FLOW_PROBLEMS } from './flow-problems.ts';
import { type PlacedStep, walkSteps } from './step-walk.ts';

export interface ParsedFlow {
  /** There when there is no problem. */
  readonly flow?: FlowDocument;
  readonly problems: readonly Problem[];
}

/** What can be read of a document. */
export interface ReadFlow {
  /** What can be judged; null when it is nothing, or too much. */
  readonly draft: FlowDraft | null;
  readonly problems: readonly Problem[];
  /** Expressions and other parts of which the form is right and the contents are not. */
  readonly unreadable: UnreadablePositions;
}

const MAX_FLOW_BYTES = 512 * 1024;
const MAX_STEPS = 200;
const MAX_STEP_DEPTH = 6;
const MAX_EACH_DEPTH = 2;
/** Values within values; deeper ones are refused before anything walks them. */
const MAX_JSON_DEPTH = 200;

/** Reads a flow document; never throws. */
export function parseFlow(value: JsonValue): ParsedFlow {
  const { problems } = readFlow(value);
  return problems.length === 0 ? { flow: value as unknown as FlowDocument, problems } : { problems };
}

/** Reads what can be read of a document, and says what is wrong with the rest; never throws. */
export function readFlow(value: JsonValue): ReadFlow {
  const size = sizeProblem(value);
  if (size !== undefined) return { draft: null, problems: [size], unreadable: new Map() };
  const { draft, problems } = draftFlow(value);
  const reader = new FlowReader();
  if (draft !== null) reader.read(draft);
  const { unreadable, stepCount } = reader;
  return {
    draft: stepCount > MAX_STEPS ? null : draft,
    problems: [...problems, ...reader.problems].slice(0, MAX_FLOW_PROBLEMS),
    unreadable,
  };
}

function sizeProblem(value: JsonValue): Problem | undefined {
  if (isDeeper(value, MAX_JSON_DEPTH)) return flowProblem('language.flow.too_deep', '', { allowed: MAX_JSON_DEPTH });
  const bytes = new TextEncoder().encode(canonicalJson(value)).length;
  if (bytes <= MAX_FLOW_BYTES) return undefined;
  return flowProblem('language.flow.too_large', '', { given: bytes, allowed: MAX_FLOW_BYTES });
}

function isDeeper(value: JsonValue, limit: number): boolean {
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, limit - 1));
  return isObject(value) && Object.keys(value).some((key) => isDeeper(value[key] as JsonValue, limit - 1));
}

class FlowReader {
  readonly problems: Problem[] = [];
  readonly unreadable = new Map<string, readonly PlacedExpression[]>();
  stepCount = 0;
  /** Where each key stands first. */
  readonly #keys = new Map<string, string>();

  read({ trigger, orderKey, steps }: FlowDraft): void {
    if (trigger) this.#trigger(trigger);
    this.#expression(orderKey, { pointer: '/orderKey', itemNames: [] });
    for (const placed of walkSteps(steps ?? [], { pointer: '/steps', depth: 0, itemNames: [] })) this.#step(placed);
    if (this.stepCount <= MAX_STEPS) return;
    this.#report('language.flow.too_many_steps', '/steps', { given: this.stepCount, allowed: MAX_STEPS });
  }

  #trigger({ when, connector, event, schema, dedupe }: TriggerDraft): void {
    this.#condition(when, '/trigger/when');
    if ((connector === undefined) !== (event === undefined) || (connector !== undefined && schema !== undefined)) {
      this.#report('language.flow.trigger_event', '/trigger', {});
    }
    if (dedupe?.by === 'path') this.#innerPath(dedupe.path, '/trigger/dedupe/path');
    if (dedupe?.by === 'body') this.#duration(dedupe.memory, '/trigger/dedupe/memory');
    if (schema !== undefined && schema !== null) this.#schema(schema, '/trigger/schema');
  }

  #schema(schema: JsonSchema, pointer: string): void {
    try {
      compileSchema(schema);
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.unreadable.set(pointer, []);
      const reason = error.publicMessage;
      this.#report('language.flow.bad_schema', `${pointer}${error.context.pointer}`, { reason });
    }
  }

  #step(placed: PlacedStep): void {
    const { step, pointer, depth } = placed;
    this.stepCount += 1;
    this.#key(step.key, `${pointer}/key`);
    if (depth >= MAX_STEP_DEPTH) this.#report('language.flow.too_deep', pointer, { allowed: MAX_STEP_DEPTH });
    if (step.kind === 'each' && placed.itemNames.length >= MAX_EACH_DEPTH) {
      this.#report('language.flow.each_too_deep', pointer, { allowed: MAX_EACH_DEPTH });
    }
    this.#contents(step, placed);
  }

  /** Of two steps with one key, nobody can say whose output the key stands for. */
  #key(key: string | null | undefined, pointer: string): void {
    if (typeof key !== 'string') return;
    const first = this.#keys.get(key);
    if (first === undefined) {
      this.#keys.set(key, pointer);
      return;
    }
    for (const place of [first, pointer]) this.unreadable.set(place, []);
    this.#report('language.flow.duplicate_key', pointer, { name: key });
  }

  #contents(step: StepDraft, at: Place): void {
    const { pointer } = at;
    if (step.kind === 'call') this.#call(step, at);
    if (step.kind === 'map') this.#expression(step.to, within(at, '/to'));
    if (step.kind === 'filter') this.#condition(step.when, `${pointer}/when`);
    if (step.kind === 'each') this.#each(step, at);
    if (step.kind === 'delay') this.#delay(step, at);
    if (step.kind !== 'branch') return;
    for (const [index, branch] of (step.cases ?? []).entries()) {
      this.#condition(branch?.when, `${pointer}/cases/${index}/when`);
    }
  }

  #call({ input, declare, link }: DraftOf<'call'>, at: Place): void {
    this.#expression(input, within(at, '/input'));
    if (declare) this.#declaration(declare, `${at.pointer}/declare`);
    if (!link) return;
    this.#expression(link.source, within(at, '/link/source'));
    this.#innerPath(link.id, `${at.pointer}/link/id`);
    this.#expression(link.update?.input, within(at, '/link/update/input'));
  }

  #declaration(declare: NonNullable<DraftOf<'call'>['declare']>, pointer: string): void {
    const { idempotency, lookUp } = declare;
    if (declare.class === 'K' && idempotency === undefined) this.#report('language.flow.declared_key', pointer, {});
    if (declare.class === 'L' && lookUp === undefined) this.#report('language.flow.declared_look_up', pointer, {});
    this.#duration(idempotency?.keyLife, `${pointer}/idempotency/keyLife`);
    if (!lookUp) return;
    this.#duration(lookUp.settle, `${pointer}/lookUp/settle`);
    this.#duration(lookUp.secondLook, `${pointer}/lookUp/secondLook`);
    this.#innerPath(lookUp.foundAt, `${pointer}/lookUp/foundAt`);
    // Texts that cannot be read may hold the reference.
    const texts = [lookUp.path ?? [null], (lookUp.query ?? []).map((pair) => pair?.[1] ?? null)].flat();
    if (lookUp.query === null || texts.some((text) => text === null || text.includes('{{reference}}'))) return;
    this.#report('language.flow.look_up_reference', `${pointer}/lookUp`, {});
  }

  #each({ over, itemKey, as }: DraftOf<'each'>, at: Place): void {
    this.#expression(over, within(at, '/over'));
    this.#expression(itemKey, { ...within(at, '/itemKey'), itemNames: [...at.itemNames, as ?? ''] });
    if (typeof as === 'string') this.#itemName(as, `${at.pointer}/as`, at.itemNames);
  }

  #itemName(name: string, pointer: string, outer: readonly string[]): void {
    const reason = refusedItemName(name);
    const hidden = hiddenName(name, outer);
    if (reason === undefined && hidden === undefined) return;
    this.unreadable.set(pointer, []);
    if (reason !== undefined) this.#report('language.flow.bad_name', pointer, { name, reason });
    else this.#report('language.flow.shadowed_name', pointer, { name, hidden: hidden ?? '' });
  }

  #delay(step: DraftOf<'delay'>, at: Place): void {
    const { pointer } = at;
    if ((step.for === undefined) === (step.until === undefined)) this.#report('language.flow.delay', pointer, {});
    this.#duration(step.for, `${pointer}/for`);
    this.#expression(step.until, within(at, '/until'));
  }

  #expression(expression: ExpressionDraft, at: Place): void {
    if (expression === undefined) return;
    const { problems, unreadable } = parseMapping(expression as unknown as JsonValue, at);
    this.problems.push(...problems);
    for (const [pointer, inner] of unreadable) this.unreadable.set(pointer, inner);
  }

  #condition(text: string | null | undefined, pointer: string): void {
    const compiled = typeof text === 'string' ? compileCel(text) : undefined;
    if (compiled === undefined || !('reason' in compiled)) return;
    this.unreadable.set(pointer, []);
    this.problems.push(mappingProblem('language.mapping.bad_cel', pointer, { reason: compiled.reason }));
  }

  #duration(text: string | null | undefined, pointer: string): void {
    if (typeof text !== 'string' || parseDurationMs(text) !== undefined) return;
    this.#report('language.flow.bad_duration', pointer, { given: text });
  }

  #innerPath(path: string | null | undefined, pointer: string): void {
    const parsed = typeof path === 'string' ? parseInnerPath(path) : undefined;
    if (parsed === undefined || !('reason' in parsed) || typeof path !== 'string') return;
    this.#report('language.flow.bad_path', pointer, { path: path.slice(0, 100), reason: parsed.reason });
  }

  #report(code: keyof typeof FLOW_PROBLEMS, pointer: string, context: SentenceContext): void {
    this.problems.push(flowProblem(code, pointer, context));
  }
}

/** Where an expression stands, as `parseMapping` wants it. */
type Place = Pick<PlacedStep, 'pointer' | 'itemNames'>;

function within({ pointer, ...rest }: Place, below: string): Place {
  return { ...rest, pointer: pointer + below };
}
