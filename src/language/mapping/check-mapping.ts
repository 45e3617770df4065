/**
 * Checks a mapping against the schemas of what it reads and of what it makes, before any run: paths that lead nowhere,
 * required fields that stay empty, wrong types, what may be null or missing where that is not taken.
 */
import type { JsonValue, Problem } from '../../foundation/index.ts';
import { compileSchema } from '../contract/compile-schema.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { didYouMean } from '../contract/near-miss.ts';
import { listNames, pointerTo } from '../contract/problem.ts';
import { KIND, nameKinds } from '../contract/value-kind.ts';
import { functionNamed } from './functions/registry.ts';
import type { Expression, Mapping, ObjectExpression, TableExpression } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';
import { ProblemList } from './problem-list.ts';
import { schemaType } from './schema-type.ts';
import { closedRoots } from './scope-roots.ts';
import { TypeInference } from './type-inference.ts';
import { type FieldTypes, UNKNOWN_TYPE, type ValueType } from './value-type.ts';

export interface MappingSchemas {
  /** Schema of each root of the scope that the mapping may read. */
  readonly source: Readonly<Record<string, JsonSchema>>;
  /** Schema of what the mapping makes. */
  readonly target: JsonSchema;
}

const MAX_PROBLEMS = 100;
/** Depth to which two types are compared field by field. */
const MAX_COMPARE_DEPTH = 8;

/** The problems of a mapping, with pointers into it; none when it fits its schemas. */
export function checkMapping(mapping: Mapping, schemas: MappingSchemas): readonly Problem[] {
  const { problems, unreadable } = parseMapping(mapping as unknown as JsonValue);
  const types = new Map(Object.keys(schemas.source).map((name) => [name, schemaType(schemas.source[name] ?? true)]));
  const list = new ProblemList(MAX_PROBLEMS, unreadable);
  const inference = new TypeInference(closedRoots(types), list);
  checkExpression({ mapping, pointer: '', target: schemaType(schemas.target) }, inference, list);
  return [...problems, ...list.problems];
}

/** One position, and what it must give. */
interface Position {
  readonly mapping: Expression;
  readonly pointer: string;
  readonly target: ValueType;
}

/** Checks one position against its target; `checkFlow` calls it with the types of its steps. */
export function checkExpression(
  { mapping, pointer, target }: Position,
  inference: TypeInference,
  list: ProblemList,
): void {
  const check = (expression: Expression, at: string, below: ValueType) => {
    checkExpression({ mapping: expression, pointer: at, target: below }, inference, list);
  };
  if (list.unreadable.has(pointer)) inference.infer(mapping, pointer);
  else if ('value' in mapping) checkConstant(mapping.value, pointerTo(pointer, 'value'), { target, list });
  else if ('object' in mapping && target.fields !== undefined && (target.kinds & KIND.object) !== 0) {
    checkObject(mapping, pointer, { target, inference, list });
  } else if ('list' in mapping && target.itemAt !== undefined) {
    for (const [index, item] of mapping.list.entries())
      check(item, pointerTo(pointer, 'list', index), target.itemAt(index));
  } else if ('each' in mapping && target.itemAt !== undefined) {
    const inner = inference.within(mapping.as, inference.itemType(mapping.each, pointerTo(pointer, 'each')));
    if (mapping.where !== undefined) inner.condition(mapping.where, pointerTo(pointer, 'where'));
    checkExpression({ mapping: mapping.to, pointer: pointerTo(pointer, 'to'), target: target.itemAt() }, inner, list);
  } else if ('table' in mapping) checkTable(mapping, pointer, { target, inference, list });
  else if ('fn' in mapping && functionNamed(mapping.fn)?.isChoice === true) {
    const [condition, then, otherwise] = mapping.args ?? [];
    if (condition !== undefined)
      inference.expectKinds(inference.infer(condition, pointerTo(pointer, 'args', 0)), KIND.boolean, pointer);
    if (then !== undefined) check(then, pointerTo(pointer, 'args', 1), target);
    if (otherwise !== undefined) check(otherwise, pointerTo(pointer, 'args', 2), target);
  } else new Comparison(pointer, list).compare(inference.infer(mapping, pointer), target);
}

interface Tools {
  readonly target: ValueType;
  readonly inference: TypeInference;
  readonly list: ProblemList;
}

/** A constant is simply checked as the value it is: enums, formats and bounds included. */
function checkConstant(value: JsonValue, pointer: string, { target, list }: Omit<Tools, 'inference'>): void {
  if (target.source === undefined) return;
  for (const problem of compileSchema(target.source.schema, { root: target.source.root })(value)) {
    list.add({ ...problem, pointer: pointer + problem.pointer });
  }
}

function checkObject(mapping: ObjectExpression, pointer: string, { target, inference, list }: Tools): void {
  const fields = target.fields as FieldTypes;
  const at = pointerTo(pointer, 'object');
  for (const name of Object.keys(mapping.object)) {
    const expression = mapping.object[name] as Expression;
    const below = pointerTo(at, name);
    const type = fields.typeOf(name);
    if (type === undefined && fields.isClosed) {
      const context = { name, hint: didYouMean(name, fields.names), allowed: listNames(fields.names) };
      list.report('language.mapping.unknown_field', below, context);
    }
    if (fields.required.includes(name) && isLeftOut(expression, below, { inference, list })) {
      list.report('language.mapping.left_out', below, { name });
    }
    checkExpression({ mapping: expression, pointer: below, target: type ?? UNKNOWN_TYPE }, inference, list);
  }
  for (const name of fields.required) {
    if (!Object.hasOwn(mapping.object, name)) list.report('language.mapping.missing_field', at, { name });
  }
}

/** Whether an optional path leaves its field out when the source is missing. */
function isLeftOut(expression: Expression, pointer: string, { inference, list }: Omit<Tools, 'target'>): boolean {
  if (list.unreadable.has(pointer) || !('from' in expression) || expression.optional !== true) return false;
  return inference.silent().infer(expression, pointer).canBeMissing;
}

function checkTable(mapping: TableExpression, pointer: string, { target, inference, list }: Tools): void {
  for (const key of Object.keys(mapping.table)) {
    checkConstant(mapping.table[key] ?? null, pointerTo(pointer, 'table', key), { target, list });
  }
  inference.infer({ ...mapping, table: {} }, pointer);
  if (mapping.default === undefined) return;
  const at = pointerTo(pointer, 'default');
  new Comparison(at, list).compare(inference.silent().infer(mapping.default, at), target);
}

/** Where within the two types a comparison stands. */
interface Within {
  readonly path: string;
  readonly depth: number;
}

/** Compares what a position gives with what its target takes. */
class Comparison {
  readonly #pointer: string;
  readonly #list: ProblemList;

  constructor(pointer: string, list: ProblemList) {
    this.#pointer = pointer;
    this.#list = list;
  }

  compare(given: ValueType, target: ValueType, at: Within = { path: '', depth: 0 }): void {
    if (given.isUnknown || target.isUnknown || at.depth > MAX_COMPARE_DEPTH) return;
    const source = at.path === '' ? 'The value' : `"${nameOf(at.path)}" of the value`;
    const allowed = nameKinds(target.kinds);
    if ((given.kinds & ~KIND.null & ~target.kinds) !== 0 || (given.kinds & target.kinds) === 0) {
      this.#list.report('language.mapping.type', this.#pointer, { source, given: nameKinds(given.kinds), allowed });
      return;
    }
    if ((given.kinds & KIND.null & ~target.kinds) !== 0) {
      this.#list.report('language.mapping.may_be_null', this.#pointer, { source, allowed });
    }
    if (given.itemAt !== undefined && target.itemAt !== undefined) {
      this.compare(given.itemAt(), target.itemAt(), { path: `${at.path}[…]`, depth: at.depth + 1 });
    }
    if (given.fields === undefined || target.fields === undefined) return;
    this.#required(given.fields, target.fields, at.path);
    this.#fields(given.fields, target.fields, at);
  }

  #required(given: FieldTypes, target: FieldTypes, path: string): void {
    for (const required of target.required) {
      const type = given.typeOf(required);
      const name = nameOf(`${path}.${required}`);
      if (type === undefined) this.#list.report('language.mapping.missing_field', this.#pointer, { name });
      else if (type.canBeMissing) this.#list.report('language.mapping.left_out', this.#pointer, { name });
    }
  }

  #fields(given: FieldTypes, target: FieldTypes, at: Within): void {
    for (const name of given.names) {
      const [type, wanted] = [given.typeOf(name), target.typeOf(name)];
      const path = `${at.path}.${name}`;
      if (wanted === undefined && target.isClosed) {
        const context = { name: nameOf(path), hint: '', allowed: listNames(target.names) };
        this.#list.report('language.mapping.unknown_field', this.#pointer, context);
      } else if (type !== undefined && wanted !== undefined) this.compare(type, wanted, { path, depth: at.depth + 1 });
    }
  }
}

function nameOf(path: string): string {
  return path.startsWith('.') ? path.slice(1) : path;
}
