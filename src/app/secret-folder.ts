/**
 * The folder in which secrets lie as files. Docker and Kubernetes put links there that lead to other files of the folder, so
 * a link is followed and judged by where it leads.
 */
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { FoundSecretFile, SecretFolder } from '../connections/index.ts';

/** Kubernetes holds a whole secret to 1 MiB; one field of a credential is far below this. */
const MAX_FILE_BYTES = 262_144;
const MISSING = new Set(['ENOENT', 'ENOTDIR']);

/** The folder for reading; that it is there is not asked before something in it is. */
export function secretFolder(folder: string): SecretFolder {
  return { path: folder, read: (name) => readBelow(folder, name) };
}

async function readBelow(folder: string, name: string): Promise<FoundSecretFile> {
  const file = path.join(folder, name);
  try {
    const [root, target] = [await realpath(folder), await realpath(file)];
    if (!target.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
      return { kind: 'refused', path: file, reason: 'it leads out of the folder' };
    }
    return await readWhole(target, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return MISSING.has(code) ? { kind: 'missing' } : { kind: 'refused', path: file, reason: code };
  }
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
