/** Reads the repository's TypeScript and gives the checkers a syntax tree with the imports already picked out. */

import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The repository's root folder. */
export const ROOT = resolve(import.meta.dirname, '..');

/** The folders that hold our own code. */
const CODE_FOLDERS: readonly string[] = ['src', 'web', 'test', 'scripts', 'bench', 'chaos'];

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '.git', '.holdfast', 'coverage', 'fixtures']);

/** One file as the checkers get it; `path` is relative to the root, with forward slashes. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A rule that does not hold, at a line. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
  /** Said, but fails nothing. */
  readonly isAdvice?: boolean;
}

/** A syntax tree's entry, looked at without knowing its type beforehand. */
export interface TreeEntry {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** One import, re-export, `import()` or `import('…')` type. */
export interface ImportEdge {
  readonly specifier: string;
  readonly line: number;
  readonly isTypeOnly: boolean;
  readonly kind: 'import' | 'export' | 'dynamic' | 'type-query';
  /** The imported names; `*` for a namespace, `default` for a default import, empty for a bare import. */
  readonly names: readonly string[];
}

export interface ParsedFile extends SourceText {
  readonly lines: readonly string[];
  readonly tree: TreeEntry;
  readonly edges: readonly ImportEdge[];
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  lineAt(offset: number): number;
}

/** Lists all files below a folder of the root, as paths relative to the root, sorted. */
export function listFiles(folder: string, root = ROOT): string[] {
  const found: string[] = [];
  const visit = (directory: string) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const full = resolve(directory, entry.name);
      if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) visit(full);
      if (entry.isFile()) found.push(relative(root, full).split('\\').join('/'));
    }
  };
  visit(resolve(root, folder));
  return found.sort();
}

/** Reads every TypeScript file of the given folders. */
export function readSources(folders = CODE_FOLDERS, root = ROOT): SourceText[] {
  return folders
    .flatMap((folder) => listFiles(folder, root))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.gen.ts'))
    .map((path) => ({ path, text: readFileSync(resolve(root, path), 'utf8') }));
}

/** Parses one file; throws with the path when it is not TypeScript, because a file not seen is a file not checked. */
export function parseSource(source: SourceText): ParsedFile {
  const result = parseSync(source.path, source.text, {
    lang: source.path.endsWith('.tsx') ? 'tsx' : 'ts',
    sourceType: 'module',
  });
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${source.path} cannot be parsed: ${error.message}`);
  const lineStarts = findLineStarts(source.text);
  const lineAt = (offset: number) => lineStarts.findLastIndex((start) => start <= offset) + 1;
  const tree = result.program as unknown as TreeEntry;
  return {
    ...source,
    lines: source.text.split('\n'),
    tree,
    edges: findEdges(tree, lineAt),
    comments: result.comments,
    lineAt,
  };
}

/** Calls `see` for every entry of a tree, parents first; `see` gets the chain of ancestors, nearest last. */
export function walk(tree: TreeEntry, see: (entry: TreeEntry, ancestors: readonly TreeEntry[]) => void): void {
  const ancestors: TreeEntry[] = [];
  const visit = (entry: TreeEntry) => {
    see(entry, ancestors);
    ancestors.push(entry);
    for (const child of childrenOf(entry)) visit(child);
    ancestors.pop();
  };
  visit(tree);
}

/** The path that a relative specifier points at, relative to the root. */
export function resolveSpecifier(fromPath: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(fromPath), specifier));
}

/** The name of an identifier or the value of a string literal; undefined for anything else. */
export function nameOf(entry: unknown): string | undefined {
  if (!isEntry(entry)) return undefined;
  if (entry.type === 'Identifier' || entry.type === 'PrivateIdentifier') return String(entry.name);
  if (entry.type === 'Literal') return String(entry.value);
  return undefined;
}

/** Prints findings for a person and gives the exit code. */
export function reportFindings(title: string, findings: readonly Finding[], seen: string): number {
  for (const finding of findings) {
    const kind = finding.isAdvice === true ? `${finding.rule} (advice)` : finding.rule;
    process.stdout.write(`${finding.path}:${finding.line} ${kind}: ${finding.message}\n`);
  }
  const broken = findings.filter((finding) => finding.isAdvice !== true).length;
  process.stdout.write(`${title}: ${broken} broken rules in ${seen}\n`);
  return broken === 0 ? 0 : 1;
}

function childrenOf(entry: TreeEntry): TreeEntry[] {
  return Object.values(entry).flatMap((value) => {
    if (Array.isArray(value)) return value.filter(isEntry);
    return isEntry(value) ? [value] : [];
  });
}

function isEntry(value: unknown): value is TreeEntry {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function findEdges(tree: TreeEntry, lineAt: (offset: number) => number): ImportEdge[] {
  const edges: ImportEdge[] = [];
  walk(tree, (entry) => {
    const edge = edgeOf(entry);
    if (edge !== undefined) edges.push({ ...edge, line: lineAt(entry.start) });
  });
  return edges;
}

function edgeOf(entry: TreeEntry): Omit<ImportEdge, 'line'> | undefined {
  const specifier = nameOf(entry.source);
  switch (entry.type) {
    case 'ImportDeclaration':
      return { specifier: specifier ?? '', kind: 'import', ...namesOf(entry, 'importKind') };
    case 'ExportNamedDeclaration':
      return specifier === undefined ? undefined : { specifier, kind: 'export', ...namesOf(entry, 'exportKind') };
    case 'ExportAllDeclaration':
      return { specifier: specifier ?? '', kind: 'export', isTypeOnly: entry.exportKind === 'type', names: ['*'] };
    case 'ImportExpression':
      return { specifier: specifier ?? '(computed)', kind: 'dynamic', isTypeOnly: false, names: ['*'] };
    case 'TSImportType':
      return { specifier: specifier ?? '', kind: 'type-query', isTypeOnly: true, names: ['*'] };
    default:
      return undefined;
  }
}

function namesOf(entry: TreeEntry, kindKey: string): Pick<ImportEdge, 'isTypeOnly' | 'names'> {
  const specifiers = Array.isArray(entry.specifiers) ? entry.specifiers.filter(isEntry) : [];
  const isTypeOnly =
    entry[kindKey] === 'type' || (specifiers.length > 0 && specifiers.every((item) => item[kindKey] === 'type'));
  const names = specifiers.map((item) => {
    if (item.type === 'ImportDefaultSpecifier') return 'default';
    if (item.type === 'ImportNamespaceSpecifier') return '*';
    return nameOf(item.imported ?? item.local) ?? '';
  });
  return { isTypeOnly, names };
}
