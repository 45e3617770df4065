/** What the parts of the mapper share. */
import { createContext, useContext } from 'react';
import type { Problem } from '../../src/foundation/index.ts';
import type { Expression, MappingSuggestion, Scope, ValueType } from '../../src/language/index.ts';
import type { MappingSource } from '../builder/step-seam.ts';
import type { FieldOffer } from './field-list.ts';
import type { TargetPlace } from './target-places.ts';

export interface OfferedSuggestion extends MappingSuggestion {
  readonly isSure: boolean;
}

export interface Mapper {
  readonly root: Expression | undefined;
  readonly rootType: ValueType;
  /** Of the whole mapping in the document. */
  readonly pointer: string;
  readonly sources: readonly MappingSource[];
  readonly offers: readonly FieldOffer[];
  readonly scope: Scope;
  readonly problems: readonly Problem[];
  readonly suggestions: readonly OfferedSuggestion[];
  /** The field that is being dragged. */
  readonly dragged: FieldOffer | undefined;
  /** Puts an expression at a position, or takes it out. */
  readonly edit: (pointer: string, next: Expression | undefined) => void;
  /** Brings a field to a position and says what came of it. */
  readonly bring: (place: TargetPlace, field: FieldOffer) => void;
  readonly take: (suggestions: readonly MappingSuggestion[]) => void;
  readonly dismiss: (suggestion: MappingSuggestion) => void;
  /** Says something to people who hear the page. */
  readonly tell: (text: string) => void;
  /** Which entry of a loop's list is shown. */
  readonly indexOf: (pointer: string) => number;
  readonly showEntry: (pointer: string, index: number) => void;
  /** Asks for the target of a field. */
  readonly askTarget: (field: FieldOffer) => void;
}

export const MapperContext = createContext<Mapper | undefined>(undefined);

/** The mapper around this part of the page. */
export function useMapper(): Mapper {
  const mapper = useContext(MapperContext);
  if (mapper === undefined) throw new Error('no mapper around this part');
  return mapper;
}
