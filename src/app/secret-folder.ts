/**
 * The folder in which secrets lie as files. Docker and Kubernetes put links there that lead to other files of the folder, so
 * a link is followed and judged by where it leads.
 */
import { realpathSync } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { FoundSecretFile, SecretFolder } from '../connections/index.ts';

/** Kubernetes holds a whole secret to 1 MiB; one field of a credential is far below this. */
const MAX_FILE_BYTES = 262_144;
const MISSING = new Set(['ENOENT', 'ENOTDIR']);

/** Kubernetes puts the token of the pod's own account below a folder of this name. */
const PLATFORM_FOLDER = 'kubernetes.io';

/** The folder for reading; that it is there is not asked before something in it is. No file at or below `ownPaths` is read. */
export function secretFolder(folder: string, ownPaths: readonly string[] = []): SecretFolder {
  return { path: folder, read: (name) => readBelow({ folder, ownPaths }, name) };
}

/** True when the file or folder is there and lies, by where links lead, at or below the folder. */
export function liesBelow(file: string, folder: string): boolean {
  try {
    return isAtOrBelow(realpathSync(file), realpathSync(folder));
  } catch {
    return false;
  }
}

interface Place {
  readonly folder: string;
  readonly ownPaths: readonly string[];
}

async function readBelow({ folder, ownPaths }: Place, name: string): Promise<FoundSecretFile> {
  const file = path.join(folder, name);
  try {
    const [root, target] = [await realpath(folder), await realpath(file)];
    if (target === root || !isAtOrBelow(target, root)) {
      return { kind: 'refused', path: file, reason: 'it leads out of the folder' };
    }
    const isReserved = target.split(path.sep).includes(PLATFORM_FOLDER);
    if (isReserved || ownPaths.some((own) => liesBelow(target, own))) return { kind: 'reserved', path: file };
    return await readWhole(target, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return MISSING.has(code) ? { kind: 'missing' } : { kind: 'refused', path: file, reason: code };
  }
}

function isAtOrBelow(target: string, root: string): boolean {
  return target === root || target.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

/** Judged and read by one handle, so that what was judged is what is read. */
async function readWhole(target: string, file: string): Promise<FoundSecretFile> {
  const handle = await open(target, 'r');
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) return { kind: 'refused', path: file, reason: 'it is no file' };
    if (facts.size > MAX_FILE_BYTES) {
      return { kind: 'refused', path: file, reason: `it is larger than ${MAX_FILE_BYTES} bytes` };
    }
    return { kind: 'found', text: await handle.readFile('utf8') };
  } finally {
    await handle.close();
  }
}
