/**
 * Where the embedded server of a data folder keeps its files: in the data folder itself, or, when its user may not enter
 * that (a clone below /root), in a folder of its own below `/var/lib/holdfast`. `postgres.json` in the data folder says
 * which, and is believed from then on.
 */
import { createHash, randomUUID } from 'node:crypto';
import { link, lstat, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { fail } from './errors.ts';
import { SERVER_PORT } from './server-settings.ts';
import { findServerUser, giveTo, makeOpenFolder, mayEnter, type ServerUser } from './server-user.ts';

/** For what the server's user cannot reach inside the data folder; also for the copy of the programs. */
export const OUTSIDE_ROOT = '/var/lib/holdfast';
const NOTE_FILE = 'postgres.json';
/** `sun_path` of Linux holds 108 bytes with the closing zero, that of macOS 104. */
const MAX_SOCKET_PATH_BYTES = 103;

/** Everything that is known about one server before it runs. */
export interface ServerPlace {
  readonly dataFolder: string;
  /** Holds the cluster and the socket; only the server's user may enter it. */
  readonly folder: string;
  readonly cluster: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly user: ServerUser;
  /** False until the cluster is whole. */
  readonly isMade: boolean;
}

interface Note {
  readonly folder: string;
  readonly isMade: boolean;
}

/**
 * Finds the place of a data folder, deciding it at the first start. Throws `db.embedded.lost` when the database that
 * the note speaks of is gone: an empty one must not take its place unasked.
 */
export async function findPlace(dataFolder: string): Promise<ServerPlace> {
  const data = path.resolve(dataFolder);
  await mkdir(data, { recursive: true });
  const note = (await readNote(data)) ?? (await decideNote(data));
  const folder = path.resolve(data, note.folder);
  const cluster = path.join(folder, 'cluster');
  const owner = await ownerOf(cluster);
  if (note.isMade && owner === undefined) {
    throw fail('db.embedded.lost', { context: { folder, noteFile: path.join(data, NOTE_FILE) } });
  }
  return {
    dataFolder: data,
    folder,
    cluster,
    socketFolder: socketFolderOf(folder),
    logFile: path.join(data, 'postgres.log'),
    user: owner ?? (await findServerUser()),
    isMade: owner !== undefined,
  };
}

/** Makes the folders that only the server's user and root may enter. */
export async function makeFolders(place: ServerPlace): Promise<void> {
  if (place.folder.startsWith(OUTSIDE_ROOT)) await makeOpenFolder(OUTSIDE_ROOT);
  for (const folder of [place.folder, place.socketFolder]) {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await giveTo(place.user, folder);
    await assertPrivate(folder, place.user);
  }
}

/** Writes down that the cluster is whole. */
export async function confirmPlace(place: ServerPlace): Promise<void> {
  const folder = path.relative(place.dataFolder, place.folder);
  const isInside = !folder.startsWith('..');
  const note: Note = { folder: isInside ? folder : place.folder, isMade: true };
  const half = path.join(place.dataFolder, `${NOTE_FILE}.${randomUUID()}`);
  await writeFile(half, noteText(note), { mode: 0o600 });
  await rename(half, path.join(place.dataFolder, NOTE_FILE));
}

/** Beside the cluster when the path is short enough for a socket, else below /tmp under a name derived from it. */
export function socketFolderOf(folder: string): string {
  const beside = path.join(folder, 'socket');
  if (Buffer.byteLength(path.join(beside, `.s.PGSQL.${SERVER_PORT}`)) <= MAX_SOCKET_PATH_BYTES) return beside;
  return `/tmp/holdfast-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
}

/** The first start: two processes may be here at once, and the one that links its note first decides for both. */
async function decideNote(data: string): Promise<Note> {
  const isReachable = await mayEnter(await findServerUser(), data);
  const note = { folder: isReachable ? 'postgres' : path.join(OUTSIDE_ROOT, randomUUID()), isMade: false };
  const half = path.join(data, `${NOTE_FILE}.${randomUUID()}`);
  try {
    await writeFile(half, noteText(note), { mode: 0o600 });
    await link(half, path.join(data, NOTE_FILE));
    return note;
  } catch (error) {
    const others = await readNote(data);
    if (others === undefined) throw error;
    return others;
  } finally {
    await rm(half, { force: true });
  }
}

async function readNote(data: string): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(path.join(data, NOTE_FILE), 'utf8')) as Note;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function noteText(note: Note): string {
  return `${JSON.stringify(note)}\n`;
}

/** The user who made the cluster goes on running it, whichever others exist by now. */
async function ownerOf(cluster: string): Promise<ServerUser | undefined> {
  const found = await stat(path.join(cluster, 'PG_VERSION')).catch(() => undefined);
  if (found === undefined) return undefined;
  const own = userInfo().uid;
  if (own === 0) return { uid: found.uid, gid: found.gid };
  if (own !== found.uid) throw fail('db.embedded.foreign', { context: { folder: cluster } });
  return {};
}

/** Below /tmp anyone may have been there first. */
async function assertPrivate(folder: string, user: ServerUser): Promise<void> {
  const found = await lstat(folder);
  const owner = 'uid' in user ? user.uid : userInfo().uid;
  if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return;
  throw fail('db.embedded.unsafe_folder', { context: { folder } });
}
