/** The closed list of file kinds: a name tells what may be inside, and no name is a bag for everything. */

import { ROOMS } from './room-table.ts';
import type { Finding } from './source-tree.ts';

/** Names that gather what has no home; most import knots have one of these at their centre. */
const BANNED_NAMES: ReadonlySet<string> = new Set([
  'common',
  'constants',
  'helper',
  'helpers',
  'interfaces',
  'misc',
  'shared',
  'types',
  'util',
  'utils',
]);

const KEBAB = '[a-z0-9]+(?:-[a-z0-9]+)*';

interface FileKind {
  readonly pattern: RegExp;
  /** Says where this kind may stand, when not everywhere. */
  readonly isAllowedAt?: (path: string) => boolean;
  readonly place?: string;
}

const inSource = (path: string) => path.startsWith('src/');

/** Rooms that may have stores: those that import the database. */
const STORE_ROOMS: readonly string[] = ROOMS.filter(
  (room) => room.layer < 9 && room.mayImport.some((door) => door.room === 'db'),
).map((room) => room.name);

const KINDS: readonly FileKind[] = [
  { pattern: new RegExp(`^${KEBAB}\\.ts$`) },
  {
    pattern: new RegExp(`^(?:${KEBAB}\\.(?:tsx|css|html|svg|js)|tsconfig\\.json|api\\.gen\\.ts)$`),
    isAllowedAt: (path) => path.startsWith('web/'),
    place: 'web',
  },
  { pattern: new RegExp(`^${KEBAB}(?:\\.store|\\.routes)?(?:\\.pg)?\\.test\\.ts$`) },
  {
    pattern: new RegExp(`^${KEBAB}\\.store\\.ts$`),
    isAllowedAt: (path) => STORE_ROOMS.some((room) => path.startsWith(`src/${room}/`)),
    place: `rooms that use the database (${STORE_ROOMS.join(', ')})`,
  },
  {
    pattern: new RegExp(`^${KEBAB}\\.routes\\.ts$`),
    isAllowedAt: (path) => path.startsWith('src/api/'),
    place: 'the room api',
  },
  {
    pattern: /^[a-z0-9_]+\.sql$/,
    isAllowedAt: (path) => /^src\/db\/(?:migrations\/\d{6}_[a-z0-9_]+|schema)\.sql$/.test(path),
    place: 'src/db/migrations/000001_name.sql and src/db/schema.sql',
  },
  { pattern: /^README\.md$/ },
  {
    pattern: /^setup\.md$/,
    isAllowedAt: (path) => /^src\/connectors\/[^/]+\/setup\.md$/.test(path),
    place: "a connector's folder",
  },
  {
    pattern: new RegExp(`^${KEBAB}(?:\\.[a-z0-9]+)*\\.(?:json|yaml|xml|txt|sh|conf|lua)$`),
    isAllowedAt: (path) => !inSource(path) || /^src\/(?:sandbox|language)\//.test(path),
    place: 'sandbox, language and the folders outside src',
  },
  {
    pattern: /^(?:[a-z0-9.-]+\.gz|LICENSES\.md|[A-Za-z0-9.-]+\.txt)$/,
    isAllowedAt: (path) => path.startsWith('test/documents/'),
    place: "test/documents, which has vendors' documents with their licences",
  },
];

/** Checks names alone: kind, place, kebab-case, banned bags. */
export function findNameFindings(paths: readonly string[]): Finding[] {
  return paths.flatMap((path) => {
    const message = badNameOf(path) ?? badKindOf(path);
    return message === undefined ? [] : [{ path, line: 1, rule: 'file-kind', message }];
  });
}

/** A connector's folder carries the connector's name, which is written with underscores. */
function badNameOf(path: string): string | undefined {
  const segments = path.split('/').map((segment) => segment.split('.')[0] ?? '');
  const bag = segments.find((segment) => BANNED_NAMES.has(segment) || /-(?:util|helper)s?$/.test(segment));
  if (bag !== undefined) return `"${bag}" says nothing about what is inside. Name the noun.`;
  const folder = path
    .replace(/^src\/connectors\/[a-z0-9_]+\//, '')
    .split('/')
    .slice(0, -1)
    .find((name) => !new RegExp(`^${KEBAB}$`).test(name));
  return folder === undefined ? undefined : `the folder "${folder}" is not kebab-case.`;
}

function badKindOf(path: string): string | undefined {
  const name = path.split('/').at(-1) ?? '';
  const kinds = KINDS.filter((kind) => kind.pattern.test(name));
  if (kinds.length === 0) return `"${name}" is none of the kinds of files. See CONTRIBUTING.md, clause 1.`;
  if (kinds.some((kind) => kind.isAllowedAt?.(path) ?? true)) return undefined;
  return `"${name}" belongs to ${kinds.map((kind) => kind.place).join(' or ')}.`;
}
