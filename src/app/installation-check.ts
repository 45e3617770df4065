/** What `holdfast doctor` looks at, one check after another. Nothing is made, migrated or repaired by it. */
import { listWorkspaces } from '../access/index.ts';
import { sendPlain, serverUrl } from '../api/index.ts';
import { compareSchema, Database, EmbeddedServer } from '../db/index.ts';
import { AppError, silentLog } from '../foundation/index.ts';
import { Vault } from '../vault/index.ts';
import type { Config } from './config.ts';
import { DataFolder, hasFile } from './data-folder.ts';
import { findMasterKey } from './master-key.ts';
import { openWorkspaces } from './workspace-setup.ts';

/** One finding, in words. */
export interface CheckResult {
  readonly name: string;
  readonly isOk: boolean;
  readonly detail: string;
}

const MIN_NODE_MAJOR = 26;
const MIN_SERVER_VERSION = 150_000;
const MAX_DIFFERENCES = 10;

/** Makes all checks; one that breaks is a finding and stops nothing. */
export async function checkInstallation(config: Config): Promise<readonly CheckResult[]> {
  const door = await checkDoor(config);
  return [
    checkNode(),
    checkSettings(config),
    door.result,
    checkEgress(config),
    ...(await checkDatabase(config, door.isOurs)),
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

async function checkDoor({ host, port }: Config): Promise<{ result: CheckResult; isOurs: boolean }> {
  const url = serverUrl(host, port);
  try {
    const answer = await sendPlain({ method: 'GET', url: `${url}/api/health/ready`, timeoutMs: 3_000 });
    const text = new TextDecoder().decode(answer.bytes.subarray(0, 1_000));
    const isOurs = /"status":"(not_)?ready"/.test(text);
    const detail = isOurs ? `Holdfast answers at ${url}: ${text}` : `another program answers at ${url}`;
    return { isOurs, result: { name: 'port', isOk: isOurs && answer.status === 200, detail } };
  } catch {
    return {
      isOurs: false,
      result: { name: 'port', isOk: true, detail: `nothing listens at ${url}; Holdfast is not running` },
    };
  }
}

function checkEgress({ egress }: Config): CheckResult {
  const opened = egress.allow.map(({ host, ports }) => `${host}:${ports.join(',')}`);
  const besides = opened.length === 0 ? 'nothing besides' : `besides ${opened.join(' ')}`;
  return {
    name: 'egress',
    isOk: true,
    detail: `https to public addresses on port ${[443, ...egress.httpsPorts].join(', ')}; ${besides}`,
  };
}

async function checkDatabase(config: Config, isRunning: boolean): Promise<readonly CheckResult[]> {
  if (config.databaseUrl !== undefined) return checkAt(config, config.databaseUrl.reveal(), false);
  const { path } = new DataFolder(config.dataFolder);
  if (!hasFile(path))
    return [{ name: 'database', isOk: true, detail: `the embedded one is made in ${path} at the first start` }];
  if (isRunning)
    return [{ name: 'database', isOk: true, detail: 'the embedded one is in the care of the Holdfast that runs' }];
  const server = new EmbeddedServer({ dataFolder: path, log: silentLog });
  try {
    await server.start();
    return await checkAt(config, server.url, true);
  } catch (error) {
    return [broken('database', error)];
  } finally {
    await server.stop();
  }
}

async function checkAt(config: Config, url: string, isEmbedded: boolean): Promise<readonly CheckResult[]> {
  const database = new Database({ url, log: silentLog, maxConnections: 1 });
  try {
    const server = await checkServer(database);
    if (!server.isOk) return [server];
    const schema = await tryCheck('schema', () => checkSchema(database));
    return [
      server,
      schema,
      ...(schema.isOk ? [await tryCheck('key', () => checkKey(config, { database, isEmbedded }))] : []),
    ];
  } finally {
    await database.close();
  }
}

function checkServer(database: Database): Promise<CheckResult> {
  return tryCheck('database', async () => {
    const sqlVersion =
      "select current_setting('server_version') as name, current_setting('server_version_num')::int as number";
    const [row] = await database.query<{ name: string; number: number }>(sqlVersion, []);
    const isOk = (row?.number ?? 0) >= MIN_SERVER_VERSION;
    return { name: 'database', isOk, detail: `PostgreSQL ${row?.name}${isOk ? '' : ', but 15 is needed'}` };
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

/** A database without workspaces has nothing sealed yet, and is made by the first start. */
async function checkKey(config: Config, at: { database: Database; isEmbedded: boolean }): Promise<CheckResult> {
  const hasWorkspaces = (await listWorkspaces(at.database)).length > 0;
  if (!hasWorkspaces) return { name: 'key', isOk: true, detail: 'nothing is sealed yet' };
  const found = findMasterKey(config, { isEmbedded: at.isEmbedded, hasWorkspaces });
  await openWorkspaces(at.database, new Vault(found.key), found.source);
  return { name: 'key', isOk: true, detail: `the master key from ${found.source} opens what this database has sealed` };
}

async function tryCheck(name: string, check: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check();
  } catch (error) {
    return broken(name, error);
  }
}

function broken(name: string, error: unknown): CheckResult {
  const detail = error instanceof AppError ? `${error.publicMessage} ${error.fix}` : String(error);
  return { name, isOk: false, detail };
}
