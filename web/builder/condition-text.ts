/** Conditions put together from a field, a comparison and a value, as CEL. */
import { isObject, type JsonValue, NumericText, ownValue } from '../../src/foundation/index.ts';
import { builderWords } from '../words/builder.ts';
import type { MappingSource } from './step-seam.ts';

export type Comparison = keyof typeof builderWords.condition.operators;

const COMPARISONS = Object.keys(builderWords.condition.operators) as readonly Comparison[];

/** Comparisons that need no value. */
export const ALONE: ReadonlySet<Comparison> = new Set<Comparison>(['exists', 'missing']);

export interface ConditionField {
  /** As a mapping writes it, such as `trigger.data.total`. */
  readonly path: string;
  readonly type: string;
}

const MAX_FIELDS = 500;
const MAX_DEPTH = 6;

/** The fields that a condition can be about, as the schemas and the samples of the sources have them. */
export function conditionFields(sources: readonly MappingSource[]): readonly ConditionField[] {
  const fields = new Map<string, ConditionField>();
  for (const { root, schema, sample } of sources) {
    collect(fields, { path: root, schema, sample, depth: 0 });
  }
  return [...fields.values()].slice(0, MAX_FIELDS);
}

interface Place {
  readonly path: string;
  readonly schema: unknown;
  readonly sample: JsonValue | undefined;
  readonly depth: number;
}

function collect(fields: Map<string, ConditionField>, { path, schema, sample, depth }: Place): void {
  const properties = isObject(schema) ? ownValue(schema, 'properties') : undefined;
  const names = new Set([
    ...(isObject(properties) ? Object.keys(properties) : []),
    ...(isObject(sample) ? Object.keys(sample) : []),
  ]);
  if (depth > 0 && names.size === 0) fields.set(path, { path, type: typeOf(schema, sample) });
  if (depth >= MAX_DEPTH) return;
  for (const name of names) {
    collect(fields, {
      path: /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`,
      schema: isObject(properties) ? ownValue(properties, name) : undefined,
      sample: isObject(sample) ? ownValue(sample, name) : undefined,
      depth: depth + 1,
    });
  }
}

function typeOf(schema: unknown, sample: JsonValue | undefined): string {
  const type = isObject(schema) ? ownValue(schema, 'type') : undefined;
  const named = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (typeof named === 'string') return named;
  return sample instanceof NumericText ? 'number' : typeof sample;
}

/** The comparisons that make sense for a field; all while none is chosen. */
export function comparisonsOf(field: ConditionField | undefined): readonly Comparison[] {
  if (field === undefined) return COMPARISONS;
  return COMPARISONS.filter((comparison) => {
    // CEL asks for a plain name here.
    if (ALONE.has(comparison)) return !field.path.endsWith(']');
    if (comparison === 'contains') return field.type === 'string';
    return field.type !== 'boolean' || !/[<>]/.test(comparison);
  });
}

/** One comparison as CEL. A value is a number or a truth only where the field is one. */
export function conditionText(field: ConditionField, comparison: Comparison, value: string): string {
  if (comparison === 'exists') return `has(${field.path})`;
  if (comparison === 'missing') return `!has(${field.path})`;
  if (comparison === 'contains') return `${field.path}.contains(${JSON.stringify(value)})`;
  return `${field.path} ${comparison} ${literal(field, value.trim())}`;
}

function literal({ type }: ConditionField, value: string): string {
  if (type === 'boolean') return value === 'true' ? 'true' : 'false';
  const isNumber = (type === 'number' || type === 'integer') && /^-?\d+(\.\d+)?$/.test(value);
  return isNumber ? value : JSON.stringify(value);
}

/** A condition with one more that must hold too. */
export function withCondition(text: string, more: string): string {
  const given = text.trim();
  if (given === '') return more;
  return given.includes('||') ? `(${given}) && ${more}` : `${given} && ${more}`;
}
