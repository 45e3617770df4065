/**
 * Holds the room table (`room-table.ts`) over the code: who may import whom, by which door, and which room may touch
 * the network, the disk, the environment, the database and ciphers. Type-only imports obey the same rules.
 *
 * Tests beside the source may import any room by its index and any package; `test/`, `bench/` and
 * `chaos/` look into rooms freely; nothing may import a test.
 */

import { findCapabilityFindings } from './capability-rules.ts';
import { findCycles, type ImportGraph } from './import-cycles.ts';
import {
  type Doorway,
  LAZY_IMPORTS,
  PACKAGES,
  ROOMS,
  type Room,
  SIDE_DOORS,
  STORE_LAYERS,
  WEB_MAY_IMPORT,
  WIRING_FILE,
} from './room-table.ts';
import {
  type Finding,
  type ImportEdge,
  type ParsedFile,
  parseSource,
  readSources,
  reportFindings,
  resolveSpecifier,
  type SourceText,
} from './source-tree.ts';

/** More than this many imports and a file does several jobs; the wiring file alone is free. */
const MAX_IMPORTS_PER_FILE = 15;

const RIG_FOLDERS: readonly string[] = ['test', 'bench', 'chaos'];

/** Fewer modules than this in the real tree means that the checker looked at the wrong place. */
const MIN_MODULES_SEEN = 10;

export interface ImportReport {
  readonly findings: readonly Finding[];
  readonly modulesSeen: number;
  readonly edgesSeen: number;
}

/** Checks a set of files against every import rule; paths are relative to the repository's root. */
export function checkImports(sources: readonly SourceText[]): ImportReport {
  const files = sources.map(parseSource);
  const known = new Set(files.map((file) => file.path));
  const findings = files.flatMap((file) => [
    ...file.edges.flatMap((edge) => checkEdge(file, edge, known)),
    ...checkImportCount(file),
    ...(isProductCode(file.path) ? findCapabilityFindings(file, roomNameOf(file.path)) : []),
  ]);
  const cycles = findCycles(graphOf(files)).map((cycle) => cycleFinding(cycle));
  const edgesSeen = files.reduce((sum, file) => sum + file.edges.length, 0);
  return { findings: [...findings, ...cycles], modulesSeen: files.length, edgesSeen };
}

/** True for a test or something that only tests import. */
export function isTestCode(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/');
}

/** True for what puts rooms to the test from outside, and so may look into them. */
function isRig(path: string): boolean {
  return RIG_FOLDERS.some((folder) => path.startsWith(`${folder}/`));
}

function isProductCode(path: string): boolean {
  return path.startsWith('src/') && !isTestCode(path);
}

/** The room that a path lies in; undefined outside `src/`. */
function roomNameOf(path: string): string | undefined {
  const [top, name, ...rest] = path.split('/');
  return top === 'src' && rest.length > 0 ? name : undefined;
}

function checkEdge(file: ParsedFile, edge: ImportEdge, known: ReadonlySet<string>): Finding[] {
  const found = (rule: string, message: string): Finding[] => [{ path: file.path, line: edge.line, rule, message }];
  if (edge.kind === 'dynamic') {
    return isProductCode(file.path) && LAZY_IMPORTS[file.path] !== edge.specifier
      ? found('no-dynamic-import', 'import() hides what a file needs. Import it at the top of the file.')
      : [];
  }
  if (!edge.specifier.startsWith('.')) return checkPackage(file, edge, found);
  const target = resolveSpecifier(file.path, edge.specifier);
  if (/\.tsx?$/.test(target) && !known.has(target) && !target.endsWith('.gen.ts')) {
    return found('unresolved', `${edge.specifier} is not a file of this repository.`);
  }
  return [...checkTestImport(file, target, found), ...checkRoomEdge({ file, edge, target, found })];
}

type Found = (rule: string, message: string) => Finding[];

/** npm packages are opened per room in the table; built-ins are looked at by the capability rules. */
function checkPackage(file: ParsedFile, edge: ImportEdge, found: Found): Finding[] {
  if (!isProductCode(file.path) || edge.specifier.startsWith('node:')) return [];
  const name = packageNameOf(edge.specifier);
  const roomName = roomNameOf(file.path) ?? '';
  const rooms = PACKAGES[name];
  if (rooms === undefined) {
    return found('package', `"${name}" is not in the table PACKAGES of scripts/room-table.ts. Open it there first.`);
  }
  if (rooms.includes(roomName)) return [];
  return found('package', `only ${rooms.join(', ')} may import "${name}". Go through the index.ts of that room.`);
}

function packageNameOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : String(parts[0]);
}

function checkTestImport(file: ParsedFile, target: string, found: Found): Finding[] {
  if (!isProductCode(file.path)) return [];
  if (!target.startsWith('src/')) return found('no-tooling', `the product never imports ${target}.`);
  return isTestCode(target) ? found('no-tests', `the product never imports the test ${target}.`) : [];
}

interface RoomEdge {
  readonly file: ParsedFile;
  readonly edge: ImportEdge;
  readonly target: string;
  readonly found: Found;
}

function checkRoomEdge(step: RoomEdge): Finding[] {
  const { file, target, found } = step;
  const to = roomNameOf(target);
  const from = roomNameOf(file.path);
  if (to === undefined) return [];
  if (from === to) return checkInsideRoom(step, from);
  if (isRig(file.path)) return [];
  if (!isDoor(to, target)) {
    return found('door', `${to} is entered by its index.ts, not by ${target}. Export what you need there.`);
  }
  if (isTestCode(file.path)) return [];
  if (file.path.startsWith('web/')) return checkBrowserEdge(target, found);
  if (from === undefined) return [];
  return [...checkTable(step, from, to), ...checkStoreRule(step, from, to)];
}

/** The browser's code stands beside the rooms: it loads those without `node:` and speaks to the API like any client. */
function checkBrowserEdge(target: string, found: Found): Finding[] {
  if (WEB_MAY_IMPORT.includes(target)) return [];
  return found('room', `web may import ${WEB_MAY_IMPORT.join(', ')}, and nothing else of the server.`);
}

function isDoor(roomName: string, target: string): boolean {
  const doors = ['index.ts', ...(SIDE_DOORS[roomName] ?? [])];
  return doors.some((door) => target === `src/${roomName}/${door}`);
}

function checkInsideRoom({ file, target, found }: RoomEdge, name: string): Finding[] {
  if (target === `src/${name}/index.ts` && !isTestCode(file.path)) {
    return found('own-index', `inside ${name}, import the file itself: the room's own index.ts makes knots.`);
  }
  const mine = connectorOf(file.path);
  const theirs = connectorOf(target);
  if (mine !== undefined && theirs !== undefined && mine !== theirs) {
    return found(
      'connector',
      `connector ${mine} never imports connector ${theirs}. What both need belongs to the kit.`,
    );
  }
  return [];
}

/** What makes connectors out of documents is a part of the room and no connector. */
const MAKING_FOLDERS: readonly string[] = ['openapi'];

/** The connector folder that a path lies in. */
function connectorOf(path: string): string | undefined {
  const folder = /^src\/connectors\/([^/]+)\/./.exec(path)?.[1];
  return folder === undefined || MAKING_FOLDERS.includes(folder) ? undefined : folder;
}

function checkTable({ edge, target, found }: RoomEdge, from: string, to: string): Finding[] {
  const row = rowOf(from);
  if (row === undefined) return found('room', `${from} has no row in scripts/room-table.ts. A new room starts closed.`);
  const doorway = row.mayImport.find((door) => door.room === to);
  if (doorway === undefined) return found('room', `${from} may not import ${to}. ${allowedText(row)}`);
  if (doorway.only === 'types' && !edge.isTypeOnly) return found('room', `${from} may import types alone from ${to}.`);
  if (doorway.only === 'client.ts' && !target.endsWith('/client.ts')) {
    return found('room', `${from} may import client.ts alone from ${to}.`);
  }
  return [];
}

function allowedText(row: Room): string {
  const names = row.mayImport.map((door: Doorway) => door.room);
  return names.length === 0 ? 'It imports no other room.' : `It may import ${names.join(', ')}.`;
}

/** Between the database's layer and the API's, SQL lives in `*.store.ts` alone: a service is handed its functions. */
function checkStoreRule({ file, edge, found }: RoomEdge, from: string, to: string): Finding[] {
  const layer = rowOf(from)?.layer ?? 0;
  const isBound = to === 'db' && layer >= STORE_LAYERS.from && layer <= STORE_LAYERS.to;
  if (!isBound || edge.isTypeOnly || file.path.endsWith('.store.ts')) return [];
  return found('store', 'only *.store.ts files use the database here. Types (Tx, Database) may be imported anywhere.');
}

function rowOf(name: string): Room | undefined {
  return ROOMS.find((row) => row.name === name);
}

function checkImportCount(file: ParsedFile): Finding[] {
  if (!isProductCode(file.path) || file.path === WIRING_FILE) return [];
  const count = new Set(file.edges.filter((edge) => edge.kind === 'import').map((edge) => edge.specifier)).size;
  if (count <= MAX_IMPORTS_PER_FILE) return [];
  const message = `${count} imports, at most ${MAX_IMPORTS_PER_FILE}. Split the file by what it does.`;
  return [{ path: file.path, line: 1, rule: 'import-count', message }];
}

function graphOf(files: readonly ParsedFile[]): ImportGraph {
  return new Map(
    files.map((file) => [
      file.path,
      file.edges
        .filter((edge) => edge.specifier.startsWith('.'))
        .map((edge) => resolveSpecifier(file.path, edge.specifier)),
    ]),
  );
}

function cycleFinding(cycle: readonly string[]): Finding {
  const [first = ''] = cycle;
  return {
    path: first,
    line: 1,
    rule: 'cycle',
    message: `${[...cycle, first].join(' → ')}. Move what both need down.`,
  };
}

/** Runs the check on the repository and gives the exit code; seeing nothing counts as broken. */
function main(): number {
  const report = checkImports(readSources());
  const seen = `${report.modulesSeen} modules, ${report.edgesSeen} imports`;
  if (report.modulesSeen < MIN_MODULES_SEEN) {
    process.stdout.write(`imports: saw only ${seen}. The check would prove nothing.\n`);
    return 1;
  }
  return reportFindings('imports', report.findings, seen);
}

if (import.meta.main) process.exitCode = main();
