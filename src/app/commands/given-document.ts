import { isObject, type JsonObject } from '../../foundation/index.ts';
import { fail } from '../errors.ts';
import { readDocument } from '../yaml-document.ts';
import type { CommandContext } from './command.ts';

/** The object in a JSON or YAML file, `-` for standard input; throws `app.document.malformed`. */
export async function readObject({ readInput }: CommandContext, file: string): Promise<JsonObject> {
  const document = readDocument(await readInput(file), file);
  if (isObject(document)) return document;
  throw fail('app.document.malformed', { context: { source: file, problem: 'it is no object.' } });
}
