/** Turns a flow document into plain closures; see `compiled-flow.ts` for what comes out. */
import { type JsonValue, parseDurationMs } from '../../foundation/index.ts';
import { isNumber } from '../contract/decimal.ts';
import { pointerTo } from '../contract/problem.ts';
import { fail } from '../errors.ts';
import { compileCondition, compileMapping, wrongType } from '../mapping/compile-mapping.ts';
import type { CompiledMapping, Expression, Scope } from '../mapping/mapping.ts';
import { type PathSegment, parseInnerPath } from '../mapping/path.ts';
import type {
  CompiledCallStep,
  CompiledDeclaration,
  CompiledDelayStep,
  CompiledEachStep,
  CompiledFlow,
  CompiledLink,
  CompiledLookUp,
  CompiledStep,
} from './compiled-flow.ts';
import type {
  CallDeclaration,
  CallStep,
  DeclaredLookUp,
  DelayStep,
  EachStep,
  FlowDocument,
  Step,
  StepLink,
} from './flow-document.ts';

/** Order keys, item keys and link sources are at most this long, in characters. */
const MAX_KEY_LENGTH = 500;

/** Compiles a flow that `parseFlow` has accepted; throws `language.mapping.invalid` or `language.flow.invalid` otherwise. */
export function compileFlow(flow: FlowDocument): CompiledFlow {
  const { orderKey, trigger } = flow;
  return {
    document: flow,
    ...(trigger.when !== undefined && { triggerWhen: compileCondition(trigger.when, { pointer: '/trigger/when' }) }),
    ...(orderKey !== undefined && { orderKey: compileOrderKey(orderKey) }),
    steps: compileSteps(flow.steps, '/steps'),
  };
}

function compileSteps(steps: readonly Step[], pointer: string): CompiledStep[] {
  return steps.map((step, index) => compileStep(step, pointerTo(pointer, index)));
}

function compileStep(step: Step, pointer: string): CompiledStep {
  switch (step.kind) {
    case 'call':
      return compileCall(step, pointer);
    case 'map':
      return { kind: 'map', key: step.key, to: mappingAt(step.to, pointer, 'to') };
    case 'filter':
      return {
        kind: 'filter',
        key: step.key,
        when: compileCondition(step.when, { pointer: pointerTo(pointer, 'when') }),
      };
    case 'branch':
      return {
        kind: 'branch',
        key: step.key,
        cases: step.cases.map((branch, index) => {
          const at = pointerTo(pointer, 'cases', index);
          return {
            when: compileCondition(branch.when, { pointer: pointerTo(at, 'when') }),
            steps: compileSteps(branch.steps, pointerTo(at, 'steps')),
          };
        }),
        otherwise: compileSteps(step.otherwise ?? [], pointerTo(pointer, 'otherwise')),
      };
    case 'each':
      return compileEach(step, pointer);
    case 'delay':
      return compileDelay(step, pointer);
  }
}

function compileCall(step: CallStep, pointer: string): CompiledCallStep {
  return {
    kind: 'call',
    key: step.key,
    connection: step.connection,
    operation: step.operation,
    input: mappingAt(step.input, pointer, 'input'),
    ...(step.declare !== undefined && { declare: compileDeclaration(step.declare) }),
    ...(step.link !== undefined && { link: compileLink(step.link, pointerTo(pointer, 'link')) }),
  };
}

function compileDeclaration(declare: CallDeclaration): CompiledDeclaration {
  const { idempotency, lookUp, scopes } = declare;
  return {
    class: declare.class,
    ...(idempotency !== undefined && {
      idempotency: {
        header: idempotency.header,
        quoted: idempotency.quoted ?? false,
        ...duration('keyLifeMs', idempotency.keyLife),
      },
    }),
    ...(lookUp !== undefined && { lookUp: compileLookUp(lookUp) }),
    ...(scopes !== undefined && { scopes }),
  };
}

function compileLookUp(lookUp: DeclaredLookUp): CompiledLookUp {
  return {
    path: lookUp.path,
    query: lookUp.query ?? [],
    foundAt: innerPath(lookUp.foundAt),
    ...duration('settleMs', lookUp.settle),
    ...duration('secondLookMs', lookUp.secondLook),
  };
}

function compileLink(link: StepLink, pointer: string): CompiledLink {
  const source = mappingAt(link.source, pointer, 'source');
  const at = pointerTo(pointer, 'source');
  return {
    source: (scope) => keyText(source(scope), at),
    idPath: innerPath(link.id),
    update: {
      operation: link.update.operation,
      input: mappingAt(link.update.input, pointerTo(pointer, 'update'), 'input'),
    },
  };
}

function compileEach(step: EachStep, pointer: string): CompiledEachStep {
  const over = mappingAt(step.over, pointer, 'over');
  return {
    kind: 'each',
    key: step.key,
    over: (scope) => limitedList(over(scope), step.maxItems, pointerTo(pointer, 'over')),
    as: step.as,
    itemKey: compileItemKey(step, pointer),
    maxItems: step.maxItems,
    steps: compileSteps(step.steps, pointerTo(pointer, 'steps')),
  };
}

function compileItemKey(step: EachStep, pointer: string): (scope: Scope) => string {
  const indexName = `${step.as}Index`;
  if (step.itemKey === undefined) return (scope) => String(scope[indexName]);
  const itemKey = mappingAt(step.itemKey, pointer, 'itemKey');
  const at = pointerTo(pointer, 'itemKey');
  return (scope) => keyText(itemKey(scope), at);
}

function compileDelay(step: DelayStep, pointer: string): CompiledDelayStep {
  if (step.until === undefined) return { kind: 'delay', key: step.key, ...duration('forMs', step.for ?? '') };
  const until = mappingAt(step.until, pointer, 'until');
  const at = pointerTo(pointer, 'until');
  return { kind: 'delay', key: step.key, until: (scope) => instantText(until(scope), at) };
}

function compileOrderKey(orderKey: Expression): (scope: Scope) => string | null {
  const evaluate = compileMapping(orderKey, { pointer: '/orderKey' });
  return (scope) => {
    const key = evaluate(scope);
    return key === null ? null : keyText(key, '/orderKey');
  };
}

function mappingAt(expression: Expression, pointer: string, name: string): CompiledMapping {
  return compileMapping(expression, { pointer: pointerTo(pointer, name) });
}

/** A text or a number as the text that identifies a record; the digits of a number are kept. */
function keyText(value: JsonValue, pointer: string): string {
  if (!isNumber(value) && typeof value !== 'string') throw wrongType(pointer, value, 'a text or a number');
  const text = String(value);
  if (text !== '' && text.length <= MAX_KEY_LENGTH) return text;
  const context = { pointer, given: `a key of ${text.length} characters`, allowed: `1 to ${MAX_KEY_LENGTH}` };
  throw fail('language.mapping.too_large', { context });
}

function limitedList(value: JsonValue, maxItems: number, pointer: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw wrongType(pointer, value, 'a list');
  if (value.length <= maxItems) return value;
  const context = { pointer, given: `a list of ${value.length} items`, allowed: `${maxItems}` };
  throw fail('language.mapping.too_large', { context });
}

function instantText(value: JsonValue, pointer: string): string {
  try {
    if (typeof value === 'string') return Temporal.Instant.from(value).toString();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw wrongType(pointer, value, 'a date and time with zone, such as 2026-11-24T09:30:00Z,');
}

function innerPath(text: string): readonly PathSegment[] {
  const parsed = parseInnerPath(text);
  if ('segments' in parsed) return parsed.segments;
  throw fail('language.flow.invalid', { context: { reason: parsed.reason } });
}

function duration<Name extends string>(name: Name, text: string | undefined): { [K in Name]?: number } {
  if (text === undefined) return {};
  const milliseconds = parseDurationMs(text);
  if (milliseconds !== undefined) return { [name]: milliseconds } as { [K in Name]?: number };
  throw fail('language.flow.invalid', { context: { reason: `"${text.slice(0, 40)}" is not a duration.` } });
}
