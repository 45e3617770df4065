/** A flow as a file: what leaves with it, and what comes in with one. No credential is ever in it. */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../foundation/index.ts';
import { connectionsOf, type FlowCatalog } from '../language/index.ts';
import { fail } from './errors.ts';

export interface FlowBundle {
  readonly holdfastExport: 1;
  readonly document: JsonObject;
  /** The connections that the document names, as far as they exist. */
  readonly connections: { name: string; connector: string }[];
}

/** The file of a document, with the connectors that its connections have in this workspace. */
export function makeBundle(document: JsonValue, catalog: FlowCatalog): FlowBundle {
  if (!isObject(document)) throw fail('flows.draft.malformed');
  const connections = connectionsOf(document).flatMap((name) => {
    const connector = catalog.connection(name)?.connector;
    return connector === undefined ? [] : [{ name, connector }];
  });
  return { holdfastExport: 1, document, connections };
}

/** The document of a file; throws `flows.bundle.malformed` for what is no export of a version that this one knows. */
export function readBundle(bundle: JsonValue): { document: JsonObject } {
  if (!isObject(bundle)) throw malformed('it is no object');
  const version = ownValue(bundle, 'holdfastExport');
  if (version === undefined) throw malformed('"holdfastExport" is missing');
  if (version !== 1) throw malformed('it was written by a newer Holdfast');
  const document = ownValue(bundle, 'document');
  if (!isObject(document)) throw malformed('"document" is no object');
  return { document };
}

function malformed(reason: string) {
  return fail('flows.bundle.malformed', { context: { reason } });
}
