/**
 * Where Holdfast listens, noted in the data folder by the process that serves, so that the command line on this machine
 * finds it on whatever port it was started. A process that is killed leaves its note behind; who reads one has to ask.
 */
import { rmSync } from 'node:fs';
import { isAppError, type Log } from '../foundation/index.ts';
import { type DataFolder, readTextFile, writePrivateFile } from './data-folder.ts';

/** Notes the address; gives what takes the note away again, if it is still this one. */
export function noteServer(folder: DataFolder, url: string, log: Log): () => void {
  try {
    writePrivateFile(folder.urlFile, `${url}\n`);
  } catch (error) {
    if (!isAppError(error)) throw error;
    // A container may mount its data folder read-only; the note is a convenience.
    log.warn('process.url_not_noted', { path: folder.urlFile, error });
    return () => undefined;
  }
  return () => {
    if (readServerNote(folder) === url) rmSync(folder.urlFile, { force: true });
  };
}

/** The address that was noted last; undefined when there is none that could be one. */
export function readServerNote(folder: DataFolder): string | undefined {
  const text = readTextFile(folder.urlFile)?.trim() ?? '';
  const url = URL.parse(text);
  return url?.protocol === 'http:' && url.origin === text ? text : undefined;
}
