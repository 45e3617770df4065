/**
 * Turns a mapping into plain closures. A position gives a value, or undefined when it is left out; what is missing without
 * "default" or "optional" is an error that names the position and the path, never a blank.
 */
import { isObject, type JsonValue, makeObject, ownValue } from '../../foundation/index.ts';
import { pointerTo } from '../contract/problem.ts';
import { kindOf, nameKinds } from '../contract/value-kind.ts';
import { fail } from '../errors.ts';
import { CelFault, type CompiledCel, compileCel } from './cel.ts';
import { compileFunction } from './compile-function.ts';
import { EvaluationMeter, MAX_UNITS } from './evaluation-meter.ts';
import { MAX_LIST_LENGTH, MAX_TEXT_LENGTH, textOf } from './functions/mapping-function.ts';
import type {
  CompiledMapping,
  EachExpression,
  Expression,
  FromExpression,
  Mapping,
  ObjectExpression,
  Scope,
  TableExpression,
} from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';
import { formatPath, type Path, parsePath, readPath } from './path.ts';
import { parseTemplate, type TemplatePart } from './template.ts';

/** A compiled position; undefined means that the target is left out. */
export type Evaluate = (scope: Scope) => JsonValue | undefined;

type CompileInner = (expression: Expression, pointer: string) => Evaluate;

interface CompileMappingOptions {
  /** Where the mapping stands in a larger document; it is put before the pointers of errors. */
  readonly pointer?: string;
}

/** Compiles a mapping; throws `language.mapping.invalid` with the problems when it is none. */
export function compileMapping(mapping: Mapping, options: CompileMappingOptions = {}): CompiledMapping {
  const pointer = options.pointer ?? '';
  const { problems } = parseMapping(mapping as unknown as JsonValue, { pointer });
  const first = problems[0];
  if (first !== undefined) {
    throw fail('language.mapping.invalid', { context: { pointer: first.pointer, reason: first.message }, problems });
  }
  const meter = new EvaluationMeter();
  const evaluate = compileExpression(mapping, pointer, meter);
  return (scope) => {
    meter.reset();
    return evaluate(scope) ?? null;
  };
}

/** Compiles a condition in CEL; throws when the expression is not valid, and at run time when it gives no boolean. */
export function compileCondition(text: string, options: CompileMappingOptions = {}): (scope: Scope) => boolean {
  const pointer = options.pointer ?? '';
  const run = compileCelAt(text, pointer);
  return (scope) => {
    const value = run(scope);
    if (typeof value === 'boolean') return value;
    throw wrongType(pointer, value, 'true or false');
  };
}

/** Compiles one position of a mapping that has been parsed; every value that it gives is paid for. */
function compileExpression(expression: Expression, pointer: string, meter: EvaluationMeter): Evaluate {
  const evaluate = compileHead(expression, pointer, meter);
  return (scope) => {
    const value = evaluate(scope);
    if (!meter.pay(value))
      throw tooLarge(pointer, 'too much in all', `${MAX_UNITS} values, 32 characters of text counting as one,`);
    return value;
  };
}

function compileHead(expression: Expression, pointer: string, meter: EvaluationMeter): Evaluate {
  const compileInner = (inner: Expression, at: string): Evaluate => compileExpression(inner, at, meter);
  if ('from' in expression) return compileFrom(expression, pointer, compileInner);
  if ('value' in expression) return () => expression.value;
  if ('template' in expression) return compileTemplate(expression.template, pointer);
  if ('fn' in expression) return compileFunction(expression, pointer, compileInner);
  if ('object' in expression) return compileObject(expression, pointer, compileInner);
  if ('list' in expression) return compileList(expression.list, pointer, compileInner);
  if ('each' in expression) return compileEach(expression, pointer, compileInner);
  if ('table' in expression) return compileTable(expression, pointer, compileInner);
  return compileCelAt(expression.cel, pointer);
}

/** The error of a value of the wrong kind at a position. */
export function wrongType(pointer: string, value: JsonValue | undefined, allowed: string): Error {
  const given = value === undefined ? 'nothing' : nameKinds(kindOf(value));
  return fail('language.mapping.wrong_type', { context: { pointer, given, allowed } });
}

function compileFrom(expression: FromExpression, pointer: string, compileInner: CompileInner): Evaluate {
  const path = requirePath(expression.from, pointer);
  if (expression.default !== undefined) {
    const fallback = compileInner(expression.default, pointerTo(pointer, 'default'));
    return (scope) => readPath(scope, path) ?? fallback(scope);
  }
  if (expression.optional === true) return (scope) => readPath(scope, path);
  return (scope) => {
    const value = readPath(scope, path);
    if (value === undefined) throw missing(pointer, expression.from);
    return value;
  };
}

function compileTemplate(template: string, pointer: string): Evaluate {
  const parts = parseTemplate(template);
  if ('reason' in parts) throw fail('language.mapping.invalid', { context: { pointer, reason: parts.reason } });
  return (scope) => {
    let text = '';
    for (const part of parts) text += part.kind === 'text' ? part.text : placeText(part, scope, pointer);
    if (text.length > MAX_TEXT_LENGTH)
      throw tooLarge(pointer, `a text of ${text.length} characters`, `${MAX_TEXT_LENGTH}`);
    return text;
  };
}

function placeText(place: Extract<TemplatePart, { kind: 'place' }>, scope: Scope, pointer: string): string {
  const value = readPath(scope, place.path) ?? place.fallback;
  if (value === undefined || value === null) throw missing(pointer, formatPath(place.path));
  if (Array.isArray(value) || isObject(value)) throw wrongType(pointer, value, 'a text, a number or true or false');
  return textOf(value);
}

function compileObject(expression: ObjectExpression, pointer: string, compileInner: CompileInner): Evaluate {
  const fields = Object.keys(expression.object).map((name) => {
    const field = expression.object[name] as Expression;
    return { name, evaluate: compileInner(field, pointerTo(pointer, 'object', name)) };
  });
  return (scope) => {
    const object = makeObject();
    for (const field of fields) {
      const value = field.evaluate(scope);
      if (value !== undefined) object[field.name] = value;
    }
    return object;
  };
}

function compileList(items: readonly Expression[], pointer: string, compileInner: CompileInner): Evaluate {
  const evaluators = items.map((item, index) => compileInner(item, pointerTo(pointer, 'list', index)));
  return (scope) => {
    const list: JsonValue[] = [];
    for (const evaluate of evaluators) {
      const value = evaluate(scope);
      if (value !== undefined) list.push(value);
    }
    return list;
  };
}

function compileEach(expression: EachExpression, pointer: string, compileInner: CompileInner): Evaluate {
  const items = compileInner(expression.each, pointerTo(pointer, 'each'));
  const to = compileInner(expression.to, pointerTo(pointer, 'to'));
  const where =
    expression.where === undefined
      ? undefined
      : compileCondition(expression.where, { pointer: pointerTo(pointer, 'where') });
  const indexName = `${expression.as}Index`;
  return (scope) => {
    const list = items(scope);
    if (list === undefined) return undefined;
    if (!Array.isArray(list)) throw wrongType(pointerTo(pointer, 'each'), list, 'a list');
    if (list.length > MAX_LIST_LENGTH) throw tooLarge(pointer, `a list of ${list.length} items`, `${MAX_LIST_LENGTH}`);
    // One scope serves all items: positions compute their values at once and keep nothing of the scope.
    const inner = makeObject(Object.entries(scope));
    const result: JsonValue[] = [];
    for (const [index, item] of list.entries()) {
      inner[expression.as] = item;
      inner[indexName] = index;
      if (where !== undefined && !where(inner)) continue;
      const value = to(inner);
      if (value !== undefined) result.push(value);
    }
    return result;
  };
}

function compileTable(expression: TableExpression, pointer: string, compileInner: CompileInner): Evaluate {
  const key = compileInner(expression.key, pointerTo(pointer, 'key'));
  const fallback =
    expression.default === undefined ? undefined : compileInner(expression.default, pointerTo(pointer, 'default'));
  return (scope) => {
    const value = key(scope) ?? null;
    if (Array.isArray(value) || isObject(value) || (value === null && fallback === undefined)) {
      throw wrongType(pointerTo(pointer, 'key'), value, 'a text, a number or true or false');
    }
    const found = value === null ? undefined : ownValue(expression.table as Record<string, JsonValue>, textOf(value));
    if (found !== undefined) return found;
    if (fallback === undefined) throw fail('language.mapping.not_in_table', { context: { pointer } });
    return fallback(scope);
  };
}

function compileCelAt(text: string, pointer: string): (scope: Scope) => JsonValue {
  const compiled = compileCel(text);
  if ('reason' in compiled) throw fail('language.mapping.invalid', { context: { pointer, reason: compiled.reason } });
  return (scope) => runCelAt(compiled, scope, pointer);
}

function runCelAt(compiled: CompiledCel, scope: Scope, pointer: string): JsonValue {
  try {
    return compiled.run(scope);
  } catch (error) {
    if (!(error instanceof CelFault)) throw error;
    const code = error.isTooCostly ? 'language.mapping.cel_too_costly' : 'language.mapping.cel_failed';
    throw fail(code, { context: { pointer, reason: error.message } });
  }
}

function requirePath(text: string, pointer: string): Path {
  const parsed = parsePath(text);
  if ('path' in parsed) return parsed.path;
  throw fail('language.mapping.invalid', { context: { pointer, reason: parsed.reason } });
}

function missing(pointer: string, path: string): Error {
  return fail('language.mapping.missing', { context: { pointer, path } });
}

function tooLarge(pointer: string, given: string, allowed: string): Error {
  return fail('language.mapping.too_large', { context: { pointer, given, allowed } });
}
