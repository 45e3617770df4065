/** The data folder and the small files in it: each is written whole or not at all, and only its owner may read it. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { fail } from './errors.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** Root's folder lets the database's ordinary user pass through to the database's own folder, and shows it nothing. */
const PASSAGE_FOLDER = 0o711;

export class DataFolder {
  readonly path: string;

  constructor(folder: string) {
    this.path = path.resolve(folder);
  }

  get tokenFile(): string {
    return path.join(this.path, 'cli.token');
  }

  /** Where the command line finds the server. */
  get urlFile(): string {
    return path.join(this.path, 'cli.url');
  }

  /** True once the embedded server has made its database; it keeps a note of where. */
  get hasDatabase(): boolean {
    const note = readTextFile(path.join(this.path, 'postgres.json'));
    return note !== undefined && (JSON.parse(note) as { isMade: boolean }).isMade;
  }

  get sandboxFolder(): string {
    return path.join(this.path, 'sandbox');
  }

  /** Makes the folder if there is none; one that is there keeps the rights that its owner gave it. */
  make(): void {
    orUnwritable(this.path, () => {
      const isNew = mkdirSync(this.path, { recursive: true, mode: PRIVATE_FOLDER }) !== undefined;
      if (isNew) chmodSync(this.path, userInfo().uid === 0 ? PASSAGE_FOLDER : PRIVATE_FOLDER);
    });
  }
}

/** The text of a file, or undefined when there is none; throws `app.file.unreadable` when it may not be read. */
export function readTextFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw fail('app.file.unreadable', { cause: error, context: { path: file, reason: code ?? 'unknown' } });
  }
}

/** Writes a file that only its owner may read, under another name first; throws `app.folder.unwritable`. */
export function writePrivateFile(file: string, text: string): void {
  orUnwritable(path.dirname(file), () => {
    mkdirSync(path.dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
    const half = `${file}.${randomUUID()}`;
    writeFileSync(half, text, { mode: PRIVATE_FILE, flush: true });
    renameSync(half, file);
  });
}

function orUnwritable(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('app.folder.unwritable', { cause: error, context: { path: folder, reason } });
  }
}
