/** An exported flow as text, read far enough to ask for its connections; the server reads it properly. */
import {
  isAppError,
  isObject,
  type JsonObject,
  type JsonValue,
  ownValue,
  parseJson,
} from '../../src/foundation/index.ts';

export interface Bundle {
  readonly title: string;
  readonly connections: readonly { readonly name: string; readonly connector: string }[];
  readonly json: JsonObject;
}

/** As much as the server takes. */
export const MAX_BUNDLE_BYTES = 1_048_576;

/** The bundle in a text; undefined for anything else. */
export function readBundle(text: string): Bundle | undefined {
  const json = readObject(text);
  const document = json === undefined ? undefined : ownValue(json, 'document');
  if (json === undefined || !isObject(document) || ownValue(json, 'holdfastExport') === undefined) return undefined;
  const title = ownValue(document, 'title');
  return {
    title: typeof title === 'string' ? title : '',
    connections: connectionsIn(ownValue(json, 'connections')),
    json,
  };
}

function connectionsIn(list: JsonValue | undefined): Bundle['connections'] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    if (!isObject(entry) || typeof entry.name !== 'string' || typeof entry.connector !== 'string') return [];
    return [{ name: entry.name, connector: entry.connector }];
  });
}

function readObject(text: string): JsonObject | undefined {
  if (text.trim() === '') return undefined;
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
