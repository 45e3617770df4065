/**
 * Compiles a function call: arguments are computed, checked against the function's parameters, and the result is kept
 * within bounds.
 */
import type { JsonValue } from '../../foundation/index.ts';
import { pointerTo } from '../contract/problem.ts';
import { kindOf, nameKinds } from '../contract/value-kind.ts';
import { fail } from '../errors.ts';
import {
  FunctionError,
  type FunctionParameter,
  MAX_LIST_LENGTH,
  MAX_TEXT_LENGTH,
  type MappingFunction,
} from './functions/mapping-function.ts';
import { functionNamed, parameterAt } from './functions/registry.ts';
import type { Expression, FunctionExpression, Scope } from './mapping.ts';

type Evaluate = (scope: Scope) => JsonValue | undefined;

interface Argument {
  readonly evaluate: Evaluate;
  readonly parameter: FunctionParameter;
  readonly pointer: string;
}

/** Compiles a call; `compile` compiles the expressions of its arguments. */
export function compileFunction(
  expression: FunctionExpression,
  pointer: string,
  compile: (expression: Expression, pointer: string) => Evaluate,
): Evaluate {
  const called = functionNamed(expression.fn);
  if (called === undefined) {
    throw fail('language.mapping.invalid', {
      context: { pointer, reason: `There is no function "${expression.fn}".` },
    });
  }
  const args = (expression.args ?? []).map((argument, index) => {
    const parameter = parameterAt(called, index) as FunctionParameter;
    const at = pointerTo(pointer, 'args', index);
    const evaluate = compile(parameter.takesMissing === true ? asOptional(argument) : argument, at);
    return { evaluate, parameter, pointer: at };
  });
  const compute =
    called.isChoice === true ? chooseArguments(args) : (scope: Scope) => args.map((arg) => computeArgument(arg, scope));
  return (scope) => callFunction({ called, pointer, args: compute(scope) }, scope);
}

/** Where a parameter takes what is missing, a plain path may lead nowhere. */
function asOptional(expression: Expression): Expression {
  return 'from' in expression && expression.default === undefined
    ? { from: expression.from, optional: true }
    : expression;
}

function chooseArguments(args: readonly Argument[]): (scope: Scope) => JsonValue[] {
  const [condition, then, otherwise] = args as readonly [Argument, Argument, Argument];
  return (scope) => {
    const isTrue = computeArgument(condition, scope) === true;
    return [isTrue, isTrue ? computeArgument(then, scope) : null, isTrue ? null : computeArgument(otherwise, scope)];
  };
}

function computeArgument(argument: Argument, scope: Scope): JsonValue {
  const value = argument.evaluate(scope) ?? null;
  const { parameter, pointer } = argument;
  if ((kindOf(value) & parameter.kinds) !== 0) return value;
  const context = { pointer, given: nameKinds(kindOf(value)), allowed: nameKinds(parameter.kinds) };
  throw fail('language.mapping.wrong_type', { context });
}

function callFunction(call: { called: MappingFunction; pointer: string; args: JsonValue[] }, scope: Scope): JsonValue {
  const { called, pointer, args } = call;
  try {
    return bounded(called.run(args, { scope }), pointer);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw fail('language.mapping.function_failed', { context: { pointer, fn: called.name, reason: error.message } });
  }
}

function bounded(value: JsonValue, pointer: string): JsonValue {
  if (typeof value === 'string' && value.length > MAX_TEXT_LENGTH) {
    throw tooLarge(pointer, `a text of ${value.length} characters`, `${MAX_TEXT_LENGTH}`);
  }
  if (Array.isArray(value) && value.length > MAX_LIST_LENGTH) {
    throw tooLarge(pointer, `a list of ${value.length} items`, `${MAX_LIST_LENGTH}`);
  }
  return value;
}

function tooLarge(pointer: string, given: string, allowed: string): Error {
  return fail('language.mapping.too_large', { context: { pointer, given, allowed } });
}
