/** The names that an `each` gives to its items and to their position: which are refused, and which would hide another. */
import { isCelName } from './cel-syntax.ts';
import { isScopeName } from './path.ts';

/** Names that are roots of every scope. */
const ROOTS: ReadonlySet<string> = new Set(['trigger', 'event', 'steps', 'run', 'link']);

/** Why a name cannot be given to the items of an `each`, or undefined when it can. */
export function refusedItemName(name: string): string | undefined {
  if (!isScopeName(name)) return 'it is not made of up to 40 letters and digits, beginning with a small letter';
  if (ROOTS.has(name)) return 'it is a name of every scope';
  return isCelName(name) ? 'it has a meaning of its own in CEL' : undefined;
}

/** The name of a loop around it that `name` or the position of its items would hide; `outer` names the items of those. */
export function hiddenName(name: string, outer: readonly string[]): string | undefined {
  const taken = outer.flatMap((item) => [item, indexName(item)]);
  return [name, indexName(name)].find((given) => taken.includes(given));
}

/** What the position of an item is called. */
export function indexName(name: string): string {
  return `${name}Index`;
}
