/** Calls the entries of a loop by another name, everywhere inside of it. */
import { isObject, type JsonValue } from '../../../src/foundation/index.ts';

/** The loop with its entries called `as`; paths and places inside follow, formulas where the name stands alone. */
export function renamedItem<T extends { readonly as: string }>(loop: T, as: string): T {
  const { as: old } = loop;
  const renamed = { ...(loop as object), as } as Record<string, JsonValue>;
  for (const key of ['to', 'where']) {
    const part = renamed[key];
    if (part !== undefined) renamed[key] = rename(part, { old, as, key });
  }
  return renamed as unknown as T;
}

interface Renaming {
  readonly old: string;
  readonly as: string;
  /** The key that the value stands at. */
  readonly key: string;
}

function rename(value: JsonValue, naming: Renaming): JsonValue {
  if (Array.isArray(value)) return value.map((item) => rename(item, naming));
  if (typeof value === 'string') return renameText(value, naming);
  // Constants are data, whatever they say.
  if (!isObject(value) || naming.key === 'value' || naming.key === 'table') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rename(inner, { ...naming, key })]));
}

function renameText(text: string, { old, as, key }: Renaming): string {
  const name = new RegExp(`(^|[^\\w.])${old}(Index)?(?![\\w])`, 'g');
  if (key === 'from') return text.replace(new RegExp(`^${old}(Index)?(?=$|[.[])`), `${as}$1`);
  if (key === 'where' || key === 'cel') return text.replaceAll(name, `$1${as}$2`);
  if (key !== 'template') return text;
  return text.replaceAll(new RegExp(`(\\{\\{\\s*)${old}(Index)?(?=[\\s.[}])`, 'g'), `$1${as}$2`);
}
