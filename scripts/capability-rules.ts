/** What a file may touch besides other rooms: Node built-ins, ciphers, the network, the environment, code from text. */

import {
  BROWSER_ROOMS,
  CIPHER_ROOM,
  ENVIRONMENT_FILE,
  HASHING_NAMES,
  NETWORK_ROOM,
  OPEN_BUILTINS,
  OWN_API_CLIENT,
  ROOM_BUILTINS,
} from './room-table.ts';
import { type Finding, type ImportEdge, nameOf, type ParsedFile, type TreeEntry, walk } from './source-tree.ts';

/** Globals that open a connection. */
const NETWORK_GLOBALS: ReadonlySet<string> = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);

/** Globals that turn text into code. */
const CODE_GLOBALS: ReadonlySet<string> = new Set(['eval', 'Function']);

/** Globals that Node has and a browser does not. */
const NODE_GLOBALS: ReadonlySet<string> = new Set(['process', 'Buffer', 'setImmediate', 'require', 'global']);

/** TypeScript's ways to write a value with a type; the value in them is used all the same. */
const TYPED_VALUES: ReadonlySet<string> = new Set([
  'TSAsExpression',
  'TSInstantiationExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/** Finds every use of a capability that the file's room does not have. */
export function findCapabilityFindings(file: ParsedFile, roomName = ''): Finding[] {
  const findings = file.edges.flatMap((edge) => checkBuiltin(file, edge, roomName));
  walk(file.tree, (entry, ancestors) => {
    const broken = checkEntry({ file, roomName, entry, parent: ancestors.at(-1) });
    if (broken !== undefined) findings.push({ path: file.path, line: file.lineAt(entry.start), ...broken });
  });
  return findings;
}

function checkBuiltin(file: ParsedFile, edge: ImportEdge, roomName: string): Finding[] {
  if (!edge.specifier.startsWith('node:')) return [];
  const found = (message: string): Finding[] => [{ path: file.path, line: edge.line, rule: 'builtin', message }];
  if (BROWSER_ROOMS.includes(roomName)) {
    return found(`${roomName} is loaded by the browser as well and imports no ${edge.specifier}.`);
  }
  if (edge.specifier === 'node:crypto' && roomName !== CIPHER_ROOM) return checkCrypto(edge, found);
  if (OPEN_BUILTINS.includes(edge.specifier)) return [];
  const rooms = ROOM_BUILTINS[edge.specifier] ?? [];
  if (rooms.includes(roomName)) return [];
  const owners = rooms.length === 0 ? 'no room' : `only ${rooms.join(', ')}`;
  return found(`${owners} may import ${edge.specifier}.`);
}

function checkCrypto(edge: ImportEdge, found: (message: string) => Finding[]): Finding[] {
  const closed = edge.names.filter((name) => !HASHING_NAMES.includes(name));
  if (closed.length === 0) return [];
  return found(`only ${CIPHER_ROOM} may take ${closed.join(', ')} from node:crypto; hashing is open to all.`);
}

interface Spot {
  readonly file: ParsedFile;
  readonly roomName: string;
  readonly entry: TreeEntry;
  readonly parent: TreeEntry | undefined;
}

type Broken = { readonly rule: string; readonly message: string };

function checkEntry(spot: Spot): Broken | undefined {
  const name = globalNameAt(spot);
  if (name === undefined) return undefined;
  const { file, roomName } = spot;
  if (CODE_GLOBALS.has(name)) return { rule: 'code-from-text', message: `${name} makes code from text.` };
  if (NETWORK_GLOBALS.has(name) && roomName !== NETWORK_ROOM && file.path !== OWN_API_CLIENT) {
    return { rule: 'network', message: `only ${NETWORK_ROOM} opens connections; ${name} goes around its guard.` };
  }
  if (name === 'process.env' && file.path !== ENVIRONMENT_FILE) {
    return { rule: 'environment', message: `only ${ENVIRONMENT_FILE} reads the environment. Take a setting instead.` };
  }
  if (NODE_GLOBALS.has(name) && BROWSER_ROOMS.includes(roomName)) {
    return { rule: 'browser', message: `${roomName} is loaded by the browser as well, where ${name} does not exist.` };
  }
  if (name === 'crypto.subtle' && roomName !== CIPHER_ROOM) {
    return { rule: 'cipher', message: `only ${CIPHER_ROOM} uses crypto.subtle.` };
  }
  return undefined;
}

/** Names the global that an entry uses: `fetch`, `globalThis.fetch` (as `fetch`), `process.env`, `crypto.subtle`. */
function globalNameAt({ entry, parent }: Spot): string | undefined {
  if (entry.type === 'MemberExpression') return memberNameOf(entry);
  if (entry.type === 'VariableDeclarator') return destructuredNameOf(entry);
  if (entry.type !== 'Identifier' || parent === undefined || isMereName(entry, parent)) return undefined;
  return nameOf(entry);
}

function memberNameOf(entry: TreeEntry): string | undefined {
  const owner = nameOf(entry.object) ?? lastNameOf(entry.object);
  const property = nameOf(entry.property);
  if (owner === 'globalThis' || owner === 'global') return property;
  return owner === undefined || property === undefined ? undefined : `${owner}.${property}`;
}

/** `globalThis.process` counts as `process`. */
function lastNameOf(entry: unknown): string | undefined {
  const member = entry as TreeEntry | undefined;
  if (member?.type !== 'MemberExpression' || nameOf(member.object) !== 'globalThis') return undefined;
  return nameOf(member.property);
}

/** `const { env } = process` reads `process.env` without writing it so. */
function destructuredNameOf(entry: TreeEntry): string | undefined {
  const owner = nameOf(entry.init);
  const pattern = entry.id as TreeEntry | undefined;
  if (owner === undefined || pattern?.type !== 'ObjectPattern') return undefined;
  const keys = (pattern.properties as TreeEntry[]).map((property) => nameOf(property.key));
  if (owner === 'process' && keys.includes('env')) return 'process.env';
  if (owner === 'crypto' && keys.includes('subtle')) return 'crypto.subtle';
  return owner === 'globalThis' ? keys.find((key) => key !== undefined && NETWORK_GLOBALS.has(key)) : undefined;
}

/** True where an identifier only names a member, a key or a type, and so is no use of the global. */
function isMereName(entry: TreeEntry, parent: TreeEntry): boolean {
  if (parent.type.startsWith('TS') && !TYPED_VALUES.has(parent.type)) return true;
  const isComputed = parent.computed === true;
  if (parent.type === 'MemberExpression') return parent.property === entry && !isComputed;
  return parent.key === entry && !isComputed && parent.shorthand !== true;
}
