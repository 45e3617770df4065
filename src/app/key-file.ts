/**
 * The file of the master key, and who but us may read it. A key that lies open to the other users of the machine is
 * refused, as ssh refuses its own, where we could close it; where we could not (a secret that Docker or Kubernetes has
 * put there), it is taken.
 */
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { fail } from './errors.ts';

/** Permission bits (POSIX.1) that let the group, or everybody, write; and that let everybody read. */
const WRITE_BY_OTHERS = 0o022;
const ACCESS_BY_OTHERS = 0o077;
const READ_BY_EVERYBODY = 0o004;
const ROOT = 0;

/** What decides about a key file. */
export interface KeyFileFacts {
  /** Permission bits. */
  readonly mode: number;
  readonly ownerId: number;
  /** Of this process; undefined on a platform without users of that kind, where the bits mean nothing. */
  readonly userId: number | undefined;
  readonly isReadOnlyMount: boolean;
}

export interface KeyFile {
  readonly text: string;
  /** Everybody on the machine may read it and we cannot change that: worth a line in the log. */
  readonly isExposed: boolean;
}

/** Reads the key file; undefined when there is none. Throws `app.key.exposed` and `app.setting.file_unreadable`. */
export function readKeyFile(path: string): KeyFile | undefined {
  try {
    return readOpened(path);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    if (code === 'ENOENT') return undefined;
    const context = { setting: 'HOLDFAST_KEY_FILE', path, reason: code ?? 'unknown' };
    throw fail('app.setting.file_unreadable', { cause: error, context });
  }
}

/**
 * Puts other keys into the key file, whole or not at all; it keeps its owner and its rights, since whoever rotates may be
 * somebody else than whoever runs Holdfast. Throws `app.key.unwritable`.
 */
export function rewriteKeyFile(path: string, text: string): void {
  const half = `${path}.${randomUUID()}`;
  try {
    const { mode, uid, gid } = statSync(path);
    writeFileSync(half, text, { mode: mode & 0o777, flush: true });
    if (process.getuid?.() === ROOT) chownSync(half, uid, gid);
    renameSync(half, path);
  } catch (error) {
    rmSync(half, { force: true });
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('app.key.unwritable', { cause: error, context: { path, reason } });
  }
}

/** Judges the rights of a key file. Pure: the same facts give the same verdict. */
export function decideKeyFile(facts: KeyFileFacts): 'private' | 'exposed' | 'refused' {
  const { mode, ownerId, userId, isReadOnlyMount } = facts;
  if (userId === undefined || (mode & ACCESS_BY_OTHERS) === 0) return 'private';
  if ((mode & WRITE_BY_OTHERS) !== 0 && !isReadOnlyMount) return 'refused';
  const isOurs = ownerId === userId || userId === ROOT;
  if (isOurs && !isReadOnlyMount) return 'refused';
  return (mode & READ_BY_EVERYBODY) === 0 ? 'private' : 'exposed';
}

/** Judged and read by one handle, so that what was judged is what is read. */
function readOpened(path: string): KeyFile {
  const handle = openSync(path, 'r');
  try {
    const { mode, uid: ownerId } = fstatSync(handle);
    const facts = { mode, ownerId, userId: process.getuid?.(), isReadOnlyMount: isReadOnlyMount(path) };
    const verdict = decideKeyFile(facts);
    if (verdict === 'refused') {
      throw fail('app.key.exposed', { context: { path, mode: (mode & 0o777).toString(8).padStart(4, '0') } });
    }
    return { text: readFileSync(handle, 'utf8'), isExposed: verdict === 'exposed' };
  } finally {
    closeSync(handle);
  }
}

/** Nobody can write there, root included; no other question tells that of a mount without reading the mount table. */
function isReadOnlyMount(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
}
