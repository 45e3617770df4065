/**
 * Turns a JSON Schema (2020-12, and what OpenAPI 3.0 writes differently) into plain functions. No code is generated, so a
 * vendor's document can hold nothing that runs. Unknown keywords are ignored, among them `unevaluatedProperties` and
 * `unevaluatedItems`; references stay inside the document; every size has a bound.
 */
import { isObject, type JsonValue, type Problem } from '../../foundation/index.ts';
import { fail } from '../errors.ts';
import { combinationChecks } from './combination-checks.ts';
import { isNumber } from './decimal.ts';
import { equalityKey } from './equality.ts';
import type { JsonSchema } from './json-schema.ts';
import { listChecks } from './list-checks.ts';
import { objectChecks } from './object-checks.ts';
import { listNames } from './problem.ts';
import { numberChecks, textChecks } from './scalar-checks.ts';
import { SchemaPlace } from './schema-place.ts';
import { resolvePointer } from './schema-pointer.ts';
import { ALL_KINDS, describeValue, KIND, kindOf, kindsOfType, nameKinds } from './value-kind.ts';
import { type Check, Visit } from './visit.ts';

/** Checks one value; the list is empty when it fits, and has at most `maxProblems` entries. */
export type SchemaCheck = (value: JsonValue) => readonly Problem[];

export interface CompileSchemaOptions {
  /** The document that `#/…` references point into. Default: the schema itself. */
  readonly root?: JsonSchema;
  /** Default 50. */
  readonly maxProblems?: number;
}

const DEFAULT_MAX_PROBLEMS = 50;
/** Schemas within schemas, references not counted. */
const MAX_SCHEMA_DEPTH = 100;
/** Schemas of one document that are reachable. Large vendor documents have a few thousand for one operation. */
const MAX_SCHEMAS = 50_000;
const NO_PROBLEMS: readonly Problem[] = Object.freeze([]);

/** Compiles a schema; throws `language.contract.invalid_schema` with a pointer into it when it cannot be used. */
export function compileSchema(schema: JsonSchema, options: CompileSchemaOptions = {}): SchemaCheck {
  const check = new SchemaCompiler(options.root ?? schema).compile(schema);
  const maxProblems = options.maxProblems ?? DEFAULT_MAX_PROBLEMS;
  return (value) => {
    const silent = Visit.silent();
    if (check(value, silent) && !silent.isExhausted) return NO_PROBLEMS;
    const visit = Visit.collecting(maxProblems);
    check(value, visit);
    return visit.problems;
  };
}

class SchemaCompiler {
  readonly #root: JsonSchema;
  readonly #references = new Map<string, { check: Check | undefined }>();
  readonly #waiting: (() => void)[] = [];
  #schemaCount = 0;
  #depth = 0;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** Compiles the schema and, one after the other, what it refers to: a ring of references is no recursion here. */
  compile(schema: JsonValue): Check {
    const check = this.#schema(schema, '');
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) next();
    return check;
  }

  #schema(schema: JsonValue, pointer: string): Check {
    this.#schemaCount += 1;
    if (this.#schemaCount > MAX_SCHEMAS) throw invalid(pointer, `it has more than ${MAX_SCHEMAS} schemas.`);
    if (schema === true) return () => true;
    if (schema === false)
      return (value, visit) => visit.report('language.contract.never', { given: describeValue(value) });
    if (!isObject(schema)) throw invalid(pointer, 'a schema is an object, true or false.');
    this.#depth += 1;
    if (this.#depth > MAX_SCHEMA_DEPTH) throw invalid(pointer, `it is nested deeper than ${MAX_SCHEMA_DEPTH} schemas.`);
    const check = this.#object(new SchemaPlace(schema, pointer, (below, at) => this.#schema(below, at)));
    this.#depth -= 1;
    return check;
  }

  #object(place: SchemaPlace): Check {
    const kinds = kindsOfType(place.read('type'));
    if (kinds === undefined) throw place.invalid('type', 'it names no type of JSON Schema');
    const reference = place.text('$ref');
    const general = [...valueChecks(place), ...combinationChecks(place)];
    if (reference !== undefined) general.unshift(this.#reference(reference, place));
    const isNullable = place.read('nullable') === true;
    return assemble({
      kinds: isNullable ? kinds | KIND.null : kinds,
      isNullable,
      text: textChecks(place),
      number: numberChecks(place),
      list: listChecks(place),
      object: objectChecks(place),
      general,
    });
  }

  #reference(reference: string, place: SchemaPlace): Check {
    const known = this.#references.get(reference) ?? this.#follow(reference, place);
    return (value, visit) => known.check === undefined || visit.referred(known.check, value);
  }

  #follow(reference: string, place: SchemaPlace): { check: Check | undefined } {
    const target = reference.startsWith('#') ? resolvePointer(this.#root, reference) : undefined;
    if (target === undefined) {
      throw place.invalid('$ref', `"${reference.slice(0, 200)}" does not lead to a place in the same document`);
    }
    const cell: { check: Check | undefined } = { check: undefined };
    this.#references.set(reference, cell);
    this.#waiting.push(() => {
      cell.check = this.#schema(target, reference.slice(1));
    });
    return cell;
  }
}

interface Parts {
  readonly kinds: number;
  readonly isNullable: boolean;
  readonly text: readonly Check[];
  readonly number: readonly Check[];
  readonly list: readonly Check[];
  readonly object: readonly Check[];
  readonly general: readonly Check[];
}

function assemble(parts: Parts): Check {
  const { kinds, isNullable, general } = parts;
  const isTyped = kinds !== ALL_KINDS;
  const hasParts = [parts.text, parts.number, parts.list, parts.object].some((checks) => checks.length > 0);
  const allowed = nameKinds(kinds);
  return (value, visit) => {
    if (!visit.spend()) return false;
    if (isNullable && value === null) return true;
    if (isTyped && (kindOf(value) & kinds) === 0) {
      return visit.report('language.contract.type', { given: nameKinds(kindOf(value)), allowed });
    }
    // A value with a fault of its own is not also told that it fits no alternative: that would mostly follow from it.
    return (!hasParts || runAll(partsFor(parts, value), value, visit)) && runAll(general, value, visit);
  };
}

function partsFor(parts: Parts, value: JsonValue): readonly Check[] {
  if (typeof value === 'string') return parts.text;
  if (Array.isArray(value)) return parts.list;
  if (isNumber(value)) return parts.number;
  return typeof value === 'object' && value !== null ? parts.object : NO_CHECKS;
}

const NO_CHECKS: readonly Check[] = [];

function runAll(checks: readonly Check[], value: JsonValue, visit: Visit): boolean {
  let isFine = true;
  for (const check of checks) {
    if (check(value, visit)) continue;
    if (visit.isSilent) return false;
    isFine = false;
  }
  return isFine;
}

function valueChecks(place: SchemaPlace): Check[] {
  const checks: Check[] = [];
  const allowed = place.list('enum');
  if (allowed !== undefined) checks.push(enumCheck(allowed));
  if (Object.hasOwn(place.schema, 'const'))
    checks.push(enumCheck([place.read('const') as JsonValue], 'language.contract.constant'));
  return checks;
}

function enumCheck(
  values: readonly JsonValue[],
  code: 'language.contract.enum' | 'language.contract.constant' = 'language.contract.enum',
): Check {
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  const keys = new Set(values.map(equalityKey));
  return (value, visit) => {
    if (typeof value === 'string' ? texts.has(value) : hasKey(keys, value, visit)) return true;
    if (visit.isSilent) return false;
    const names = listNames(values.map(describeValue), 20);
    return visit.report(code, { given: describeValue(value), allowed: names });
  };
}

function hasKey(keys: ReadonlySet<string>, value: JsonValue, visit: Visit): boolean {
  const key = equalityKey(value);
  return visit.spend(key.length >> 2) && keys.has(key);
}

function invalid(pointer: string, reason: string): Error {
  return fail('language.contract.invalid_schema', { context: { pointer, reason } });
}
