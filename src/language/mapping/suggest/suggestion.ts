import type { Expression } from '../mapping.ts';
import type { ValueType } from '../value-type.ts';
import type { NamedField } from './match-field.ts';

/** What may fill one field. */
export interface MappingSuggestion {
  /** RFC 6901 pointer of the position in the mapping, such as `/object/email`. */
  readonly pointer: string;
  readonly expression: Expression;
  /** From 0 to 1. */
  readonly score: number;
  /** Why, in words, the strongest first. */
  readonly reasons: readonly string[];
}

export interface MappingSuggestions {
  /** At most one for each field. */
  readonly sure: readonly MappingSuggestion[];
  /** Up to three for each field, the best first. */
  readonly unsure: readonly MappingSuggestion[];
}

/** One position of the target and what could fill it. */
export interface TargetPlace {
  readonly pointer: string;
  /** Name of the field; empty at the top. */
  readonly name: string;
  /** What the object around it is about. */
  readonly owner: readonly string[];
  readonly type: ValueType;
  readonly expression: Expression | undefined;
  readonly fields: readonly NamedField[];
  readonly depth: number;
}
