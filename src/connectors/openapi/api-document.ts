/** The document as a whole: its version, and what its references lead to. Nothing outside of it is ever opened. */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import { pointerKeys, pointerTo } from '../../language/index.ts';
import { fail } from '../errors.ts';
import type { Remarks } from './remarks.ts';

/** References that lead to references end here. */
const MAX_REFERENCE_CHAIN = 50;
const MAX_SEGMENTS = 100;

/** A value of the document and where it stands. */
export interface Place<T = JsonValue> {
  readonly value: T;
  readonly pointer: string;
}

export class ApiDocument {
  readonly root: JsonObject;
  readonly remarks: Remarks;
  /** Such as `OpenAPI 3.1.2`. */
  readonly format: string;
  readonly isSwagger2: boolean;
  /** Whether keywords beside `$ref` count (OpenAPI 3.1 on, after JSON Schema 2020-12). */
  readonly hasReferenceSiblings: boolean;
  /** What stands before the key in the header `Authorization`, as its parameters show it. */
  authorizationPrefix: string | undefined;
  /** The address of the first server, from which operations may differ. */
  baseUrl: string | undefined;

  constructor(root: JsonObject, remarks: Remarks) {
    this.root = root;
    this.remarks = remarks;
    const swagger = textOf(root, 'swagger');
    const openapi = textOf(root, 'openapi');
    if (swagger === undefined && openapi === undefined) throw fail('connectors.document.not_openapi');
    this.isSwagger2 = openapi === undefined;
    this.format = this.isSwagger2 ? `Swagger ${swagger}` : `OpenAPI ${openapi}`.slice(0, 40);
    this.hasReferenceSiblings = /^3\.[1-9]/.test(openapi ?? '');
    if (!/^(2|3)(\.\d+)*$/.test(openapi ?? swagger ?? '')) {
      remarks.note(
        'document.version',
        '',
        `The version "${this.format.slice(0, 40)}" is not known; it is read as the nearest.`,
      );
    }
  }

  /** Follows a reference object, chains included; undefined, with a remark, where it leads nowhere. */
  resolve(place: Place): Place | undefined {
    let at = place;
    for (let count = 0; count < MAX_REFERENCE_CHAIN; count += 1) {
      const reference = isObject(at.value) ? ownValue(at.value, '$ref') : undefined;
      if (typeof reference !== 'string') return at;
      const next = this.target(reference, at.pointer);
      if (next === undefined) return undefined;
      at = next;
    }
    this.remarks.lost('reference.ring', place.pointer, 'References lead to each other in a ring.');
    return undefined;
  }

  /** As `resolve`, for what has to be an object. */
  resolveObject(place: Place): Place<JsonObject> | undefined {
    const found = this.resolve(place);
    if (found === undefined) return undefined;
    if (isObject(found.value)) return found as Place<JsonObject>;
    this.remarks.lost('document.not_object', found.pointer, 'There is no object where one is needed; it was left out.');
    return undefined;
  }

  /** What a reference points at, one step; undefined, with a remark, where it leads nowhere or out of the document. */
  target(reference: string, from: string): Place | undefined {
    if (!reference.startsWith('#')) {
      const shown = reference.slice(0, 200);
      this.remarks.lost(
        'reference.outside',
        from,
        `"${shown}" leads out of the document; it is never opened, and counts as unknown.`,
      );
      return undefined;
    }
    const found = this.find(reference);
    if (found === undefined) {
      this.remarks.lost('reference.dangling', from, `"${reference.slice(0, 200)}" leads to nothing in the document.`);
    }
    return found;
  }

  /** As `target`, without a remark. */
  find(reference: string): Place | undefined {
    const pointer = reference.startsWith('#') ? decodePointer(reference.slice(1)) : undefined;
    const value = pointer === undefined ? undefined : this.#walk(pointer);
    return value === undefined || pointer === undefined ? undefined : { value, pointer };
  }

  #walk(pointer: string): JsonValue | undefined {
    if (pointer !== '' && !pointer.startsWith('/')) return undefined;
    const keys = pointerKeys(pointer);
    if (keys.length > MAX_SEGMENTS) return undefined;
    let value: JsonValue | undefined = this.root;
    for (const key of keys) {
      if (Array.isArray(value)) value = /^\d{1,9}$/.test(key) ? value[Number(key)] : undefined;
      else value = isObject(value) ? ownValue(value, key) : undefined;
      if (value === undefined) return undefined;
    }
    return value;
  }
}

/** The text of a key; numbers count as their text, as YAML writes versions. */
export function textOf(object: JsonObject, key: string): string | undefined {
  const value = ownValue(object, key);
  if (typeof value === 'string') return value;
  return value === undefined ||
    value === null ||
    (typeof value === 'object' && !('text' in value)) ||
    typeof value === 'boolean'
    ? undefined
    : String(value);
}

/** The object below a key, if it is one. */
export function objectOf(object: JsonObject, key: string): JsonObject | undefined {
  const value = ownValue(object, key);
  return isObject(value) ? value : undefined;
}

/** The list below a key; anything else counts as an empty one. */
export function listOf(object: JsonObject, key: string): readonly JsonValue[] {
  const value = ownValue(object, key);
  return Array.isArray(value) ? value : [];
}

/** The members of the object below a key, with their places. */
export function membersOf(object: JsonObject, key: string, pointer: string): (Place & { readonly key: string })[] {
  const members = objectOf(object, key);
  if (members === undefined) return [];
  const below = pointerTo(pointer, key);
  return Object.keys(members).map((name) => ({
    key: name,
    value: members[name] as JsonValue,
    pointer: pointerTo(below, name),
  }));
}

function decodePointer(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
