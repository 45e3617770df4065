/**
 * Brings up what every process of Holdfast stands on: the data folder, the database with its schema, the master key, the
 * workspaces. It says what it made, so that whoever started it can tell the person once.
 */
import { readFileSync } from 'node:fs';
import { listWorkspaces } from '../access/index.ts';
import { Database, EmbeddedServer, migrate } from '../db/index.ts';
import { type Log, randomToken, Secret, type Service, systemClock } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import { type KeyRing, KeyRotation, Vault } from '../vault/index.ts';
import type { Config } from './config.ts';
import { DataFolder, writePrivateFile } from './data-folder.ts';
import { untilReachable } from './database-wait.ts';
import { fail } from './errors.ts';
import { makeOperatorSender, openKeys } from './key-holders.ts';
import { type OpenWorkspaces, openWorkspaces } from './workspace-setup.ts';

const CANARY_BYTES = 16;
const SECRET_BYTES = 32;

export interface Installation {
  readonly folder: DataFolder;
  readonly database: Database;
  readonly vault: Vault;
  readonly rotation: KeyRotation;
  /** Reaches the key and secret stores that the operator's settings name. */
  readonly operatorSender: HttpSender;
  /** Signs cookies and encrypts second factors; another text would sign everybody out and lose the factors. */
  readonly signInSecret: Secret<string>;
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
  const certificates = readTrustedCertificates(config);
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
    const operatorSender = makeOperatorSender(config, certificates);
    closers.push({ stop: () => operatorSender.close() });
    const keys = openKeys(config, { isEmbedded: server !== undefined, hasWorkspaces }, operatorSender);
    if (keys.exposedFile !== undefined) log.warn('key.readable_by_everybody', { path: keys.exposedFile });
    const vault = new Vault({ database, ring: keys.ring, clock: systemClock });
    vault.onForeign((place) => log.error('vault.sealed_foreign', { ...place }));
    const workspaces = await openProven(database, vault);
    const rotation = new KeyRotation({ database, ring: keys.ring, vault, log });
    for (const { kekId, dataKeys } of (await rotation.status()).filter(({ isKnown }) => !isKnown))
      log.error('key.missing', { kekId, dataKeys });
    const signInSecret = await openSignInSecret(vault, hasWorkspaces ? keys.ring : undefined);
    if (workspaces.newToken !== undefined) writePrivateFile(folder.tokenFile, `${workspaces.newToken.reveal()}\n`);
    return {
      folder,
      database,
      vault,
      rotation,
      operatorSender,
      signInSecret,
      workspaces,
      schemaVersion: toVersion,
      certificates,
      isEmbedded: server !== undefined,
      newKeyFile: keys.newKeyFile,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Nothing is written before the keys are proven: by the canary, and on a database of before there was one by the sealed
 * seeds of its workspaces.
 */
async function openProven(database: Database, vault: Vault): Promise<OpenWorkspaces> {
  const isProven = await vault.prove();
  const workspaces = await openWorkspaces(database, vault);
  if (!isProven) await vault.makeCanary(new Secret(randomToken(CANARY_BYTES)));
  return workspaces;
}

/** On an installation of before it was stored, the secret stays what the master key gives. */
function openSignInSecret(vault: Vault, ring: KeyRing | undefined): Promise<Secret<string>> {
  const name = 'people sign-in';
  return vault.installationSecret(name, () => ring?.deriveSecret(name) ?? new Secret(randomToken(SECRET_BYTES)));
}

/** The certificates that outgoing calls trust beside the public ones; throws as `readCertificates` does. */
export function readTrustedCertificates({ certificateFile }: Config): readonly string[] {
  return certificateFile === undefined ? [] : [readCertificates(certificateFile)];
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
