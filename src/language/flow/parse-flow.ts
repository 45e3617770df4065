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
import { compileSchema, type SchemaCheck } from '../contract/compile-schema.ts';
import { once } from '../contract/once.ts';
import type { SentenceContext } from '../contract/problem.ts';
import { compileCel } from '../mapping/cel.ts';
import type { Expression } from '../mapping/mapping.ts';
import { mappingProblem } from '../mapping/mapping-problems.ts';
import { parseMapping, refusedItemName } from '../mapping/parse-mapping.ts';
import { parseInnerPath } from '../mapping/path.ts';
import type { CallStep, DelayStep, EachStep, FlowDocument, FlowTrigger, Step } from './flow-document.ts';
import { type FLOW_PROBLEMS, flowProblem } from './flow-problems.ts';
import { FLOW_FRAME_SCHEMA } from './flow-schema.ts';
import { type PlacedStep, walkSteps } from './step-walk.ts';

export interface ParsedFlow {
  /** There when there is no problem. */
  readonly flow?: FlowDocument;
  readonly problems: readonly Problem[];
}

const MAX_FLOW_BYTES = 512 * 1024;
const MAX_STEPS = 200;
const MAX_STEP_DEPTH = 6;
const MAX_EACH_DEPTH = 2;
const MAX_PROBLEMS = 100;
/** Values within values; deeper ones are refused before anything walks them. */
const MAX_JSON_DEPTH = 200;

const checkFrame: () => SchemaCheck = once(() => compileSchema(FLOW_FRAME_SCHEMA, { maxProblems: MAX_PROBLEMS }));

/** Reads a flow document; never throws. */
export function parseFlow(value: JsonValue): ParsedFlow {
  const size = sizeProblem(value);
  if (size !== undefined) return { problems: [size] };
  const frame = checkFrame()(value);
  if (frame.length > 0) return { problems: frame };
  const flow = value as unknown as FlowDocument;
  const problems = new FlowReader().read(flow);
  return problems.length === 0 ? { flow, problems } : { problems };
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
  readonly #problems: Problem[] = [];
  readonly #keys = new Set<string>();
  #stepCount = 0;

  read(flow: FlowDocument): readonly Problem[] {
    this.#trigger(flow.trigger);
    this.#expression(flow.orderKey, '/orderKey');
    for (const placed of walkSteps(flow.steps, { pointer: '/steps', depth: 0, eachDepth: 0 })) this.#step(placed);
    if (this.#stepCount > MAX_STEPS) {
      this.#report('language.flow.too_many_steps', '/steps', { given: this.#stepCount, allowed: MAX_STEPS });
    }
    return this.#problems.slice(0, MAX_PROBLEMS);
  }

  #trigger(trigger: FlowTrigger): void {
    this.#condition(trigger.when, '/trigger/when');
    const { connector, event, schema, dedupe } = trigger;
    if ((connector === undefined) !== (event === undefined) || (connector !== undefined && schema !== undefined)) {
      this.#report('language.flow.trigger_event', '/trigger', {});
    }
    if (dedupe?.by === 'path') this.#innerPath(dedupe.path, '/trigger/dedupe/path');
    if (dedupe?.by === 'body') this.#duration(dedupe.memory, '/trigger/dedupe/memory');
    if (schema === undefined) return;
    try {
      compileSchema(schema);
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.#report('language.flow.bad_schema', `/trigger/schema${error.context.pointer}`, {
        reason: error.publicMessage,
      });
    }
  }

  #step({ step, pointer, depth, eachDepth }: PlacedStep): void {
    this.#stepCount += 1;
    if (this.#keys.has(step.key)) this.#report('language.flow.duplicate_key', `${pointer}/key`, { name: step.key });
    this.#keys.add(step.key);
    if (depth >= MAX_STEP_DEPTH) this.#report('language.flow.too_deep', pointer, { allowed: MAX_STEP_DEPTH });
    if (step.kind === 'each' && eachDepth >= MAX_EACH_DEPTH) {
      this.#report('language.flow.each_too_deep', pointer, { allowed: MAX_EACH_DEPTH });
    }
    this.#contents(step, pointer);
  }

  #contents(step: Step, pointer: string): void {
    if (step.kind === 'call') this.#call(step, pointer);
    if (step.kind === 'map') this.#expression(step.to, `${pointer}/to`);
    if (step.kind === 'filter') this.#condition(step.when, `${pointer}/when`);
    if (step.kind === 'each') this.#each(step, pointer);
    if (step.kind === 'delay') this.#delay(step, pointer);
    if (step.kind !== 'branch') return;
    for (const [index, branch] of step.cases.entries()) this.#condition(branch.when, `${pointer}/cases/${index}/when`);
  }

  #call(step: CallStep, pointer: string): void {
    this.#expression(step.input, `${pointer}/input`);
    this.#declaration(step, `${pointer}/declare`);
    if (step.link === undefined) return;
    this.#expression(step.link.source, `${pointer}/link/source`);
    this.#innerPath(step.link.id, `${pointer}/link/id`);
    this.#expression(step.link.update.input, `${pointer}/link/update/input`);
  }

  #declaration({ declare }: CallStep, pointer: string): void {
    if (declare === undefined) return;
    const { idempotency, lookUp } = declare;
    if (declare.class === 'K' && idempotency === undefined) this.#report('language.flow.declared_key', pointer, {});
    if (declare.class === 'L' && lookUp === undefined) this.#report('language.flow.declared_look_up', pointer, {});
    this.#duration(idempotency?.keyLife, `${pointer}/idempotency/keyLife`);
    if (lookUp === undefined) return;
    this.#duration(lookUp.settle, `${pointer}/lookUp/settle`);
    this.#duration(lookUp.secondLook, `${pointer}/lookUp/secondLook`);
    this.#innerPath(lookUp.foundAt, `${pointer}/lookUp/foundAt`);
    const texts = [...lookUp.path, ...(lookUp.query ?? []).map(([, value]) => value)];
    if (!texts.some((text) => text.includes('{{reference}}'))) {
      this.#report('language.flow.look_up_reference', `${pointer}/lookUp`, {});
    }
  }

  #each(step: EachStep, pointer: string): void {
    this.#expression(step.over, `${pointer}/over`);
    this.#expression(step.itemKey, `${pointer}/itemKey`);
    const reason = refusedItemName(step.as);
    if (reason !== undefined) this.#report('language.flow.bad_name', `${pointer}/as`, { name: step.as, reason });
  }

  #delay(step: DelayStep, pointer: string): void {
    if ((step.for === undefined) === (step.until === undefined)) this.#report('language.flow.delay', pointer, {});
    this.#duration(step.for, `${pointer}/for`);
    this.#expression(step.until, `${pointer}/until`);
  }

  #expression(expression: Expression | undefined, pointer: string): void {
    if (expression === undefined) return;
    this.#problems.push(...parseMapping(expression as unknown as JsonValue, pointer).problems);
  }

  #condition(text: string | undefined, pointer: string): void {
    const compiled = text === undefined ? undefined : compileCel(text);
    if (compiled === undefined || !('reason' in compiled)) return;
    this.#problems.push(mappingProblem('language.mapping.bad_cel', pointer, { reason: compiled.reason }));
  }

  #duration(text: string | undefined, pointer: string): void {
    if (text === undefined || parseDurationMs(text) !== undefined) return;
    this.#report('language.flow.bad_duration', pointer, { given: text });
  }

  #innerPath(path: string, pointer: string): void {
    const parsed = parseInnerPath(path);
    if ('reason' in parsed)
      this.#report('language.flow.bad_path', pointer, { path: path.slice(0, 100), reason: parsed.reason });
  }

  #report(code: keyof typeof FLOW_PROBLEMS, pointer: string, context: SentenceContext): void {
    this.#problems.push(flowProblem(code, pointer, context));
  }
}
