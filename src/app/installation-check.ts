/** What `holdfast doctor` looks at, one check after another. Nothing is made, migrated or repaired by it. */
import { listWorkspaces } from '../access/index.ts';
import { compareSchema, Database, EmbeddedServer, readSchemaVersion } from '../db/index.ts';
import { isAppError, silentLog, systemClock } from '../foundation/index.ts';
import { KeyRotation, Vault } from '../vault/index.ts';
import { broken, type CheckResult, tryCheck } from './check-result.ts';
import type { Config } from './config.ts';
import { DataFolder } from './data-folder.ts';
import { readCertificates, readTrustedCertificates } from './installation.ts';
import { makeOperatorSender, type OpenKeys, openKnownKeys } from './key-holders.ts';
import type { KeyFacts } from './master-key.ts';
import { checkEgress, checkPort } from './network-check.ts';
import { KEY_SCHEMA_VERSION } from './operator-keys.ts';
import { describeSecretSources } from './secret-setup.ts';
import { openWorkspaces } from './workspace-setup.ts';

const MIN_NODE_MAJOR = 26;
const MIN_SERVER_VERSION = 150_000;
const MAX_DIFFERENCES = 10;

/** Makes all checks; one that breaks is a finding and stops nothing. */
export async function checkInstallation(config: Config): Promise<readonly CheckResult[]> {
  const hasDatabase = config.databaseUrl !== undefined || new DataFolder(config.dataFolder).hasDatabase;
  return [
    checkNode(),
    checkSettings(config),
    ...(await checkCertificates(config)),
    await tryCheck('port', () => checkPort(config)),
    await tryCheck('egress', () => checkEgress(config, hasDatabase)),
    describeSecretSources(config),
    ...(await checkDatabase(config, hasDatabase)),
  ];
}

function checkNode(): CheckResult {
  const { node } = process.versions;
  const isOk = Number(node.split('.')[0]) >= MIN_NODE_MAJOR;
  return {
    name: 'node',
    isOk,
    detail: isOk
      ? `version ${node}`
      : `version ${node}, but ${MIN_NODE_MAJOR} is needed; run it by \`npx --no holdfast\``,
  };
}

/** Wrong settings are told before any command runs, so what is left to say is where they come from. */
function checkSettings(config: Config): CheckResult {
  const from =
    config.readFrom === undefined ? 'environment and defaults' : `environment, ${config.readFrom} and defaults`;
  return { name: 'settings', isOk: true, detail: `all are known and allowed (${from})` };
}

async function checkCertificates({ certificateFile }: Config): Promise<readonly CheckResult[]> {
  if (certificateFile === undefined) return [];
  const name = 'trust';
  const check = (): CheckResult => {
    const count = readCertificates(certificateFile).split('-----BEGIN CERTIFICATE-----').length - 1;
    return { name, isOk: count > 0, detail: `${count} certificates in ${certificateFile} are trusted as well` };
  };
  return [await tryCheck(name, check)];
}

async function checkDatabase(config: Config, hasDatabase: boolean): Promise<readonly CheckResult[]> {
  if (config.databaseUrl !== undefined) return checkAt(config, config.databaseUrl.reveal(), false);
  const { path } = new DataFolder(config.dataFolder);
  if (!hasDatabase) {
    const detail = `the embedded one is made in ${path} at the first start`;
    return [{ name: 'database', isOk: true, detail }, await checkKeyAlone(config, { isEmbedded: true })];
  }
  const server = new EmbeddedServer({ dataFolder: path, log: silentLog });
  try {
    await server.start();
    return await checkAt(config, server.url, true);
  } catch (error) {
    return [isAppError(error, 'db.embedded.in_use') ? inUse(path) : broken('database', error)];
  } finally {
    await server.stop();
  }
}

/** Whoever runs has proved schema and key at its start, and goes on proving the database. */
function inUse(path: string): CheckResult {
  const detail = `the embedded one in ${path} is in the care of the Holdfast that runs; it is checked when that has stopped`;
  return { name: 'database', isOk: true, detail };
}

async function checkAt(config: Config, url: string, isEmbedded: boolean): Promise<readonly CheckResult[]> {
  const database = new Database({ url, log: silentLog, maxConnections: 1 });
  try {
    const server = await checkServer(database);
    if (!server.isOk) return [server, await checkKeyAlone(config, { isEmbedded })];
    const version = await readSchemaVersion(database);
    if (version === 0) return [server, noSchema, await checkKeyAlone(config, { isEmbedded })];
    const schema = await tryCheck('schema', () => checkSchema(database));
    return [server, schema, await tryCheck('key', () => checkKey(config, { database, isEmbedded }))];
  } catch (error) {
    return [broken('database', error)];
  } finally {
    await database.close();
  }
}

const noSchema: CheckResult = { name: 'schema', isOk: true, detail: 'there is none yet; the first start makes it' };

function checkServer(database: Database): Promise<CheckResult> {
  return tryCheck('database', async () => {
    const sqlServer = `select current_setting('server_version') as name,
      current_setting('server_version_num')::int as number, current_setting('server_encoding') as encoding`;
    const [row] = await database.query<{ name: string; number: number; encoding: string }>(sqlServer, []);
    const isNew = (row?.number ?? 0) >= MIN_SERVER_VERSION;
    const isUnicode = row?.encoding === 'UTF8';
    const problem = `${isNew ? '' : ', but 15 is needed'}${isUnicode ? '' : `, but its encoding is ${row?.encoding}`}`;
    return { name: 'database', isOk: isNew && isUnicode, detail: `PostgreSQL ${row?.name}${problem}` };
  });
}

async function checkSchema(database: Database): Promise<CheckResult> {
  const differences = await compareSchema(database);
  if (differences.length === 0) return { name: 'schema', isOk: true, detail: 'as this version has it' };
  const shown = differences.slice(0, MAX_DIFFERENCES).join(' ');
  return {
    name: 'schema',
    isOk: false,
    detail: `${differences.length} differences, mended by a start if the database is older: ${shown}`,
  };
}

/** Opens what the database has sealed; one without workspaces has sealed nothing. */
async function checkKey(config: Config, at: { database: Database; isEmbedded: boolean }): Promise<CheckResult> {
  const { database } = at;
  const hasWorkspaces = (await listWorkspaces(database)).length > 0;
  const facts = { isEmbedded: at.isEmbedded, hasWorkspaces };
  if (!hasWorkspaces) return checkKeyAlone(config, facts);
  return withKeys(config, facts, async (keys) => {
    const { ring, source } = keys as OpenKeys;
    const vault = new Vault({ database, ring, clock: systemClock });
    const hasKeys = (await readSchemaVersion(database)) >= KEY_SCHEMA_VERSION;
    if (hasKeys) await vault.prove();
    await openWorkspaces(database, vault);
    const rotation = new KeyRotation({ database, ring, vault, log: silentLog });
    const lost = hasKeys ? (await rotation.status()).filter(({ isKnown }) => !isKnown) : [];
    const missing = lost.map(({ kekId, dataKeys }) => `; ${kekId}, which protects ${dataKeys} data keys, is missing`);
    const detail = `the master key from ${source} opens what this database has sealed${exposure(keys)}${missing.join('')}`;
    return { name: 'key', isOk: lost.length === 0, detail };
  });
}

/** Where nothing is sealed, or nothing can be asked: is there a key, and may it be used? */
function checkKeyAlone(config: Config, { isEmbedded }: Pick<KeyFacts, 'isEmbedded'>): Promise<CheckResult> {
  return tryCheck('key', () =>
    withKeys(config, { isEmbedded, hasWorkspaces: false }, async (keys) => {
      const detail =
        keys === undefined
          ? 'there is none yet; a start on an empty database makes one'
          : `there is one in ${keys.source}; there was nothing to try it on${exposure(keys)}`;
      return { name: 'key', isOk: true, detail };
    }),
  );
}

async function withKeys(
  config: Config,
  facts: KeyFacts,
  check: (keys: OpenKeys | undefined) => Promise<CheckResult>,
): Promise<CheckResult> {
  const sender = makeOperatorSender(config, readTrustedCertificates(config));
  try {
    return await check(openKnownKeys(config, facts, sender));
  } finally {
    await sender.close();
  }
}

function exposure(keys: OpenKeys | undefined): string {
  return keys?.exposedFile === undefined ? '' : '; everybody on this machine may read that file';
}
