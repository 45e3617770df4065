/** Data as the lines of a tree: what is open, how deep, and the path by which a mapping reads it. */
import { isObject, type JsonValue, NumericText } from '../../src/foundation/index.ts';

export interface DataRow {
  /** As a mapping writes it, such as `trigger.lines[0].name`. */
  readonly path: string;
  readonly label: string;
  readonly depth: number;
  readonly value: JsonValue;
  /** Entries of an object or a list; undefined for anything else. */
  readonly size?: number;
  readonly isOpen: boolean;
}

const PLAIN_KEY = /^[^\s.[\]"'{}?\\\p{Cc}]+$/u;

/** The path of an entry, with quotes where a key needs them. */
export function pathOfEntry(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!PLAIN_KEY.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** What a row needs to know of the tree. */
export interface TreeView {
  /** Where the value stands in the scope of mappings; empty when it stands in none. */
  readonly root: string;
  /** Paths that a person opened or closed; the first levels are open by themselves. */
  readonly turned: ReadonlySet<string>;
  /** No more rows than this are made, however large the value is. */
  readonly limit: number;
}

const OPEN_DEPTH = 2;
const OPEN_SIZE = 20;

/** The visible rows, at most one more than `limit`, which tells that there are more. */
export function dataRows(value: JsonValue, view: TreeView): readonly DataRow[] {
  const rows: DataRow[] = [];
  addEntries(rows, { value, path: view.root, depth: 0 }, view);
  return rows;
}

interface Place {
  readonly value: JsonValue;
  readonly path: string;
  readonly depth: number;
}

function addEntries(rows: DataRow[], { value, path, depth }: Place, view: TreeView): void {
  for (const [key, entry] of entriesOf(value)) {
    if (rows.length > view.limit) return;
    const entryPath = pathOfEntry(path, key);
    const size = sizeOf(entry);
    const isOpen = isEntryOpen({ path: entryPath, depth, size }, view);
    rows.push({
      path: entryPath,
      label: String(key),
      depth,
      value: entry,
      isOpen,
      ...(size === undefined ? {} : { size }),
    });
    if (isOpen && size !== undefined) addEntries(rows, { value: entry, path: entryPath, depth: depth + 1 }, view);
  }
}

function isEntryOpen(
  entry: { readonly path: string; readonly depth: number; readonly size: number | undefined },
  { turned }: TreeView,
): boolean {
  const isOpenByItself = entry.size !== undefined && entry.depth < OPEN_DEPTH && entry.size <= OPEN_SIZE;
  return isOpenByItself !== turned.has(entry.path);
}

/** True for what a tree can show as such: a list or an object with something in it. */
export function hasEntries(value: JsonValue): boolean {
  return (sizeOf(value) ?? 0) > 0;
}

/** True for what is one value: a text, a number of any length, a truth value, null, or nothing. */
export function isLeaf(value: JsonValue | undefined): boolean {
  return !Array.isArray(value) && !isObject(value);
}

function sizeOf(value: JsonValue): number | undefined {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function entriesOf(value: JsonValue): Iterable<readonly [string | number, JsonValue]> {
  if (Array.isArray(value)) return value.entries();
  return isObject(value) ? Object.entries(value) : [];
}

/** A leaf in one line, as JSON has it; a long text is cut, and the whole of it is one step away. */
export function leafText(value: JsonValue, limit: number): string {
  if (value instanceof NumericText) return value.text;
  if (typeof value !== 'string') return String(value);
  return value.length > limit ? `${quoted(value.slice(0, limit)).slice(0, -1)}…` : quoted(value);
}

/** Marks that nobody sees: some turn the order of what stands around them. The joiners stay, for words are made of them. */
const HIDDEN = /[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON in which hidden marks stand as escapes, so that two texts that differ also look different. */
function withoutHidden(json: string): string {
  return json.replaceAll(HIDDEN, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function quoted(text: string): string {
  return withoutHidden(JSON.stringify(text));
}

/** JSON with indentation and all digits of its numbers. */
export function indentedJson(value: JsonValue): string {
  return withoutHidden(JSON.stringify(value, undefined, 2) ?? 'null');
}

/** What is copied as a value: a text without its quotes, anything else as JSON. */
export function valueText(value: JsonValue): string {
  return typeof value === 'string' ? value : indentedJson(value);
}
