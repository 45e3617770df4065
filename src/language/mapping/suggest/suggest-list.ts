/** Lists of objects from lists of objects: one entry for each entry, and inside the fields that are sure. */
import { pointerTo } from '../../contract/problem.ts';
import { KIND } from '../../contract/value-kind.ts';
import { hiddenName, refusedItemName } from '../item-name.ts';
import type { Expression } from '../mapping.ts';
import { isScopeName } from '../path.ts';
import { fitField } from './fit-field.ts';
import { itemFields } from './item-fields.ts';
import { matchNames, type NamedField, type NamedTarget } from './match-field.ts';
import { singular, wordsOf } from './name-words.ts';
import { type Candidate, markSure } from './rank-fields.ts';
import type { MappingSuggestions, TargetPlace } from './suggestion.ts';

const MAX_LISTS = 20;

interface ListSearch {
  readonly place: TargetPlace;
  readonly target: NamedTarget;
  /** Suggestions for the fields of an entry. */
  readonly visit: (inner: TargetPlace) => MappingSuggestions;
}

/** The lists that may fill a list of objects, the best first. */
export function listCandidates({ place, target, visit }: ListSearch): readonly Candidate[] {
  const lists = place.fields.filter(({ field }) => isObjectList(field.type)).slice(0, MAX_LISTS);
  const ranked = lists.flatMap((source) => weighList({ place, target, visit }, source) ?? []);
  return markSure(ranked.sort((one, other) => other.score - one.score));
}

function weighList({ place, target, visit }: ListSearch, source: NamedField) {
  const names = matchNames(target, source);
  const as = itemNameFor(source.field.path, []);
  const entry = place.type.itemAt?.();
  if (entry === undefined) return undefined;
  const fields = itemFields(place.fields, { listPath: source.field.path, as, owner: wordsOf(place.name) });
  const top = pointerTo('', 'object');
  const inner = visit({
    ...place,
    pointer: '',
    name: 'entry',
    owner: [],
    type: entry,
    expression: { object: {} },
    fields,
  });
  const sure = inner.sure.filter(
    ({ pointer }) => pointer.startsWith(top) && !pointer.slice(top.length + 1).includes('/'),
  );
  const required = entry.fields?.required ?? [];
  const named = new Map(sure.map(({ pointer, expression }) => [nameAt(pointer), expression]));
  const missing = required.filter((name) => !named.has(name));
  const share = named.size / Math.max(1, entry.fields?.names.length ?? 1);
  if (named.size === 0 || (names.score === 0 && missing.length > 0)) return undefined;
  const absence = fitField({ path: source.field.path, type: source.field.type }, place.type)?.notes ?? [];
  const doubts = [
    ...absence,
    ...(source.isAbsent ? ['the sample has no such value'] : []),
    ...(missing.length > 0 ? [`of an entry ${missing.map((name) => `"${name}"`).join(', ')} stays open`] : []),
    ...(source.field.listPath === undefined ? [] : ['the list stands inside of another list']),
  ];
  const from: Expression =
    source.field.type.canBeMissing && place.type.canBeMissing
      ? { from: source.field.path, optional: true }
      : { from: source.field.path };
  return {
    expression: { each: from, as, to: { object: Object.fromEntries(named) } } satisfies Expression,
    score: names.score === 0 ? 0.4 + 0.15 * share : Math.min(1, names.score + 0.05 * share),
    reasons: [
      names.reason === '' ? 'its entries have the fields that are needed' : names.reason,
      `one entry for each entry, with ${[...named.keys()].map((name) => `"${name}"`).join(', ')}`,
      ...doubts,
    ],
    isSure: false,
    isDoubtful: doubts.length > 0,
  };
}

function isObjectList({ kinds, itemAt }: NamedField['field']['type']): boolean {
  return (kinds & KIND.list) !== 0 && itemAt?.().fields !== undefined;
}

function nameAt(pointer: string): string {
  return pointer.slice('/object/'.length).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A name for the entries of a list, made from the list's own: `line` for `trigger.deal.lines`. */
export function itemNameFor(listPath: string, taken: readonly string[]): string {
  const last = /([^.[\]"]+)"?\]?$/.exec(listPath)?.[1] ?? '';
  const one = singular(last).replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
  const names = [
    one === last ? `${one}Item` : one,
    'item',
    'entry',
    ...Array.from({ length: 9 }, (_, n) => `item${n + 2}`),
  ];
  const isFree = (name: string) =>
    isScopeName(name) && refusedItemName(name) === undefined && hiddenName(name, taken) === undefined;
  return names.find(isFree) ?? 'listItem';
}
