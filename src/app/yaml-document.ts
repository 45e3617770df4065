/**
 * Reads YAML 1.2 (core schema) as the JSON it stands for, without loss: a number keeps the digits that were written.
 * There are no dates, no custom tags and no merging; aliases are followed within bounds.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import {
  AppError,
  DEFAULT_JSON_LIMITS,
  type JsonValue,
  makeObject,
  numberFromText,
  parseJson,
} from '../foundation/index.ts';
import { fail } from './errors.ts';

const MAX_DEPTH = 64;
/** Values of the whole document, with every alias counted as often as it is used. */
const MAX_VALUES = 100_000;
const MAX_CHARACTERS = 5_000_000;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The document in the contents of a file, JSON or YAML; `source` names it in errors. Throws `app.document.malformed`. */
export function readDocument(contents: string | Uint8Array, source: string): JsonValue {
  const text = typeof contents === 'string' ? contents : decode(contents, source);
  const isJson = /^\s*[[{]/.test(text) && source.endsWith('.json');
  return isJson ? readJson(text, source) : new YamlReader(text, source).read();
}

/** As strict as the API: a key that stands twice is refused, whichever of the two was meant. */
function readJson(text: string, source: string): JsonValue {
  try {
    return parseJson(text, { ...DEFAULT_JSON_LIMITS, duplicateKeys: 'reject' });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw fail('app.document.malformed', { cause, context: { source, problem: cause.publicMessage } });
  }
}

function decode(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fail('app.document.malformed', { cause, context: { source, problem: 'it is not UTF-8.' } });
  }
}

class YamlReader {
  readonly #source: string;
  readonly #text: string;
  readonly #lines = new LineCounter();
  #valueCount = 0;

  constructor(text: string, source: string) {
    this.#text = text;
    this.#source = source;
  }

  read(): JsonValue {
    if (this.#text.length > MAX_CHARACTERS) throw this.#fail(`it has more than ${MAX_CHARACTERS} characters.`);
    const document = parseDocument(this.#text, {
      version: '1.2',
      schema: 'core',
      resolveKnownTags: false,
      uniqueKeys: true,
      lineCounter: this.#lines,
      logLevel: 'error',
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw this.#fail(problem.message.split('\n')[0] ?? '');
    return this.#value(document.contents, 0, (alias) => alias.resolve(document));
  }

  #value(node: unknown, depth: number, follow: (alias: Alias) => Node | undefined): JsonValue {
    this.#valueCount += 1;
    if (this.#valueCount > MAX_VALUES) throw this.#fail(`it has more than ${MAX_VALUES} values.`, node);
    if (depth > MAX_DEPTH) throw this.#fail(`it is nested deeper than ${MAX_DEPTH} levels.`, node);
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.#value(follow(node), depth + 1, follow);
    if (isSeq(node)) return node.items.map((item) => this.#value(item, depth + 1, follow));
    if (isScalar(node)) return this.#scalar(node);
    if (!isMap(node)) throw this.#fail('it holds something that JSON has no form for.', node);
    return makeObject(node.items.map((pair) => [this.#key(pair.key), this.#value(pair.value, depth + 1, follow)]));
  }

  #key(node: unknown): string {
    const isText = isScalar(node) && node.source !== undefined && node.anchor === undefined;
    if (!isText) throw this.#fail('a key is not a plain text.', node);
    return typeof node.value === 'string' ? node.value : String(node.source);
  }

  #scalar(node: Scalar): JsonValue {
    const { value } = node;
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    const written = node.source ?? '';
    if (typeof value === 'number' && JSON_NUMBER.test(written)) return numberFromText(written);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw this.#fail(`the number ${written.slice(0, 40)} cannot be kept as it is; write it in decimal digits.`, node);
  }

  #fail(problem: string, node?: unknown): Error {
    const offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0];
    const place = offset === undefined ? undefined : this.#lines.linePos(offset);
    const where = place === undefined ? '' : ` (line ${place.line}, column ${place.col})`;
    return fail('app.document.malformed', { context: { source: this.#source, problem: `${problem}${where}` } });
  }
}
