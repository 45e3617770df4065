/**
 * The mapping document: a tree in which every position is one expression, an object with exactly one head key.
 * Sentences to people call the whole tree "mapping" and one position "expression".
 */
import type { JsonValue } from '../../foundation/index.ts';

/** What a mapping may read: one own key per root (`trigger`, `event`, `steps`, `run`, names of `each`, `link`). */
export type Scope = Readonly<Record<string, JsonValue>>;

/** Copies the value at a path, unchanged. */
export interface FromExpression {
  readonly from: string;
  /** Used when the path is missing or null. */
  readonly default?: Expression;
  /** The target is left out when the path is missing. */
  readonly optional?: boolean;
}

/** A constant, given as it is. */
interface ValueExpression {
  readonly value: JsonValue;
}

/** A text with `{{path}}` places; `{{path ?? "text"}}` names what stands there when the path is missing or null. */
interface TemplateExpression {
  readonly template: string;
}

/** Calls a named function of the registry. */
export interface FunctionExpression {
  readonly fn: string;
  readonly args?: readonly Expression[];
}

/** Builds an object; a field whose expression is left out is not in it. */
export interface ObjectExpression {
  readonly object: Readonly<Record<string, Expression>>;
}

/** Builds a list of the given length; an item that is left out is not in it. */
interface ListExpression {
  readonly list: readonly Expression[];
}

/** Makes one item per item of a list; inside, `as` names the item and `<as>Index` its position from 0. */
export interface EachExpression {
  readonly each: Expression;
  readonly as: string;
  readonly to: Expression;
  /** CEL; items for which it is false are left out. */
  readonly where?: string;
}

/** Looks a text, number or boolean up in a value table. */
export interface TableExpression {
  readonly table: Readonly<Record<string, JsonValue>>;
  readonly key: Expression;
  /** Used when the key is not in the table; without it that is an error. */
  readonly default?: Expression;
}

/** A computed value in CEL, the Common Expression Language. */
interface CelExpression {
  readonly cel: string;
}

export type Expression =
  | FromExpression
  | ValueExpression
  | TemplateExpression
  | FunctionExpression
  | ObjectExpression
  | ListExpression
  | EachExpression
  | TableExpression
  | CelExpression;

/** A whole mapping: the expression at its root. */
export type Mapping = Expression;

/** A mapping ready to run; throws an `AppError` of `language.mapping.*` that names the position and the source path. */
export type CompiledMapping = (scope: Scope) => JsonValue;
