import { indexName } from './item-name.ts';
import { UNKNOWN_TYPE, type ValueType } from './value-type.ts';

/** What an expression may read: the roots of its scope with their types. */
export interface ScopeRoots {
  readonly types: ReadonlyMap<string, ValueType>;
  /** There may be other roots, because a loop around the expression could not be read. */
  readonly isOpen: boolean;
}

/** The roots of a scope that is known from end to end. */
export function closedRoots(types: ReadonlyMap<string, ValueType>): ScopeRoots {
  return { types, isOpen: false };
}

/** The roots inside of a loop whose items have a name that cannot be theirs: what it stands for, nobody can say. */
export function openRoots({ types }: ScopeRoots, itemName: string): ScopeRoots {
  const open = new Map(types);
  for (const name of [itemName, indexName(itemName)]) if (open.has(name)) open.set(name, UNKNOWN_TYPE);
  return { types: open, isOpen: true };
}
