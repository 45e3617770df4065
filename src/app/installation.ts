/**
 * Brings up what every process of Holdfast stands on: the data folder, the database with its schema, the master key, the
 * workspaces. It says what it made, so that whoever started it can tell the person once.
 */
import { readFileSync } from 'node:fs';
import { listWorkspaces } from '../access/index.ts';
import { Database, EmbeddedServer, migrate } from '../db/index.ts';
import { type Log, type Service, systemClock } from '../foundation/index.ts';
import { Vault } from '../vault/index.ts';
import type { Config } from './config.ts';
import { DataFolder, writePrivateFile } from './data-folder.ts';
import { untilReachable } from './database-wait.ts';
import { fail } from './errors.ts';
import { findMasterKey } from './master-key.ts';
import { type OpenWorkspaces, openWorkspaces } from './workspace-setup.ts';

export interface Installation {
  readonly folder: DataFolder;
  readonly database: Database;
  readonly vault: Vault;
  readonly workspaces: OpenWorkspaces;
  readonly schemaVersion: number;
  readonly certificates: readonly string[];
  readonly isEmbedded: boolean;
  /** Where a key was made just now. */
  readonly newKeyFile: string | undefined;
  /** Ends connections and the embedded server. */
  close(): Promise<void>;
}

/** Opens the installation; throws with one clear sentence, and leaves nothing running, when something is in the way. */
export async function openInstallation(config: Config, log: Log): Promise<Installation> {
  const folder = new DataFolder(config.dataFolder);
  const certificates = config.certificateFile === undefined ? [] : [readCertificates(config.certificateFile)];
  folder.make();
  const server = config.databaseUrl === undefined ? new EmbeddedServer({ dataFolder: folder.path, log }) : undefined;
  const closers: Pick<Service, 'stop'>[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer.stop();
  };
  try {
    if (server !== undefined) {
      await server.start();
      closers.push(server);
    }
    const url = config.databaseUrl?.reveal() ?? (server as EmbeddedServer).url;
    const database = new Database({ url, log, maxConnections: config.databaseConnections });
    closers.push({ stop: () => database.close() });
    await untilReachable(database, { clock: systemClock, log });
    const { toVersion } = await migrate(database);
    const hasWorkspaces = (await listWorkspaces(database)).length > 0;
    const found = findMasterKey(config, { isEmbedded: server !== undefined, hasWorkspaces });
    if (found.isExposed) log.warn('key.readable_by_everybody', { path: found.source });
    const vault = new Vault(found.key);
    const workspaces = await openWorkspaces(database, vault, found.source);
    if (workspaces.newToken !== undefined) writePrivateFile(folder.tokenFile, `${workspaces.newToken.reveal()}\n`);
    return {
      folder,
      database,
      vault,
      workspaces,
      schemaVersion: toVersion,
      certificates,
      isEmbedded: server !== undefined,
      newKeyFile: found.isNew ? found.source : undefined,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The certificates of a file in PEM; throws `app.setting.file_unreadable`. */
export function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const context = { setting: 'HOLDFAST_CA_FILE', path: file, reason };
    throw fail('app.setting.file_unreadable', { cause: error, context });
  }
}
