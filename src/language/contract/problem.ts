/**
 * Makes `Problem`s from a table of sentences, so that every code has one message and one fix, in one place.
 */
import type { Problem } from '../../foundation/index.ts';

/** Fills the `{name}` places of a sentence. */
export type SentenceContext = Readonly<Record<string, string | number>>;

type ProblemTable = Readonly<Record<string, { readonly message: string; readonly fix: string }>>;

/** Makes the problem-making function of one table; a code that is not in the table does not compile. */
export function problemsOf<T extends ProblemTable>(
  table: T,
): (code: keyof T & string, pointer: string, context?: SentenceContext) => Problem {
  return (code, pointer, context = {}) => {
    const entry = table[code] as { readonly message: string; readonly fix: string };
    return { pointer, code, message: fill(entry.message, context), fix: fill(entry.fix, context) };
  };
}

/** The RFC 6901 pointer one step below: `pointerTo('/steps', 0)` is `/steps/0`. */
export function pointerTo(pointer: string, ...keys: readonly (string | number)[]): string {
  let text = pointer;
  for (const key of keys) text += `/${escapeKey(key)}`;
  return text;
}

/** The members of a list as a person reads them: `"a", "b" or "c"`, cut after `limit`. */
export function listNames(names: readonly string[], limit = 8): string {
  if (names.length > limit) return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
  const last = names.at(-1) ?? 'nothing';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

function escapeKey(key: string | number): string {
  if (typeof key === 'number') return String(key);
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function fill(sentence: string, context: SentenceContext): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = context[name];
    return value === undefined ? whole : String(value);
  });
}
