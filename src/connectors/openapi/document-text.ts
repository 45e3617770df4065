/** From the bytes of a document to plain values: JSON or YAML, without prototypes, bounded in size, depth and aliases. */
import * as yaml from 'js-yaml';
import {
  isAppError,
  isObject,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  makeObject,
  NumericText,
  numberFromText,
  parseJson,
} from '../../foundation/index.ts';
import { fail } from '../errors.ts';
import type { Remarks } from './remarks.ts';

/** The largest public documents have some 13 MB. */
const MAX_DOCUMENT_BYTES = 15_000_000;
const MAX_DOCUMENT_DEPTH = 1_000;
const LIMITS: JsonLimits = {
  maxDepth: MAX_DOCUMENT_DEPTH,
  maxMembers: 3_000_000,
  maxStringLength: 5_000_000,
  duplicateKeys: 'last',
};
/** What all YAML aliases together may stand for when they are written out. */
const MAX_ALIASED_VALUES = 200_000;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Reads the text; throws `connectors.document.*` for one that is too large or holds no object. */
export function readDocumentText(source: string | Uint8Array, remarks: Remarks): JsonObject {
  if (source.length > MAX_DOCUMENT_BYTES) {
    throw fail('connectors.document.too_large', { context: { limit: MAX_DOCUMENT_BYTES / 1_000_000 } });
  }
  const text = typeof source === 'string' ? source : decode(source);
  const value = looksLikeJson(text) ? readJson(text, remarks) : readYaml(text, remarks);
  if (isObject(value)) return value;
  throw fail('connectors.document.unreadable', { context: { reason: 'it holds no object' } });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fail('connectors.document.unreadable', { cause, context: { reason: 'it is not UTF-8' } });
  }
}

function looksLikeJson(text: string): boolean {
  return /^\ufeff?\s*[{[]/.test(text.slice(0, 1_000));
}

/** JSON with a small fault, such as a trailing comma, is often still YAML. */
function readJson(text: string, remarks: Remarks): JsonValue {
  try {
    return parseJson(text, LIMITS);
  } catch (error) {
    if (!isAppError(error, 'foundation.json.syntax')) throw unreadable(error);
    const value = readYaml(text, remarks, error);
    remarks.note('document.not_json', '', `It is no valid JSON (${error.publicMessage}); it was read as YAML.`);
    return value;
  }
}

function readYaml(text: string, remarks: Remarks, jsonError?: unknown): JsonValue {
  let value: unknown;
  try {
    value = yaml.load(text.replace(/^\ufeff/, ''), { schema: yamlSchema(), json: true, maxDepth: MAX_DOCUMENT_DEPTH });
  } catch (error) {
    throw unreadable(jsonError ?? error);
  }
  return new AliasBound(remarks).bound(value as JsonValue);
}

function unreadable(cause: unknown): Error {
  const thrown = cause instanceof Error ? cause.message : 'it cannot be read';
  const said = isAppError(cause) ? cause.publicMessage : thrown;
  const reason = (said.split('\n')[0] ?? '').replace(/\.$/, '').slice(0, 300);
  return fail('connectors.document.unreadable', { cause, context: { reason } });
}

/** YAML 1.2 core, with objects that inherit nothing and numbers that keep their digits. */
function yamlSchema(): yaml.Schema {
  const map = yaml.defineMappingTag<JsonObject>('tag:yaml.org,2002:map', {
    create: () => makeObject(),
    addPair: (object, key, value) => {
      if (typeof key === 'object' && key !== null && !(key instanceof NumericText)) return 'a key is no plain text';
      object[String(key)] = value as JsonValue;
      return '';
    },
    has: (object, key) => Object.hasOwn(object, String(key)),
    keys: (object) => Object.keys(object),
    get: (object, key) => object[String(key)],
    identify: () => false,
  });
  return yaml.CORE_SCHEMA.withTags(map, exactNumber(yaml.intCoreTag), exactNumber(yaml.floatCoreTag), yaml.mergeTag);
}

function exactNumber(tag: yaml.ScalarTagDefinition<number>): yaml.ScalarTagDefinition<number | NumericText | string> {
  return yaml.defineScalarTag(tag.tagName, {
    implicit: true,
    implicitFirstChars: tag.implicitFirstChars,
    resolve: (source, isExplicit, tagName) => {
      const value = tag.resolve(source, isExplicit, tagName);
      if (value === yaml.NOT_RESOLVED) return yaml.NOT_RESOLVED;
      if (JSON_NUMBER.test(source)) return numberFromText(source);
      return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)) ? value : source;
    },
    identify: () => false,
  });
}

/**
 * An alias is the same value once more. Each that would add too much when it is written out, and each that leads back
 * into itself, becomes an empty object, so that whoever walks or stores the document later meets a tree of bounded size.
 */
class AliasBound {
  readonly #remarks: Remarks;
  /** Values that one stands for when it is written out; 0 while it is being counted. */
  readonly #sizes = new Map<object, number>();
  #left = MAX_ALIASED_VALUES;

  constructor(remarks: Remarks) {
    this.#remarks = remarks;
  }

  bound(value: JsonValue): JsonValue {
    if (isContainer(value)) this.#count(value);
    return value;
  }

  #count(container: JsonObject | JsonValue[]): number {
    this.#sizes.set(container, 0);
    let size = 1;
    for (const key of Object.keys(container)) {
      const child = (container as JsonObject)[key] as JsonValue;
      if (!isContainer(child)) {
        size += 1;
        continue;
      }
      const known = this.#sizes.get(child);
      if (known === undefined) size += this.#count(child);
      else size += this.#keepAlias(container as JsonObject, key, known);
    }
    this.#sizes.set(container, size);
    return size;
  }

  #keepAlias(container: JsonObject, key: string, size: number): number {
    if (size > 0 && size <= this.#left) {
      this.#left -= size;
      return size;
    }
    container[key] = makeObject();
    this.#remarks.lost(
      'document.alias',
      '',
      `A YAML alias at "${key.slice(0, 100)}" stands for too much, or for itself; nothing was put there.`,
    );
    return 1;
  }
}

function isContainer(value: JsonValue): value is JsonObject | JsonValue[] {
  return Array.isArray(value) || isObject(value);
}
