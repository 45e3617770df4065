/**
 * Where in a schema a keyword is being compiled: reads the keyword's value with its type checked, and compiles the
 * schemas below it.
 */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import { fail } from '../errors.ts';
import { isNumber } from './decimal.ts';
import { pointerTo } from './problem.ts';
import type { Check } from './visit.ts';

export class SchemaPlace {
  readonly schema: JsonObject;
  readonly pointer: string;
  readonly #compile: (schema: JsonValue, pointer: string) => Check;

  constructor(schema: JsonObject, pointer: string, compile: (schema: JsonValue, pointer: string) => Check) {
    this.schema = schema;
    this.pointer = pointer;
    this.#compile = compile;
  }

  /** The keyword's value, or undefined. */
  read(keyword: string): JsonValue | undefined {
    return ownValue(this.schema, keyword);
  }

  /** A keyword that must be a whole number from 0. */
  count(keyword: string): number | undefined {
    const value = this.read(keyword);
    if (value === undefined) return undefined;
    const count = isNumber(value) ? Number(String(value)) : Number.NaN;
    if (!Number.isInteger(count) || count < 0) throw this.invalid(keyword, 'it must be a whole number from 0');
    return count;
  }

  number(keyword: string): Extract<JsonValue, number | object> | undefined {
    const value = this.read(keyword);
    if (value === undefined) return undefined;
    if (!isNumber(value)) throw this.invalid(keyword, 'it must be a number');
    return value;
  }

  text(keyword: string): string | undefined {
    const value = this.read(keyword);
    if (value === undefined || typeof value === 'string') return value;
    throw this.invalid(keyword, 'it must be a text');
  }

  list(keyword: string): readonly JsonValue[] | undefined {
    const value = this.read(keyword);
    if (value === undefined || Array.isArray(value)) return value;
    throw this.invalid(keyword, 'it must be a list');
  }

  names(keyword: string, value: JsonValue | undefined = this.read(keyword)): readonly string[] | undefined {
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value as string[];
    throw this.invalid(keyword, 'it must be a list of texts');
  }

  /** The schema below a keyword. */
  check(keyword: string): Check | undefined {
    const value = this.read(keyword);
    return value === undefined ? undefined : this.#compile(value, pointerTo(this.pointer, keyword));
  }

  /** The schemas below a keyword that is a list of schemas. */
  checks(keyword: string): readonly Check[] | undefined {
    return this.list(keyword)?.map((schema, index) => this.#compile(schema, pointerTo(this.pointer, keyword, index)));
  }

  /** The schemas below a keyword that is an object of schemas. */
  checkMap(keyword: string): ReadonlyMap<string, Check> | undefined {
    const value = this.read(keyword);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.invalid(keyword, 'it must be an object');
    const below = pointerTo(this.pointer, keyword);
    const entries = Object.keys(value).map((name) => {
      return [name, this.#compile(value[name] as JsonValue, pointerTo(below, name))] as const;
    });
    return new Map(entries);
  }

  invalid(keyword: string, reason: string): Error {
    return fail('language.contract.invalid_schema', {
      context: { pointer: pointerTo(this.pointer, keyword), reason: `${reason}.` },
    });
  }
}
