/** The thread of `document-thread.ts`: reads one document and answers with JSON, which keeps values as they are. */
import { parentPort, workerData } from 'node:worker_threads';
import { CONNECTORS_ERRORS, type Overlay, readApiDocument } from '../connectors/index.ts';
import { isAppError, type JsonObject, makeObject, parseJson, stringifyJson } from '../foundation/index.ts';

interface Given {
  readonly bytes: Uint8Array;
  readonly overlay: string | undefined;
}

function read({ bytes, overlay }: Given): JsonObject {
  try {
    const options = overlay === undefined ? {} : { overlay: parseJson(overlay) as unknown as Overlay };
    return makeObject([['definition', readApiDocument(bytes, options) as unknown as JsonObject]]);
  } catch (error) {
    if (!isAppError(error) || !Object.hasOwn(CONNECTORS_ERRORS, error.code)) throw error;
    return makeObject([
      ['code', error.code],
      ['context', makeObject(Object.entries(error.context))],
    ]);
  }
}

parentPort?.postMessage(stringifyJson(read(workerData as Given)));
