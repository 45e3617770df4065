/** How well a source field answers to a target field, by what their names say and by what values look like. */
import { formatNamed } from '../../contract/format.ts';
import type { ValueType } from '../value-type.ts';
import { isNear, relateWords, wordsOf } from './name-words.ts';
import { schemaFacts } from './schema-facts.ts';
import type { SourceField } from './source-fields.ts';
import { GENERIC_PHRASES, PERSONAL_PHRASES, WRAPPER_NAMES } from './synonyms.ts';

/** A source field with its name taken apart once. */
export interface NamedField {
  readonly field: SourceField;
  readonly words: readonly string[];
  /** What the field belongs to: the nearest object or list that is no envelope, or what the source is about. */
  readonly owner: readonly string[];
  readonly system: string | undefined;
  /** There is a sample of the source, and this is not in it. */
  readonly isAbsent: boolean;
}

/** A target field with its name taken apart once. */
export interface NamedTarget {
  readonly name: string;
  /** The name, and the title where it says something else. */
  readonly variants: readonly (readonly string[])[];
  readonly owner: readonly string[];
  readonly system: string | undefined;
  readonly type: ValueType;
}

/** How sure the names make it, from 0 to 1, and why in words. */
export interface NameMatch {
  readonly score: number;
  readonly reason: string;
}

/** Takes the name of a field apart; `about` is what its source is about, for fields that stand at its top. */
export function nameField(
  field: SourceField,
  source: { readonly about: readonly string[]; readonly system: string | undefined; readonly isAbsent: boolean },
): NamedField {
  const names = field.segments.filter((segment) => typeof segment === 'string');
  const leaf = names.at(-1) ?? '';
  const ancestors = names.slice(0, -1).filter((name) => !WRAPPER_NAMES.has(wordsOf(name).join(' ')));
  const nearest = ancestors.at(-1);
  const owner = nearest === undefined ? source.about : wordsOf(nearest);
  return { field, words: wordsOf(leaf), owner, system: source.system, isAbsent: source.isAbsent };
}

/** Takes the name of a target apart. */
export function nameTarget(
  name: string,
  target: { readonly owner: readonly string[]; readonly system: string | undefined; readonly type: ValueType },
): NamedTarget {
  const words = wordsOf(name);
  const title = wordsOf(schemaFacts(target.type).title ?? '');
  const isOther = title.length > 0 && relateWords(words, title) !== 'same';
  return { name, variants: isOther ? [words, title] : [words], ...target };
}

/** The best that the names of the two say; a score of 0 when they have nothing in common. */
export function matchNames(target: NamedTarget, source: NamedField): NameMatch {
  const none = { score: 0, reason: '' };
  return target.variants
    .map((words) => matchWords({ ...target, words }, source))
    .reduce((best, match) => (match.score > best.score ? match : best), none);
}

/** What a format or the sample adds to the score. */
export function matchLooks(target: ValueType, { type, sample }: SourceField): NameMatch {
  const { format } = schemaFacts(target);
  const known = format === undefined ? undefined : formatNamed(format);
  if (format === undefined || known === undefined) return { score: 0, reason: '' };
  if (schemaFacts(type).format === format) return { score: 0.1, reason: `both are ${known.title}` };
  const looksAlike = typeof sample === 'string' && known.isMatch(sample);
  return looksAlike ? { score: 0.1, reason: `the sample is ${known.title}` } : { score: 0, reason: '' };
}

type OneName = Omit<NamedTarget, 'variants'> & { readonly words: readonly string[] };

function matchWords(target: OneName, source: NamedField): NameMatch {
  const phrase = target.words.join(' ');
  const full = [...source.owner, ...source.words];
  const shown = `"${lastNames(source.field)}"`;
  if (isIdentity(target.words)) return matchIdentity(target, source, shown);
  if (relateWords(target.words, full) === 'same' && source.owner.length > 0) {
    return { score: 0.9, reason: `${shown} has the same name` };
  }
  if (relateWords([...target.owner, ...target.words], source.words) === 'same' && target.owner.length > 0) {
    return { score: 0.9, reason: `${shown} has the same name` };
  }
  const relation = relateWords(target.words, source.words);
  if (relation === 'same')
    return { score: sameNameScore(phrase, target, source), reason: `${shown} has the same name` };
  const isWhole = isNear([...target.owner, ...target.words].join(' '), source.words.join(' '));
  if (relation === 'near' || isWhole) {
    const isOwned = isWhole || relateOwners(target.owner, source.owner) === 'same';
    return { score: isOwned ? 0.6 : 0.5, reason: `${shown} often means the same as "${target.name}"` };
  }
  if (relation === 'part') return { score: 0.35, reason: `${shown} shares words with "${target.name}"` };
  return matchOwnerAlone(target, source, shown);
}

/** The same name is enough, unless it says little without the thing that it belongs to. */
function sameNameScore(phrase: string, target: OneName, source: NamedField): number {
  const owners = relateOwners(target.owner, source.owner);
  if (owners === 'same') return 0.9;
  if (owners === 'near') return 0.85;
  if (GENERIC_PHRASES.has(phrase)) return owners === 'unknown' ? 0.6 : 0.5;
  if (PERSONAL_PHRASES.has(phrase)) return owners === 'unknown' ? 0.8 : 0.6;
  return 0.85;
}

/** An id means something in its own system alone; elsewhere it is a number like any other. */
function matchIdentity(target: OneName, source: NamedField, shown: string): NameMatch {
  const thing = target.words.slice(0, -1);
  const wanted = thing.length > 0 ? thing : target.owner;
  const has = isIdentity(source.words) ? source.words.slice(0, -1) : undefined;
  if (has === undefined) return { score: 0, reason: '' };
  const given = has.length > 0 ? has : source.owner;
  const relation = relateWords(wanted, given);
  if (relation !== 'same' && relation !== 'near') return { score: 0, reason: '' };
  const isHome = target.system !== undefined && target.system === source.system;
  const reason = isHome ? `${shown} is the id that the same system gave` : `${shown} is an id of another system`;
  if (relation === 'near') return { score: isHome ? 0.6 : 0.35, reason };
  return { score: isHome ? 0.95 : 0.5, reason };
}

/** `order number` may be what `deal.id` is: their things are near, and so is what they say of them. */
function matchOwnerAlone(target: OneName, source: NamedField, shown: string): NameMatch {
  const isPair = relateWords(target.words, [...source.owner, ...source.words]) === 'near';
  return isPair ? { score: 0.5, reason: `${shown} may be what "${target.name}" asks for` } : { score: 0, reason: '' };
}

function isIdentity(words: readonly string[]): boolean {
  return words.at(-1) === 'id' && words.join(' ') !== 'vat id';
}

function relateOwners(one: readonly string[], other: readonly string[]): 'same' | 'near' | 'other' | 'unknown' {
  if (one.length === 0 || other.length === 0) return 'unknown';
  if (one.some((word) => other.includes(word))) return 'same';
  return one.some((word) => other.some((candidate) => isNear(word, candidate))) ? 'near' : 'other';
}

/** The end of a path, as much as a sentence needs. */
function lastNames({ root, segments }: SourceField): string {
  return [...root.split('.'), ...segments.filter((segment) => typeof segment === 'string')].slice(-2).join('.');
}
