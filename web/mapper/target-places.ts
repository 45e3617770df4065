/** The positions of a mapping as people see them: what the target asks for, and what the mapping has beside it. */
import { isObject, type JsonValue } from '../../src/foundation/index.ts';
import {
  type Expression,
  functionNamed,
  itemNameFor,
  KIND,
  nameKinds,
  parameterAt,
  pointerTo,
  schemaFacts,
  UNKNOWN_TYPE,
  type ValueType,
} from '../../src/language/index.ts';
import { copiedPath, expressionAt, headOf } from './expression-edit.ts';

/** A loop around a position. */
export interface Loop {
  /** Of the `each`. */
  readonly pointer: string;
  readonly as: string;
  /** Path of the list; undefined where it is computed, or where the loop is not there yet. */
  readonly listPath: string | undefined;
  /** False while it only would be made by mapping something inside of it. */
  readonly isMade: boolean;
}

/** One position: a field, an entry of a list, an argument. */
export interface TargetPlace {
  /** RFC 6901 pointer in the mapping. */
  readonly pointer: string;
  readonly label: string;
  /** What the schema says about it, for a tooltip. */
  readonly hint?: string;
  readonly type: ValueType;
  readonly isRequired: boolean;
  /** False for a field that the schema does not know. */
  readonly isKnown: boolean;
  readonly expression: Expression | undefined;
  readonly loops: readonly Loop[];
}

const MAX_DEPTH = 8;
const MAX_PLACES = 500;

/** The whole mapping as a position. */
export function rootPlace(expression: Expression | undefined, type: ValueType, label: string): TargetPlace {
  return { pointer: '', label, type, isRequired: true, isKnown: true, expression, loops: [] };
}

/** The fields of an object: those the schema names in its order, then those only the mapping has. */
export function fieldPlaces(place: TargetPlace): readonly TargetPlace[] {
  const { type, expression, pointer } = place;
  const mapped = headOf(expression) === 'object' ? (expression as { object: unknown }).object : undefined;
  const own = isObject(mapped as JsonValue) ? (mapped as Readonly<Record<string, Expression>>) : {};
  const known = type.fields?.names ?? [];
  const names = [...known, ...Object.keys(own).filter((name) => !known.includes(name))];
  return names.map((name) => {
    const fieldType = type.fields?.typeOf(name);
    return {
      pointer: pointerTo(pointer, 'object', name),
      ...named(name, fieldType ?? UNKNOWN_TYPE),
      type: fieldType ?? UNKNOWN_TYPE,
      isRequired: type.fields?.required.includes(name) === true,
      isKnown: fieldType !== undefined || type.fields === undefined,
      expression: Object.hasOwn(own, name) ? own[name] : undefined,
      loops: place.loops,
    };
  });
}

function named(name: string, type: ValueType): { readonly label: string; readonly hint?: string } {
  const { title, description } = schemaFacts(type);
  return { label: title ?? name, ...(description === undefined ? {} : { hint: description }) };
}

/** True for a position that is shown as an object with fields. */
export function hasFields({ type, expression }: TargetPlace): boolean {
  const head = headOf(expression);
  return head === 'object' || (expression === undefined && isFieldType(type));
}

/** True for an unmapped list of objects, whose entries' fields are shown so that something can be mapped there. */
export function isOpenList({ type, expression }: TargetPlace): boolean {
  const item = type.itemAt?.();
  return expression === undefined && !isFieldType(type) && item !== undefined && isFieldType(item);
}

function isFieldType({ kinds, fields, isUnknown }: ValueType): boolean {
  return !isUnknown && (kinds & KIND.object) !== 0 && fields !== undefined && fields.names.length > 0;
}

/** What is made for each entry, inside of an `each` or of a list that is not mapped yet. */
export function entryPlace(place: TargetPlace, label: string): TargetPlace {
  const { pointer, expression, type } = place;
  const each = headOf(expression) === 'each' ? (expression as { each: Expression; as: unknown }) : undefined;
  const listPath = copiedPath(each?.each);
  const as = typeof each?.as === 'string' ? each.as : itemNameFor(listPath ?? '', []);
  return {
    pointer: pointerTo(pointer, 'to'),
    label,
    type: type.itemAt?.() ?? UNKNOWN_TYPE,
    isRequired: true,
    isKnown: true,
    expression: each === undefined ? undefined : expressionAt(expression, '/to'),
    loops: [...place.loops, { pointer, as, listPath, isMade: each !== undefined }],
  };
}

/** The entries of a list that is given one by one. */
export function itemPlaces(place: TargetPlace, label: (index: number) => string): readonly TargetPlace[] {
  const list = (place.expression as unknown as { list?: unknown }).list;
  return (Array.isArray(list) ? (list as Expression[]) : []).map((expression, index) => ({
    pointer: pointerTo(place.pointer, 'list', index),
    label: label(index),
    type: place.type.itemAt?.(index) ?? UNKNOWN_TYPE,
    isRequired: false,
    isKnown: true,
    expression,
    loops: place.loops,
  }));
}

/** The arguments of a function, those that are missing included. */
export function argumentPlaces(place: TargetPlace): readonly TargetPlace[] {
  const { fn, args } = place.expression as unknown as { fn?: unknown; args?: unknown };
  const called = typeof fn === 'string' ? functionNamed(fn) : undefined;
  if (called === undefined) return [];
  const given = Array.isArray(args) ? (args as Expression[]) : [];
  const count = Math.max(given.length, called.parameters.filter(({ isRepeated }) => isRepeated !== true).length);
  return Array.from({ length: count }, (_, index) => {
    const parameter = parameterAt(called, index);
    const isChosen = called.isChoice === true && index > 0;
    const kinds = parameter?.kinds;
    return {
      pointer: pointerTo(place.pointer, 'args', index),
      label: parameter?.name ?? String(index + 1),
      type: isChosen || kinds === undefined ? UNKNOWN_TYPE : kindsOnly(kinds),
      isRequired: parameter?.isOptional !== true,
      isKnown: true,
      expression: given[index],
      loops: place.loops,
    };
  });
}

/** A position with a key of its own inside of an expression: `default`, `key`, the list of an `each`. */
export function innerPlace(
  place: TargetPlace,
  key: 'default' | 'key' | 'each',
  { label, type = UNKNOWN_TYPE }: { readonly label: string; readonly type?: ValueType },
): TargetPlace {
  return {
    pointer: pointerTo(place.pointer, key),
    label,
    type,
    isRequired: key !== 'default',
    isKnown: true,
    expression: expressionAt(place.expression, `/${key}`),
    loops: place.loops,
  };
}

/** Any value of these kinds. */
export function kindsOnly(kinds: number): ValueType {
  return nameKinds(kinds) === 'anything' ? UNKNOWN_TYPE : { kinds, isUnknown: false, canBeMissing: false };
}

/** All fields, through objects and loops, with their names from the outside in; for lists to choose from. */
export function allFields(root: TargetPlace): readonly (TargetPlace & { readonly names: readonly string[] })[] {
  const found: (TargetPlace & { readonly names: readonly string[] })[] = [];
  const visit = (place: TargetPlace, names: readonly string[], depth: number): void => {
    if (found.length >= MAX_PLACES || depth > MAX_DEPTH) return;
    if (names.length > 0) found.push({ ...place, names });
    const isLoop = headOf(place.expression) === 'each' || isOpenList(place);
    const inner = isLoop ? entryPlace(place, '') : place;
    if (!isLoop && !hasFields(place)) return;
    for (const field of fieldPlaces(inner)) visit(field, [...names, field.label], depth + 1);
  };
  visit(root, [], 0);
  return found.filter(({ pointer }) => pointer !== root.pointer);
}
