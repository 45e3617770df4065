/**
 * Reads an API document in a thread of its own, with bounds on memory and time: a document that was made to exhaust the
 * reader ends in an error, and the process goes on.
 */
import { Worker } from 'node:worker_threads';
import { type ApiDefinition, CONNECTORS_ERRORS, type Overlay } from '../connectors/index.ts';
import {
  type AppError,
  errorsOf,
  isObject,
  type JsonLimits,
  type JsonObject,
  parseJson,
  stringifyJson,
} from '../foundation/index.ts';
import { fail } from './errors.ts';

const MAX_READING_MS = 60_000;
const MAX_HEAP_MB = 900;
/** The thread is ours and has bounds itself; what it answers is taken whole. */
const ANSWER_LIMITS: JsonLimits = {
  maxDepth: 1_000,
  maxMembers: 20_000_000,
  maxStringLength: 100_000_000,
  duplicateKeys: 'last',
};

/** Reads the document; throws `connectors.document.*`, or `app.document.exhausting` where it takes too much to read. */
export async function readInThread(bytes: Uint8Array, overlay?: Overlay): Promise<ApiDefinition> {
  const answer = parseJson(await answerOf(bytes, overlay), ANSWER_LIMITS) as JsonObject;
  if (isObject(answer.definition)) return answer.definition as unknown as ApiDefinition;
  throw errorOf(answer);
}

function answerOf(bytes: Uint8Array, overlay: Overlay | undefined): Promise<string> {
  const worker = new Worker(new URL('./document-thread-worker.ts', import.meta.url), {
    workerData: { bytes, overlay: overlay === undefined ? undefined : stringifyJson(overlay as unknown as JsonObject) },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    env: {},
  });
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(exhausting(`${MAX_READING_MS / 1_000} seconds`)), MAX_READING_MS);
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      // A RangeError is a text or a stack beyond what the engine has room for.
      const isTooMuch = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
      reject(isTooMuch ? exhausting(`${MAX_HEAP_MB} MB of memory`) : error);
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(exhausting('what a thread may have'));
    });
  }).finally(() => worker.terminate());
}

function exhausting(limit: string): AppError {
  return fail('app.document.exhausting', { context: { limit } });
}

function errorOf(answer: JsonObject): AppError {
  const code = String(answer.code) as keyof typeof CONNECTORS_ERRORS;
  return errorsOf(CONNECTORS_ERRORS)(code, { context: answer.context as Record<string, string | number> });
}
