/**
 * The files of the server's cluster: made once by `initdb`, configured at every start.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { fail } from './errors.ts';
import type { ServerBinaries } from './server-binaries.ts';
import { confirmPlace, makeFolders, type ServerPlace } from './server-place.ts';
import { accessTexts, INITDB_ARGS } from './server-settings.ts';
import { giveTo, runAs } from './server-user.ts';

const HALF_PREFIX = 'half-';

/**
 * Makes the cluster if there is none. It comes into being under another name and is renamed when whole: a kill in
 * between leaves no half cluster, and of two processes at once the later one finds the name taken.
 */
export async function makeCluster(place: ServerPlace, binaries: ServerBinaries): Promise<void> {
  await makeFolders(place);
  if (place.isMade) await assertVersion(place, binaries);
  else await initialise(place, binaries);
  await confirmPlace(place);
}

async function initialise(place: ServerPlace, binaries: ServerBinaries): Promise<void> {
  const half = path.join(place.folder, `${HALF_PREFIX}${randomUUID()}`);
  try {
    await runAs(place.user, binaries.initdb, [...INITDB_ARGS, `--pgdata=${half}`]);
    await rename(half, place.cluster);
  } catch (error) {
    if (!(await hasCluster(place)))
      throw fail('db.embedded.start_failed', { cause: error, context: { logFile: place.logFile } });
  }
}

/** Removes what killed first starts left behind; only for the process that holds the data folder. */
export async function removeHalfClusters(place: ServerPlace): Promise<void> {
  const names = (await readdir(place.folder)).filter((name) => name.startsWith(HALF_PREFIX));
  await Promise.all(names.map((name) => rm(path.join(place.folder, name), { recursive: true, force: true })));
}

/** Writes the configuration of the next start. */
export async function configureCluster(place: ServerPlace, config: string): Promise<void> {
  const { hba, ident } = accessTexts(userInfo().username);
  await replaceFile(place, 'postgresql.conf', config);
  await replaceFile(place, 'pg_hba.conf', hba);
  await replaceFile(place, 'pg_ident.conf', ident);
}

async function replaceFile(place: ServerPlace, name: string, text: string): Promise<void> {
  const half = path.join(place.cluster, `${name}.${randomUUID()}`);
  await writeFile(half, text, { mode: 0o600 });
  await giveTo(place.user, half);
  await rename(half, path.join(place.cluster, name));
}

async function hasCluster(place: ServerPlace): Promise<boolean> {
  return (await versionOf(place)) !== undefined;
}

async function assertVersion(place: ServerPlace, binaries: ServerBinaries): Promise<void> {
  const foundVersion = (await versionOf(place)) ?? '';
  const ownVersion = binaries.version.split('.', 1)[0] ?? '';
  if (foundVersion !== ownVersion) throw fail('db.embedded.wrong_version', { context: { foundVersion, ownVersion } });
}

async function versionOf(place: ServerPlace): Promise<string | undefined> {
  const text = await readFile(path.join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text?.trim();
}
