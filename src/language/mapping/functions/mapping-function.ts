/**
 * What a function of the mapping language is: data that says everything about it, and one pure implementation. The
 * reference page, the check of arguments and the inferred types come from the data.
 */
import type { JsonValue, NumericText } from '../../../foundation/index.ts';
import { type Decimal, decimalOf } from '../../contract/decimal.ts';
import type { KindSet } from '../../contract/value-kind.ts';
import type { Scope } from '../mapping.ts';

type FunctionGroup = 'text' | 'number' | 'money' | 'date' | 'list' | 'logic' | 'json';

export interface MappingFunction {
  readonly name: string;
  readonly group: FunctionGroup;
  readonly title: string;
  /** One sentence for people. */
  readonly summary: string;
  readonly parameters: readonly FunctionParameter[];
  /** Kinds of values that can come out. */
  readonly result: KindSet;
  /** Where the result is one of the arguments, or an item of one: type inference then knows more than `result`. */
  readonly resultFrom?: 'argument' | 'item';
  /** Only the argument that the first one chooses is computed. */
  readonly isChoice?: boolean;
  readonly example: FunctionExample;
  readonly run: (args: readonly JsonValue[], call: FunctionCall) => JsonValue;
}

export interface FunctionParameter {
  readonly name: string;
  /** Kinds of values it takes. */
  readonly kinds: KindSet;
  readonly isOptional?: boolean;
  /** The last parameter may be given any number of times. */
  readonly isRepeated?: boolean;
  /** A path that leads nowhere counts as null here instead of being an error. */
  readonly takesMissing?: boolean;
  /** Throws `FunctionError` for a value that no run could use, so that a constant is refused before any run. */
  readonly requireUsable?: (value: JsonValue) => void;
}

interface FunctionExample {
  readonly args: readonly JsonValue[];
  readonly result: JsonValue;
}

/** What a function may know beside its arguments. */
export interface FunctionCall {
  readonly scope: Scope;
}

/** Texts that come out are at most this long. */
export const MAX_TEXT_LENGTH = 1_000_000;
/** Lists that come out have at most this many items. */
export const MAX_LIST_LENGTH = 10_000;

/**
 * Why a function could not be computed; the sentence becomes part of an `AppError` that names the place. It is logged, so
 * it holds no value of the data.
 */
export class FunctionError extends Error {}

/** An argument as an exact decimal. */
export function decimalArgument(value: JsonValue | undefined): Decimal {
  const decimal = decimalOf(value as number | NumericText);
  if (decimal === undefined) throw new FunctionError('a number has too many digits to be computed with.');
  return decimal;
}

/** An argument that must be a whole number within bounds. */
export function wholeArgument(value: JsonValue | undefined, range: { name: string; min: number; max: number }): number {
  const number = Number(String(value));
  if (Number.isInteger(number) && number >= range.min && number <= range.max) return number;
  throw new FunctionError(`"${range.name}" must be a whole number from ${range.min} to ${range.max}.`);
}

/** A text, number or boolean as text; the digits of a number are kept. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : String(value);
}
