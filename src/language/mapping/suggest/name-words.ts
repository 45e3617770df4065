/** Names of fields as words: `customerId`, `customer_id` and "Customer id" are the same two words. */
import { GENERIC_PHRASES, NEAR_PHRASES, SAME_PHRASES, VERBS } from './synonyms.ts';

const MAX_NAME_LENGTH = 100;
const MAX_WORDS = 8;
/** Longest phrase of the table of spellings, in words. */
const MAX_PHRASE_WORDS = 3;

/** The words of a name, lower case, singular, in one spelling. */
export function wordsOf(name: string): readonly string[] {
  const words = name
    .slice(0, MAX_NAME_LENGTH)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  return inOneSpelling(words.map(singular));
}

/** The words that say what an operation or an event is about: `upsert_customer` is about a customer. */
export function nounsOf(name: string): readonly string[] {
  return wordsOf(name).filter((word) => !VERBS.has(word));
}

/** One of many: `lines` is a `line`. */
export function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is|os|news)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** How the meaning of two names relates: the same, often the same, one says more than the other, or nothing in common. */
export type NameRelation = 'same' | 'near' | 'part' | 'none';

/** Compares the words of two names; their order does not count. */
export function relateWords(one: readonly string[], other: readonly string[]): NameRelation {
  if (one.length === 0 || other.length === 0) return 'none';
  if (one.length === other.length && one.every((word) => other.includes(word))) return 'same';
  if (isNear(one.join(' '), other.join(' '))) return 'near';
  if (one.length === other.length && pairsUp(one, other)) return 'near';
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one];
  const isPart = fewer.every((word) => more.includes(word)) && !isGeneric(fewer.join(' '));
  return isPart ? 'part' : 'none';
}

/** True for phrases of which the table says that they often stand for each other. */
export function isNear(one: string, other: string): boolean {
  return one === other || (GROUPS_OF.get(one)?.some((group) => group.includes(other)) ?? false);
}

/** True for what says little without the thing that it belongs to. */
function isGeneric(phrase: string): boolean {
  return GENERIC_PHRASES.has(phrase);
}

/** Every word has a counterpart that is equal or near, and at least one says something. */
function pairsUp(one: readonly string[], other: readonly string[]): boolean {
  const left = [...other];
  for (const word of one) {
    const at = left.findIndex((candidate) => isNear(word, candidate));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return one.length > 1;
}

function inOneSpelling(words: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < words.length; ) {
    const length = spelledLength(words, at);
    const phrase = words.slice(at, at + length).join(' ');
    result.push(...(SAME_PHRASES.get(phrase) ?? phrase).split(' '));
    at += length;
  }
  return result;
}

function spelledLength(words: readonly string[], at: number): number {
  for (let length = Math.min(MAX_PHRASE_WORDS, words.length - at); length > 1; length -= 1) {
    if (SAME_PHRASES.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 1;
}

const GROUPS_OF: ReadonlyMap<string, readonly (readonly string[])[]> = groupsByPhrase();

function groupsByPhrase(): Map<string, (readonly string[])[]> {
  const groups = new Map<string, (readonly string[])[]>();
  for (const group of NEAR_PHRASES) {
    for (const phrase of group) groups.set(phrase, [...(groups.get(phrase) ?? []), group]);
  }
  return groups;
}
