import { KIND } from '../contract/value-kind.ts';
import type { MappingFunction } from './functions/mapping-function.ts';
import { kindsType, UNKNOWN_TYPE, unionType, type ValueType, withMissing, withoutNull } from './value-type.ts';

/** The type a function gives for arguments of these types. */
export function inferResult(called: MappingFunction, args: readonly ValueType[]): ValueType {
  const [first = UNKNOWN_TYPE] = args;
  if (called.resultFrom === 'item') return orNull(first.itemAt?.() ?? UNKNOWN_TYPE);
  if (called.resultFrom !== 'argument') return kindsType(called.result);
  if (called.result === KIND.list) return first.itemAt === undefined ? kindsType(KIND.list) : first;
  if (called.isChoice === true) return present(unionType(args.slice(1)));
  return firstPresent(args);
}

/** The first argument that is there: null comes out only when it may be all that is left. */
function firstPresent(args: readonly ValueType[]): ValueType {
  const last = args.findIndex((type) => !type.isUnknown && !type.canBeMissing && (type.kinds & KIND.null) === 0);
  const reachable = last < 0 ? args : args.slice(0, last + 1);
  const union = present(unionType(reachable.map(withoutNull)));
  return last < 0 ? orNull(union) : union;
}

function orNull(type: ValueType): ValueType {
  return type.isUnknown ? type : { ...withMissing(type, false), kinds: type.kinds | KIND.null };
}

function present(type: ValueType): ValueType {
  return withMissing(type, false);
}
