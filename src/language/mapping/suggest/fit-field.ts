/** Whether the value of one place can stand at another, as it is or turned into what is needed there. */
import { KIND, NUMBER_KINDS, nameKinds } from '../../contract/value-kind.ts';
import type { Expression } from '../mapping.ts';
import type { ValueType } from '../value-type.ts';
import { schemaFacts } from './schema-facts.ts';

export interface FieldFit {
  readonly expression: Expression;
  /** False where something has to be converted, or may be missing or null where it must not be. */
  readonly isExact: boolean;
  /** What a person should know about it. */
  readonly notes: readonly string[];
}

const SCALARS = KIND.text | NUMBER_KINDS | KIND.boolean;

/** The expression that brings a path to a target, or undefined when its kind can never fit there. */
export function fitField(
  given: { readonly path: string; readonly type: ValueType },
  target: ValueType,
): FieldFit | undefined {
  const { path, type } = given;
  const isOptional = type.canBeMissing && target.canBeMissing;
  const from: Expression = isOptional ? { from: path, optional: true } : { from: path };
  const converted = convert({ from, plain: { from: path } }, type, target);
  if (converted === undefined) return undefined;
  const notes = [...converted.notes, ...absenceNotes(type, target)];
  return { expression: converted.expression, isExact: notes.length === 0, notes };
}

interface Reading {
  readonly from: Expression;
  readonly plain: Expression;
}

interface Converted {
  readonly expression: Expression;
  readonly notes: readonly string[];
}

function convert({ from, plain }: Reading, given: ValueType, target: ValueType): Converted | undefined {
  if (given.isUnknown || target.isUnknown) return { expression: from, notes: [] };
  const kinds = given.kinds & ~KIND.null;
  if (kinds === 0 || (kinds & ~target.kinds) === 0) return convertDate({ from, plain }, given, target);
  const words = nameKinds(kinds);
  const isScalar = (kinds & ~SCALARS) === 0;
  if (isScalar && (target.kinds & KIND.text) !== 0) {
    return { expression: call('toText', plain), notes: [`${words} is written as a text`] };
  }
  if ((kinds & ~NUMBER_KINDS) === 0 && (target.kinds & KIND.integer) !== 0) {
    return { expression: call('round', plain), notes: ['the number is rounded to a whole one'] };
  }
  if ((kinds & ~(KIND.text | NUMBER_KINDS)) === 0 && (target.kinds & KIND.fraction) !== 0) {
    return { expression: call('toNumber', plain), notes: ['a number is read from a text'] };
  }
  const item = (target.kinds & KIND.list) !== 0 && (kinds & KIND.list) === 0 ? target.itemAt?.() : undefined;
  const entry = item === undefined ? undefined : convert({ from: plain, plain }, given, item);
  if (entry === undefined) return undefined;
  return { expression: { list: [entry.expression] }, notes: [...entry.notes, 'it becomes a list of one entry'] };
}

/** A moment where a day is wanted would be refused by the contract. */
function convertDate({ from, plain }: Reading, given: ValueType, target: ValueType): Converted {
  const [has, wants] = [schemaFacts(given).format, schemaFacts(target).format];
  if (has === 'date-time' && wants === 'date') {
    return {
      expression: call('formatDate', plain, { value: 'yyyy-MM-dd' }),
      notes: ['only the day of the moment is taken'],
    };
  }
  if (has === 'date' && wants === 'date-time') {
    return { expression: call('startOfDay', plain, { value: 'UTC' }), notes: ['the start of the day (UTC) is taken'] };
  }
  return { expression: from, notes: [] };
}

function absenceNotes(given: ValueType, target: ValueType): string[] {
  const notes: string[] = [];
  if (given.canBeMissing && !target.canBeMissing) notes.push('it may be missing');
  const isNullRefused = !given.isUnknown && !target.isUnknown && (given.kinds & KIND.null & ~target.kinds) !== 0;
  if (isNullRefused) notes.push('it may be empty (null)');
  return notes;
}

function call(fn: string, ...args: readonly Expression[]): Expression {
  return { fn, args };
}
