/** Everything that can be mapped, as lists to show, to search and to choose from. */
import type { JsonValue } from '../../src/foundation/index.ts';
import {
  constantType,
  formatPath,
  listSourceFields,
  parsePath,
  type SourceField,
  type ValueType,
} from '../../src/language/index.ts';
import type { MappingSource } from '../builder/step-seam.ts';
import { isLeaf } from '../parts/data-rows.ts';
import type { Loop } from './target-places.ts';

/** A field that can be mapped, as it is offered. */
export interface FieldOffer {
  readonly path: string;
  readonly type: ValueType;
  readonly sample?: JsonValue;
  /** Path of the innermost list around it. */
  readonly listPath?: string;
  /** Title of the source, for people. */
  readonly source: string;
}

const MAX_OFFERS = 40;

/** All fields of all sources. */
export function offersOf(sources: readonly MappingSource[]): readonly FieldOffer[] {
  return sources.flatMap((source) => listSourceFields(source).map((field) => offer(field, source.title)));
}

function offer({ path, type, sample, listPath }: SourceField, source: string): FieldOffer {
  return {
    path,
    type,
    source,
    ...(sample === undefined ? {} : { sample }),
    ...(listPath === undefined ? {} : { listPath }),
  };
}

/** The fields as they are read at a position: those of a loop's list by the name of its entries, first. */
export function offersInside(offers: readonly FieldOffer[], loops: readonly Loop[]): readonly FieldOffer[] {
  let found = offers;
  for (const { listPath, as, isMade } of loops) {
    if (!isMade || listPath === undefined) continue;
    const entry = `${listPath}[0]`;
    const inner = found
      .filter(({ path }) => isBelow(path, entry))
      .map((field) => ({ ...field, ...reroot(field, entry, as) }));
    const { length } = inner;
    if (length === 0) continue;
    found = [
      ...inner.map((field) => withoutList(field, listPath)),
      ...found.filter(({ path }) => !isBelow(path, entry)),
    ];
  }
  return found;
}

function reroot({ path, listPath }: FieldOffer, entry: string, as: string): Partial<FieldOffer> {
  const moved =
    listPath !== undefined && isBelow(listPath, entry) ? { listPath: as + listPath.slice(entry.length) } : {};
  return { path: as + path.slice(entry.length), ...moved };
}

function withoutList(field: FieldOffer, listPath: string): FieldOffer {
  if (field.listPath !== listPath) return field;
  const { listPath: _gone, ...rest } = field;
  return rest;
}

/** True when a path leads to a place, or to something inside of it. */
export function isBelow(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

/** The offer for a path that a person has before them; one that no schema knows is what its value looks like. */
export function offerAt(offers: readonly FieldOffer[], path: string, sample: JsonValue): FieldOffer {
  const { first, listPath } = firstOfList(path);
  const known = offers.find((candidate) => candidate.path === first);
  const list = listPath === undefined ? {} : { listPath };
  return { source: '', type: constantType(sample), ...known, ...list, path, sample };
}

/** The same place in the first entry of every list on the way, and the innermost of these lists. */
function firstOfList(path: string): { readonly first: string; readonly listPath: string | undefined } {
  const parsed = parsePath(path);
  if ('reason' in parsed) return { first: path, listPath: undefined };
  const { root, segments } = parsed.path;
  const at = segments.findLastIndex((segment) => typeof segment === 'number');
  const first = formatPath({ root, segments: segments.map((segment) => (typeof segment === 'number' ? 0 : segment)) });
  return { first, listPath: at < 0 ? undefined : formatPath({ root, segments: segments.slice(0, at) }) };
}

/** The fields that answer to what was typed, the best first; every word has to occur. */
export function searchOffers(offers: readonly FieldOffer[], typed: string): readonly FieldOffer[] {
  const words = typed
    .toLowerCase()
    .split(/[\s.]+/)
    .filter((word) => word !== '');
  const ranked = offers
    .map((field, order) => ({ field, order, rank: rankOf(field, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank || one.order - other.order);
  return ranked.slice(0, MAX_OFFERS).map(({ field }) => field);
}

function rankOf({ path, source, sample }: FieldOffer, words: readonly string[]): number {
  if (words.length === 0) return 1;
  const name = path.toLowerCase();
  const leaf = name.slice(name.lastIndexOf('.') + 1);
  const value =
    sample === null || sample === undefined || !isLeaf(sample) ? '' : String(sample).slice(0, 200).toLowerCase();
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  if (words.every((word) => leaf.startsWith(word))) return 5;
  if (has(name)) return 4;
  if (has(value)) return 3;
  if (has(`${name} ${value}`)) return 2;
  return has(`${name} ${value} ${source.toLowerCase()}`) ? 1 : 0;
}
