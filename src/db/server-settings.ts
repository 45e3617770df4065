/**
 * What the embedded server is configured with. Holdfast writes these files at every start, so an edit of them is lost
 * and a new version brings its own.
 */
import { createHash } from 'node:crypto';

/** The superuser of the embedded server; only the operating system's user of Holdfast may be it. */
export const SERVER_ROLE = 'holdfast';
/** The file name of the socket ends in it; nothing listens on TCP. */
export const SERVER_PORT = 5432;

/** `initdb` with checksums (the default since 18), UTF-8 and byte order: the same sort order on every machine. */
export const INITDB_ARGS = [
  `--username=${SERVER_ROLE}`,
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--auth=reject',
  '--data-checksums',
];

const SETTINGS: readonly (readonly [name: string, value: string, why: string])[] = [
  ['listen_addresses', '', 'no door but the socket, in a folder that only one user may enter'],
  ['port', String(SERVER_PORT), 'part of the name of the socket'],
  ['max_connections', '50', ''],
  ['fsync', 'on', 'an accepted event is on disk'],
  ['full_page_writes', 'on', ''],
  ['synchronous_commit', 'on', ''],
  ['wal_compression', 'on', 'pglz; the packed binaries have no lz4'],
  ['shared_buffers', '128MB', 'Holdfast and the server together stay below 250 MB when idle'],
  ['work_mem', '8MB', ''],
  ['maintenance_work_mem', '64MB', ''],
  ['max_wal_size', '1GB', ''],
  ['checkpoint_timeout', '10min', ''],
  ['io_method', 'sync', 'saves the three I/O processes; our reads are short and cached'],
  ['max_logical_replication_workers', '0', 'saves a process'],
  ['max_parallel_workers_per_gather', '0', 'one statement never takes the cores of the others'],
  ['random_page_cost', '1.1', 'solid state disks'],
  ['jit', 'off', 'short statements never win its cost back'],
  ['autovacuum_naptime', '15s', 'a queue table is rewritten all the time'],
  ['autovacuum_vacuum_scale_factor', '0.02', ''],
  ['autovacuum_vacuum_insert_scale_factor', '0.05', ''],
  ['autovacuum_analyze_scale_factor', '0.02', ''],
  ['autovacuum_vacuum_cost_limit', '2000', ''],
  ['log_min_messages', 'log', 'failed statements are logged by Holdfast, without their data'],
  ['log_min_error_statement', 'panic', 'statements hold payloads'],
  ['log_checkpoints', 'off', ''],
  ['log_timezone', 'UTC', ''],
  ['timezone', 'UTC', ''],
  ['lc_messages', 'C', ''],
];

/** The text of `postgresql.conf`. `cluster_name` carries a digest of it, by which a running server's settings are known. */
export function configText(socketFolder: string, version: string): string {
  const lines = SETTINGS.map(([name, value, why]) => `${name} = '${value}'${why === '' ? '' : ` # ${why}`}`);
  lines.push(`unix_socket_directories = ${quote(socketFolder)}`, 'unix_socket_permissions = 0700');
  const body = lines.join('\n');
  return `# Written by Holdfast at every start.\n${body}\ncluster_name = '${clusterName(body, version)}'\n`;
}

/** The `cluster_name` that a server started with this text reports. */
export function clusterNameOf(text: string): string {
  return /cluster_name = '(\S+)'/.exec(text)?.[1] ?? '';
}

/** `pg_hba.conf` and `pg_ident.conf`: the kernel tells who is at the other end of the socket, so there is no password. */
export function accessTexts(holdfastUser: string): { hba: string; ident: string } {
  const user = `"${holdfastUser.replaceAll('"', '""')}"`;
  return { hba: 'local all all peer map=holdfast\n', ident: `holdfast ${user} ${SERVER_ROLE}\n` };
}

/** The address of a database of the server. */
export function socketUrl(socketFolder: string, databaseName: string): string {
  return `postgres://${SERVER_ROLE}@/${databaseName}?host=${encodeURIComponent(socketFolder)}&port=${SERVER_PORT}`;
}

function clusterName(body: string, version: string): string {
  return `holdfast-${createHash('sha256').update(version).update(body).digest('hex').slice(0, 16)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
