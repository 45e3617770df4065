/**
 * Everything that a mapping can read, as a flat list: from the schema, from a sample, or from both. The first item of a
 * list stands for all of them.
 */
import { isObject, type JsonValue, ownValue } from '../../../foundation/index.ts';
import type { JsonSchema } from '../../contract/json-schema.ts';
import { KIND } from '../../contract/value-kind.ts';
import { formatPath, type PathSegment, parsePath } from '../path.ts';
import { schemaType } from '../schema-type.ts';
import { constantType, UNKNOWN_TYPE, type ValueType, withMissing } from '../value-type.ts';

/** One thing that a mapping may read: the trigger, the output of a step, the item of a loop. */
export interface MappingSourceData {
  /** How its paths begin: `trigger`, `steps.customer`, `line`. */
  readonly root: string;
  readonly schema?: JsonSchema;
  readonly sample?: JsonValue;
}

/** One place in a source. */
export interface SourceField {
  readonly path: string;
  readonly root: string;
  /** From the root on. */
  readonly segments: readonly PathSegment[];
  readonly type: ValueType;
  readonly sample?: JsonValue;
  /** Path of the innermost list that it stands in; it is then a part of the list's first item. */
  readonly listPath?: string;
}

const MAX_DEPTH = 8;
const MAX_FIELDS = 2_000;
const MAX_NAMES = 300;

/** The places of a source from the outside in, the source itself first; at most 2,000. */
export function listSourceFields(source: MappingSourceData): readonly SourceField[] {
  const fields: SourceField[] = [];
  addField(fields, {
    source,
    segments: [],
    type: sourceType(source),
    sample: source.sample,
    listPath: undefined,
  });
  return fields;
}

/** What is known of a source: what its schema says, or what its sample looks like. */
export function sourceType({ schema, sample }: Omit<MappingSourceData, 'root'>): ValueType {
  const type = schema === undefined ? UNKNOWN_TYPE : schemaType(schema);
  return typeOrSample(type, sample);
}

interface Place {
  readonly source: MappingSourceData;
  readonly segments: readonly PathSegment[];
  readonly type: ValueType;
  readonly sample: JsonValue | undefined;
  readonly listPath: string | undefined;
}

function addField(fields: SourceField[], place: Place): void {
  if (fields.length >= MAX_FIELDS || place.segments.length > MAX_DEPTH) return;
  const { source, segments, type, sample, listPath } = place;
  const path = pathBelow(source.root, segments);
  fields.push({
    path,
    root: source.root,
    segments,
    type,
    ...(sample !== undefined && { sample }),
    ...(listPath !== undefined && { listPath }),
  });
  for (const name of fieldNames(type, sample)) {
    const inner = isObject(sample) ? ownValue(sample, name) : undefined;
    const below = belowUncertain(type, typeOrSample(type.fields?.typeOf(name) ?? UNKNOWN_TYPE, inner));
    addField(fields, { source, segments: [...segments, name], type: below, sample: inner, listPath });
  }
  if (type.itemAt === undefined) return;
  const first = Array.isArray(sample) ? sample[0] : undefined;
  addField(fields, {
    source,
    segments: [...segments, 0],
    type: typeOrSample(type.itemAt(), first),
    sample: first,
    listPath: path,
  });
}

/** Below what may be missing, or be no object, everything may be missing. */
function belowUncertain(outer: ValueType, inner: ValueType): ValueType {
  const isUncertain = outer.canBeMissing || (outer.kinds & ~KIND.object) !== 0;
  return withMissing(inner, !inner.isUnknown && (inner.canBeMissing || isUncertain));
}

/** What the schema names, then what only the sample has and the schema does not forbid. */
function fieldNames({ fields }: ValueType, sample: JsonValue | undefined): readonly string[] {
  const known = fields?.names ?? [];
  if (!isObject(sample)) return known.slice(0, MAX_NAMES);
  const more = Object.keys(sample).filter((name) => !known.includes(name) && fields?.typeOf(name) !== undefined);
  return [...known, ...more].slice(0, MAX_NAMES);
}

function typeOrSample(type: ValueType, sample: JsonValue | undefined): ValueType {
  return type.isUnknown && sample !== undefined && sample !== null ? constantType(sample) : type;
}

/** A path below a root that may itself be a path, such as `steps.customer`. */
export function pathBelow(root: string, segments: readonly PathSegment[]): string {
  const parsed = parsePath(root);
  if ('reason' in parsed) return root;
  return formatPath({ root: parsed.path.root, segments: [...parsed.path.segments, ...segments] });
}
