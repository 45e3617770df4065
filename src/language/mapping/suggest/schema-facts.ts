import { isObject, type JsonObject, type JsonValue, ownValue } from '../../../foundation/index.ts';
import { resolvePointer } from '../../contract/schema-pointer.ts';
import type { ValueType } from '../value-type.ts';

/** What a schema says about a place besides its kind. */
export interface SchemaFacts {
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  /** The only values allowed. */
  readonly values?: readonly JsonValue[];
}

const MAX_HOPS = 10;

/** Title, description, format and allowed values of a place, also where a reference or a combination says them. */
export function schemaFacts({ source }: ValueType): SchemaFacts {
  if (source === undefined) return {};
  return readFacts(source.schema as JsonValue, source.root as JsonValue, 0);
}

function readFacts(schema: JsonValue | undefined, root: JsonValue, hops: number): SchemaFacts {
  if (!isObject(schema) || hops > MAX_HOPS) return {};
  const reference = ownValue(schema, '$ref');
  const referred = typeof reference === 'string' && reference.startsWith('#') ? resolvePointer(root, reference) : null;
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => {
    const list = ownValue(schema, name);
    // Of several alternatives nothing is concluded.
    return Array.isArray(list) && (name === 'allOf' || list.length === 1) ? list : [];
  });
  const inner = [referred, ...parts].map((part) => readFacts(part, root, hops + 1));
  return Object.assign({}, ...inner.reverse(), ownFacts(schema));
}

function ownFacts(schema: JsonObject): SchemaFacts {
  const facts: Record<string, JsonValue> = {};
  for (const name of ['title', 'description', 'format']) {
    const text = ownValue(schema, name);
    if (typeof text === 'string' && text !== '') facts[name] = text;
  }
  const allowed = Object.hasOwn(schema, 'const') ? [ownValue(schema, 'const') ?? null] : ownValue(schema, 'enum');
  if (Array.isArray(allowed)) facts['values'] = allowed;
  return facts;
}
