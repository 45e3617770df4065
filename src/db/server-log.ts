/**
 * The server's own log in the data folder, kept below a size. The server appends to an open file that outlives us, so
 * the file is copied and emptied rather than renamed.
 */
import { copyFile, stat, truncate } from 'node:fs/promises';

const MAX_LOG_BYTES = 4 * 1_048_576;
const CHECK_MS = 60_000;
const TAIL_LINES = 5;

/** Moves the log to `<file>.1` when it has grown too large. */
export async function trimLog(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.size <= MAX_LOG_BYTES) return;
  await copyFile(file, `${file}.1`);
  await truncate(file, 0);
}

/** Keeps the log below its size until the returned function is called; a full disk is nobody's end. */
export function keepLogTrimmed(file: string): () => void {
  const timer = setInterval(() => void trimLog(file).catch(() => undefined), CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The last lines of a log text. */
export function tailOf(text: string): string {
  return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
