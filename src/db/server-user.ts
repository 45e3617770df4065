/**
 * PostgreSQL refuses to run as root. When Holdfast is root, the embedded server runs as an ordinary user that exists.
 */
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { fail } from './errors.ts';

const run = promisify(execFile);
/** In order of preference: its own user first, then the one that owns nothing. */
const CANDIDATES = ['postgres', '_postgres', 'nobody'];
const PROGRAM_TIMEOUT_MS = 60_000;

/** The user of the server; empty when that is the user of Holdfast itself. */
export type ServerUser = { readonly uid: number; readonly gid: number } | Record<never, never>;

/** Finds the user to run the server as. Throws `db.embedded.no_user` when root finds no ordinary user. */
export async function findServerUser(): Promise<ServerUser> {
  if (userInfo().uid !== 0) return {};
  for (const name of CANDIDATES) {
    const user = await idsOf(name);
    if (user !== undefined) return user;
  }
  throw fail('db.embedded.no_user');
}

/** Runs a program as that user and gives what it printed; throws with its last words when it fails. */
export async function runAs(user: ServerUser, file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(file, args, { ...user, cwd: '/', timeout: PROGRAM_TIMEOUT_MS, env: programEnv() });
  return stdout;
}

/** True when the user may enter the folder, which needs every folder above it to let them through. */
export async function mayEnter(user: ServerUser, folder: string): Promise<boolean> {
  return runAs(user, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]).then(
    () => true,
    () => false,
  );
}

/** Makes a folder that everyone may enter, whatever our umask is. */
export async function makeOpenFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await chmod(folder, 0o755);
}

/** Hands a file or folder of ours to that user. */
export async function giveTo(user: ServerUser, file: string): Promise<void> {
  if ('uid' in user) await chown(file, user.uid, user.gid);
}

/** The server's programs see nothing of our environment, which may hold secrets and `PG…` settings. */
export function programEnv(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
