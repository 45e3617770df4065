/**
 * The keys of an installation as `holdfast key` handles them: on the database itself, whether Holdfast runs or not. An
 * embedded server that a running Holdfast has in its care is used and left to it; otherwise it is started and stopped.
 */
import { AuditBook, listWorkspaces } from '../access/index.ts';
import { Database, EmbeddedServer, readSchemaVersion } from '../db/index.ts';
import { isAppError, silentLog, systemClock } from '../foundation/index.ts';
import { type KeyRing, KeyRotation, Vault } from '../vault/index.ts';
import type { Config } from './config.ts';
import { DataFolder } from './data-folder.ts';
import { fail } from './errors.ts';
import { readTrustedCertificates } from './installation.ts';
import { makeOperatorSender, openKnownKeys } from './key-holders.ts';

/** The schema that has tables for keys. */
export const KEY_SCHEMA_VERSION = 6;
const ACTOR = 'holdfast key';

export interface OperatorKeys {
  readonly ring: KeyRing;
  readonly rotation: KeyRotation;
  /** Where the present key lies. */
  readonly source: string;
  /** Remembers for all workspaces what was done to the keys they share. */
  note(action: string, kekId: string): Promise<void>;
}

/** Opens database and keys, proves the keys, does the work, closes everything. Throws `app.key.*` and `vault.key.*`. */
export async function withOperatorKeys<T>(config: Config, work: (keys: OperatorKeys) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== undefined) return withDatabase(config, config.databaseUrl.reveal(), work);
  const folder = new DataFolder(config.dataFolder);
  if (!folder.hasDatabase) throw fail('app.key.nothing_sealed');
  const server = new EmbeddedServer({ dataFolder: folder.path, log: silentLog });
  const url = await startedOrElsewhere(server);
  try {
    return await withDatabase(config, url, work);
  } finally {
    await server.stop();
  }
}

async function startedOrElsewhere(server: EmbeddedServer): Promise<string> {
  try {
    await server.start();
    return server.url;
  } catch (error) {
    if (!isAppError(error, 'db.embedded.in_use')) throw error;
    return server.addressElsewhere();
  }
}

async function withDatabase<T>(config: Config, url: string, work: (keys: OperatorKeys) => Promise<T>): Promise<T> {
  const database = new Database({ url, log: silentLog, maxConnections: 2 });
  const sender = makeOperatorSender(config, readTrustedCertificates(config));
  try {
    if ((await readSchemaVersion(database)) < KEY_SCHEMA_VERSION) throw fail('app.key.nothing_sealed');
    const facts = { isEmbedded: config.databaseUrl === undefined, hasWorkspaces: true };
    const keys = openKnownKeys(config, facts, sender);
    if (keys === undefined) throw fail('app.key.nothing_sealed');
    const { ring, source } = keys;
    const vault = new Vault({ database, ring, clock: systemClock });
    if (!(await vault.prove())) throw fail('app.key.nothing_sealed');
    const rotation = new KeyRotation({ database, ring, vault, log: silentLog });
    return await work({ ring, rotation, source, note: (action, kekId) => noteForAll(database, action, kekId) });
  } finally {
    await sender.close();
    await database.close();
  }
}

async function noteForAll(database: Database, action: string, kekId: string): Promise<void> {
  const audit = new AuditBook(database);
  for (const { workspaceId } of await listWorkspaces(database)) {
    await audit.note({ workspaceId, actor: ACTOR, action, subject: kekId });
  }
}
