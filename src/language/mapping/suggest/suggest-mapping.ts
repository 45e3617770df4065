/**
 * Proposes what may fill the fields of a target that are not mapped yet. Nothing here maps anything: what is sure enough
 * to be taken with one click and what a person has to look at are told apart, both with reasons.
 */
import type { JsonSchema } from '../../contract/json-schema.ts';
import { pointerTo } from '../../contract/problem.ts';
import { KIND } from '../../contract/value-kind.ts';
import type { Expression } from '../mapping.ts';
import { schemaType } from '../schema-type.ts';
import type { ValueType } from '../value-type.ts';
import { itemFields } from './item-fields.ts';
import { type NamedField, type NamedTarget, nameField, nameTarget } from './match-field.ts';
import { nounsOf, wordsOf } from './name-words.ts';
import { type Candidate, candidatesFor } from './rank-fields.ts';
import { listSourceFields, type MappingSourceData } from './source-fields.ts';
import { listCandidates } from './suggest-list.ts';
import type { MappingSuggestions, TargetPlace } from './suggestion.ts';

/** A source, with what a name alone does not say. */
export interface SuggestionSource extends MappingSourceData {
  /** Name of the event or operation that it comes from, such as `deal_closed_won`. */
  readonly about?: string;
  /** The connection it comes from: ids mean something only there. */
  readonly system?: string;
}

export interface SuggestionRequest {
  readonly target: JsonSchema;
  /** Name of the operation that takes the target, such as `create_invoice`. */
  readonly about?: string;
  /** The connection that takes the target. */
  readonly system?: string;
  readonly sources: readonly SuggestionSource[];
  /** What is mapped already. */
  readonly expression?: Expression;
}

const MAX_TARGETS = 500;
/** Comparisons of one target with one source, after which no further target is looked at. */
const MAX_PAIRS = 250_000;
const MAX_DEPTH = 8;
const MAX_OFFERS = 3;
/** Roots that are there in every flow and are about none of its records. */
const PLAIN_ROOTS: ReadonlySet<string> = new Set(['event', 'run']);

/** Suggestions for every field that the mapping leaves open. The same request gives the same answer. */
export function suggestMapping(request: SuggestionRequest): MappingSuggestions {
  const fields = request.sources.filter(({ root }) => !PLAIN_ROOTS.has(root)).flatMap((source) => namedFields(source));
  const walk = new TargetWalk(request.system);
  const owner = nounsOf(request.about ?? '');
  const place = { pointer: '', name: '', owner, type: schemaType(request.target), expression: request.expression };
  return walk.visit({ ...place, fields, depth: 0 });
}

function namedFields(source: SuggestionSource): NamedField[] {
  const about = nounsOf(source.about ?? ownName(source.root));
  return listSourceFields(source).map((field) => {
    // In an empty list nothing can be seen of its entries.
    const isAbsent = source.sample !== undefined && field.sample === undefined && field.listPath === undefined;
    return nameField(field, { about, system: source.system, isAbsent });
  });
}

/** What a source is called where nobody says what it is about: the key of a step, the name of an item. */
function ownName(root: string): string {
  return root === 'trigger' || root === 'link' ? '' : (root.split('.').at(-1) ?? '');
}

const NONE: MappingSuggestions = { sure: [], unsure: [] };

class TargetWalk {
  readonly #system: string | undefined;
  #count = 0;
  #pairCount = 0;

  constructor(system: string | undefined) {
    this.#system = system;
  }

  visit(place: TargetPlace): MappingSuggestions {
    const { expression, type, depth } = place;
    this.#count += 1;
    if (this.#count > MAX_TARGETS || depth > MAX_DEPTH) return NONE;
    if (expression !== undefined && 'each' in expression) return this.#inside(place, expression);
    if (expression !== undefined && !('object' in expression)) return NONE;
    if ((type.kinds & KIND.object) !== 0 && type.fields !== undefined) return this.#object(place);
    if (expression !== undefined || place.name === '') return NONE;
    this.#pairCount += place.fields.length;
    if (this.#pairCount > MAX_PAIRS) return NONE;
    const target = this.#named(place);
    const isListed = type.itemAt?.().fields !== undefined;
    const candidates = isListed
      ? listCandidates({ place, target, visit: (inner) => this.visit(inner) })
      : candidatesFor(target, place.fields);
    return told(place.pointer, candidates);
  }

  #named({ name, owner, type }: TargetPlace): NamedTarget {
    return nameTarget(name, { owner, type, system: this.#system });
  }

  #object(place: TargetPlace): MappingSuggestions {
    const { type, expression, pointer, name, depth } = place;
    const known = expression !== undefined && 'object' in expression ? expression.object : {};
    const owner = name === '' ? place.owner : wordsOf(name);
    const required = type.fields?.required ?? [];
    const parts = (type.fields?.names ?? []).map((field) => {
      const inner = {
        pointer: pointerTo(pointer, 'object', field),
        name: field,
        owner,
        type: type.fields?.typeOf(field) as ValueType,
        expression: Object.hasOwn(known, field) ? known[field] : undefined,
        fields: place.fields,
        depth: depth + 1,
      };
      return {
        found: this.visit(inner),
        isFilled: inner.expression !== undefined,
        isRequired: required.includes(field),
      };
    });
    const all = { sure: parts.flatMap(({ found }) => found.sure), unsure: parts.flatMap(({ found }) => found.unsure) };
    const isWhole = parts.every(({ found, isFilled, isRequired }) => !isRequired || isFilled || found.sure.length > 0);
    // An object that nobody asked for must not be begun when it cannot be finished.
    const isBegun = name === '' || expression !== undefined || (!type.canBeMissing && depth > 0);
    return isBegun || isWhole ? all : { sure: [], unsure: [...all.sure, ...all.unsure] };
  }

  /** Fields that the entries of a mapped list leave open. */
  #inside(place: TargetPlace, expression: Extract<Expression, { each: Expression }>): MappingSuggestions {
    const item = place.type.itemAt?.();
    if (item === undefined || !('from' in expression.each)) return NONE;
    const entry = `${expression.each.from}[0]`;
    const fields = itemFields(place.fields, {
      listPath: expression.each.from,
      as: expression.as,
      owner: wordsOf(place.name),
    });
    return this.visit({
      ...place,
      pointer: pointerTo(place.pointer, 'to'),
      type: item,
      expression: expression.to,
      fields: [...fields, ...place.fields.filter(({ field }) => !field.path.startsWith(entry))],
      depth: place.depth + 1,
    });
  }
}

function told(pointer: string, candidates: readonly Candidate[]): MappingSuggestions {
  const suggestions = candidates.slice(0, MAX_OFFERS).map(({ expression, score, reasons }) => {
    return { pointer, expression, score: Math.round(score * 100) / 100, reasons };
  });
  const [first] = suggestions;
  if (first !== undefined && candidates[0]?.isSure === true) return { sure: [first], unsure: [] };
  return { sure: [], unsure: suggestions };
}
