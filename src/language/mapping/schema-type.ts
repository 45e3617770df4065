/**
 * What a JSON Schema says about values before there are any. Read as people mean schemas: `properties` without `type` is
 * an object, and a field that is not among `properties` is unknown unless `additionalProperties` allows more.
 */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { compilePattern } from '../contract/pattern.ts';
import { resolvePointer } from '../contract/schema-pointer.ts';
import { ALL_KINDS, KIND, type KindSet, kindOf, kindsOfType } from '../contract/value-kind.ts';
import { type FieldTypes, UNKNOWN_TYPE, unionType, type ValueType, withMissing } from './value-type.ts';

/** References and combinations followed for one place; rings of them end here as unknown. */
const MAX_HOPS = 20;

/** The type that a schema describes; references point into `root`. */
export function schemaType(schema: JsonSchema, root: JsonSchema = schema): ValueType {
  return readType(schema, { root, hops: 0 });
}

interface Reading {
  readonly root: JsonSchema;
  readonly hops: number;
}

function readType(schema: JsonValue | undefined, reading: Reading): ValueType {
  if (!isObject(schema) || reading.hops > MAX_HOPS) return UNKNOWN_TYPE;
  const next = { root: reading.root, hops: reading.hops + 1 };
  const parts = [ownType(schema, next), ...referredTypes(schema, next), ...combinedTypes(schema, next)];
  const type = intersect(parts.filter((part) => part !== undefined));
  const isNullable = ownValue(schema, 'nullable') === true && !type.isUnknown;
  const source = { schema: schema as JsonSchema, root: reading.root };
  return isNullable ? { ...type, kinds: type.kinds | KIND.null, source } : { ...type, source };
}

/** What the schema says by itself, or undefined when that is nothing. */
function ownType(schema: JsonObject, reading: Reading): ValueType | undefined {
  const kinds = ownKinds(schema);
  if (kinds === ALL_KINDS) return undefined;
  return {
    kinds,
    isUnknown: false,
    canBeMissing: false,
    ...((kinds & KIND.object) !== 0 && fieldPart(schema, reading)),
    ...((kinds & KIND.list) !== 0 && { itemAt: (index?: number) => itemType(schema, index, reading) }),
  };
}

function ownKinds(schema: JsonObject): KindSet {
  const values = Object.hasOwn(schema, 'const') ? [schema.const as JsonValue] : ownValue(schema, 'enum');
  let kinds = kindsOfType(ownValue(schema, 'type')) ?? ALL_KINDS;
  if (Array.isArray(values) && values.length > 0) {
    let allowed = 0;
    for (const value of values) allowed |= kindOf(value);
    kinds &= allowed;
  }
  if (kinds !== ALL_KINDS) return kinds;
  if (isObject(ownValue(schema, 'properties'))) return KIND.object;
  return Object.hasOwn(schema, 'items') || Object.hasOwn(schema, 'prefixItems') ? KIND.list : ALL_KINDS;
}

function fieldPart(schema: JsonObject, reading: Reading): { fields: FieldTypes } | undefined {
  const properties = ownValue(schema, 'properties');
  const patterns = ownValue(schema, 'patternProperties');
  const rest = ownValue(schema, 'additionalProperties');
  if (!isObject(properties) && !isObject(patterns) && rest === undefined) return undefined;
  const known = isObject(properties) ? properties : undefined;
  const listed = ownValue(schema, 'required');
  const required = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
  const typeOf = (name: string): ValueType | undefined => {
    const own = known === undefined ? undefined : ownValue(known, name);
    if (own !== undefined) return withMissing(readType(own, fresh(reading)), !required.includes(name));
    const other = otherField(name, isObject(patterns) ? patterns : undefined, rest);
    if (other === undefined) return undefined;
    const type = readType(other, fresh(reading));
    return type.isUnknown ? type : withMissing(type, !required.includes(name));
  };
  return { fields: { names: Object.keys(known ?? {}), required, isClosed: rest === false, typeOf } };
}

/** Below a field the count of hops begins anew: paths end, so rings of references through fields do too. */
function fresh(reading: Reading): Reading {
  return { root: reading.root, hops: 0 };
}

function otherField(
  name: string,
  patterns: JsonObject | undefined,
  rest: JsonValue | undefined,
): JsonValue | undefined {
  for (const source of Object.keys(patterns ?? {})) {
    const pattern = compilePattern(source);
    if ('reason' in pattern || pattern.isMatch(name) !== false) return patterns?.[source];
  }
  return rest === false ? undefined : rest;
}

function itemType(schema: JsonObject, index: number | undefined, reading: Reading): ValueType {
  const first = ownValue(schema, 'prefixItems');
  const items = ownValue(schema, 'items');
  const prefix = Array.isArray(first) && index !== undefined ? first[index] : undefined;
  const type = readType(prefix ?? items, fresh(reading));
  if (index === undefined) return Array.isArray(first) ? UNKNOWN_TYPE : type;
  const least = ownValue(schema, 'minItems');
  return withMissing(type, !type.isUnknown && !(typeof least === 'number' && least > index));
}

function referredTypes(schema: JsonObject, reading: Reading): ValueType[] {
  const reference = ownValue(schema, '$ref');
  if (typeof reference !== 'string') return [];
  return [readType(reference.startsWith('#') ? resolvePointer(reading.root, reference) : undefined, reading)];
}

function combinedTypes(schema: JsonObject, reading: Reading): (ValueType | undefined)[] {
  const types: (ValueType | undefined)[] = [];
  const all = ownValue(schema, 'allOf');
  if (Array.isArray(all)) types.push(...all.map((part) => readType(part, reading)));
  for (const name of ['anyOf', 'oneOf']) {
    const choices = ownValue(schema, name);
    if (Array.isArray(choices)) types.push(unionType(choices.map((choice) => readType(choice, reading))));
  }
  return types;
}

/** A value that is of all the types at once. */
function intersect(types: readonly ValueType[]): ValueType {
  const known = types.filter((type) => !type.isUnknown);
  const [first, ...rest] = known;
  if (first === undefined) return UNKNOWN_TYPE;
  if (rest.length === 0) return first;
  let kinds = ALL_KINDS;
  for (const type of known) kinds &= type.kinds;
  const fields = known.map((type) => type.fields).filter((part) => part !== undefined);
  const itemAt = known.find((type) => type.itemAt !== undefined)?.itemAt;
  return {
    kinds,
    isUnknown: false,
    canBeMissing: false,
    ...(fields.length > 0 && { fields: mergeFields(fields) }),
    ...(itemAt !== undefined && { itemAt }),
  };
}

function mergeFields(all: readonly FieldTypes[]): FieldTypes {
  const required = [...new Set(all.flatMap((fields) => fields.required))];
  return {
    names: [...new Set(all.flatMap((fields) => fields.names))],
    required,
    isClosed: all.some((fields) => fields.isClosed),
    typeOf: (name) => {
      const types = all.map((fields) => fields.typeOf(name)).filter((type) => type !== undefined);
      const best = types.find((type) => !type.isUnknown) ?? types[0];
      return best === undefined ? undefined : withMissing(best, !best.isUnknown && !required.includes(name));
    },
  };
}
