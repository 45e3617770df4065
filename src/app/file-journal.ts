/** The journal of a stand-in vendor as a file: one line a change, appended. */
import { type FileHandle, mkdir, open, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { JournalPort } from '../sandbox/index.ts';

/** A journal that survives the process. A line that a crash cut short is dropped: its change was never answered. */
export function fileJournal(file: string): JournalPort {
  let handle: Promise<FileHandle> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(() => '');
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
      return whole.split('\n').slice(0, -1);
    },
    append(line) {
      handle ??= openForAppending(file);
      const opened = handle;
      const appended = last.then(async () => (await opened).appendFile(`${line}\n`));
      // One failure must not be every later line's failure; its own caller hears of it.
      last = appended.catch(() => undefined);
      return appended;
    },
  };
}

async function openForAppending(file: string): Promise<FileHandle> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  return open(file, 'a', 0o600);
}
