/**
 * What is known about a value before there is one: its possible kinds, its fields, its items. `isUnknown` means that
 * nothing may be concluded, so nothing is complained about.
 */
import { isObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { ALL_KINDS, KIND, type KindSet, kindOf } from '../contract/value-kind.ts';
import type { PathSegment } from './path.ts';

export interface ValueType {
  readonly kinds: KindSet;
  readonly isUnknown: boolean;
  /** The place may be absent in its object or list. */
  readonly canBeMissing: boolean;
  /** What an object of this type has; absent when nothing is known about it. */
  readonly fields?: FieldTypes;
  /** What a list of this type has at a position, or at any when the position is not given. */
  readonly itemAt?: (index?: number) => ValueType;
  /** The schema that says all of this, for checking constants against it. */
  readonly source?: { readonly schema: JsonSchema; readonly root: JsonSchema };
}

export interface FieldTypes {
  readonly names: readonly string[];
  readonly required: readonly string[];
  /** No other field may be there. */
  readonly isClosed: boolean;
  /** Undefined: there is no such field as far as anybody said. */
  readonly typeOf: (name: string) => ValueType | undefined;
}

export const UNKNOWN_TYPE: ValueType = { kinds: ALL_KINDS, isUnknown: true, canBeMissing: false };

/** A type of which only the kinds are known. */
export function kindsType(kinds: KindSet): ValueType {
  return kinds === ALL_KINDS ? UNKNOWN_TYPE : { kinds, isUnknown: false, canBeMissing: false };
}

/** An object with exactly these fields; those that can be missing are not required. */
export function objectType(fields: ReadonlyMap<string, ValueType>): ValueType {
  const names = [...fields.keys()];
  return {
    kinds: KIND.object,
    isUnknown: false,
    canBeMissing: false,
    fields: {
      names,
      required: names.filter((name) => fields.get(name)?.canBeMissing === false),
      isClosed: true,
      typeOf: (name) => fields.get(name),
    },
  };
}

/** A list of items of one type. */
export function listType(item: ValueType): ValueType {
  return { kinds: KIND.list, isUnknown: false, canBeMissing: false, itemAt: () => item };
}

/** The type of a constant. */
export function constantType(value: JsonValue): ValueType {
  if (Array.isArray(value)) return listType(unionType(value.slice(0, 100).map(constantType)));
  if (!isObject(value)) return kindsType(kindOf(value));
  return objectType(new Map(Object.keys(value).map((key) => [key, constantType(ownValue(value, key) as JsonValue)])));
}

/** A type that is any of several. */
export function unionType(types: readonly ValueType[]): ValueType {
  const [first, ...rest] = types;
  if (first === undefined || types.some((type) => type.isUnknown))
    return withMissing(UNKNOWN_TYPE, types.some(isMissable));
  if (rest.length === 0) return first;
  let kinds = 0;
  for (const type of types) kinds |= type.kinds;
  const objects = types.filter((type) => (type.kinds & KIND.object) !== 0);
  const lists = types.filter((type) => (type.kinds & KIND.list) !== 0);
  return {
    kinds,
    isUnknown: false,
    canBeMissing: types.some(isMissable),
    ...(objects.length > 0 && objects.every((type) => type.fields !== undefined) && { fields: unionFields(objects) }),
    ...(lists.length > 0 && {
      itemAt: (index?: number) => unionType(lists.map((type) => type.itemAt?.(index) ?? UNKNOWN_TYPE)),
    }),
  };
}

/** The same type, absent or not. */
export function withMissing(type: ValueType, canBeMissing: boolean): ValueType {
  return type.canBeMissing === canBeMissing ? type : { ...type, canBeMissing };
}

/** The same type without null: what is left when a default takes null's place. */
export function withoutNull(type: ValueType): ValueType {
  if (type.isUnknown || (type.kinds & KIND.null) === 0) return withMissing(type, false);
  return { ...type, kinds: type.kinds & ~KIND.null, canBeMissing: false };
}

/** A path leads nowhere: the first name on it that is not known, and the names that are. */
export interface UnknownName {
  readonly unknownName: string;
  readonly known: readonly string[];
}

/** Where a path leads, or the first name on it that is not known. */
export function typeAt(start: ValueType, segments: readonly PathSegment[]): ValueType | UnknownName {
  let type = start;
  for (const segment of segments) {
    if (type.isUnknown) return UNKNOWN_TYPE;
    const next = typeof segment === 'number' ? itemBelow(type, segment) : fieldBelow(type, segment);
    if (next === undefined) return { unknownName: String(segment), known: type.fields?.names ?? [] };
    // Below what may be missing or null, everything may be missing.
    const isUncertain = type.canBeMissing || (type.kinds & ~wantedKind(segment)) !== 0;
    type = withMissing(next, !next.isUnknown && (next.canBeMissing || isUncertain));
  }
  return type;
}

function wantedKind(segment: PathSegment): KindSet {
  return typeof segment === 'number' ? KIND.list : KIND.object;
}

function fieldBelow(type: ValueType, name: string): ValueType | undefined {
  if ((type.kinds & KIND.object) === 0) return undefined;
  return type.fields === undefined ? UNKNOWN_TYPE : type.fields.typeOf(name);
}

function itemBelow(type: ValueType, index: number): ValueType | undefined {
  if ((type.kinds & KIND.list) === 0) return undefined;
  return type.itemAt === undefined ? UNKNOWN_TYPE : type.itemAt(index);
}

function unionFields(objects: readonly ValueType[]): FieldTypes {
  const all = objects.map((type) => type.fields as FieldTypes);
  return {
    names: [...new Set(all.flatMap((fields) => fields.names))],
    required: (all[0] as FieldTypes).required.filter((name) => all.every((fields) => fields.required.includes(name))),
    isClosed: all.every((fields) => fields.isClosed),
    typeOf: (name) => {
      const found = all.map((fields) => fields.typeOf(name));
      const known = found.filter((type) => type !== undefined);
      if (known.length === 0) return undefined;
      return withMissing(unionType(known), known.length < found.length || known.some(isMissable));
    },
  };
}

function isMissable(type: ValueType): boolean {
  return type.canBeMissing;
}
