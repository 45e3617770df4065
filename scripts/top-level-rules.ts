/** Importing a file does nothing: no calls, no waiting, no variables that change. Entry files are where work starts. */

import { type Finding, nameOf, type ParsedFile, type TreeEntry } from './source-tree.ts';

/** The product's only files that act when they are loaded: of the process, and of a thread. */
const ENTRY_FILES: readonly string[] = ['src/app/main.ts', 'src/app/document-thread-worker.ts'];

/** Checks the top level of a product file. */
export function findTopLevelFindings(file: ParsedFile): Finding[] {
  const isBound = file.path.startsWith('src/') && !file.path.endsWith('.test.ts') && !ENTRY_FILES.includes(file.path);
  if (!isBound) return [];
  const statements = file.tree.body as TreeEntry[];
  return statements.flatMap((statement) => {
    const message = workIn(statement) ?? indexCodeIn(file, statement);
    if (message === undefined) return [];
    return [{ path: file.path, line: file.lineAt(statement.start), rule: 'top-level', message }];
  });
}

function workIn(statement: TreeEntry): string | undefined {
  const inner = statement.type === 'ExportNamedDeclaration' ? (statement.declaration as TreeEntry | null) : statement;
  if (inner?.type === 'VariableDeclaration' && inner.kind !== 'const') {
    return 'a variable of the module that changes is hidden state. Keep it in a class.';
  }
  const isInert = inner === null || inner === undefined || INERT.test(inner.type) || isPrototypeSet(inner);
  return isInert ? undefined : 'importing this file does work. Put it into a function.';
}

/** Giving a constructor its prototype is part of declaring it. */
function isPrototypeSet(statement: TreeEntry): boolean {
  const expression = statement.expression as TreeEntry | undefined;
  const target = expression?.type === 'AssignmentExpression' ? (expression.left as TreeEntry) : undefined;
  return nameOf(target?.property) === 'prototype';
}

/** A room's `index.ts` is its face: re-exports and nothing else. A connector's `index.ts` is its declaration. */
function indexCodeIn(file: ParsedFile, statement: TreeEntry): string | undefined {
  const isFace = /^src\/[^/]+\/index\.ts$/.test(file.path);
  const isReExport = statement.type.startsWith('Export') && Boolean(statement.source);
  return isFace && !isReExport ? "a room's index.ts holds re-exports only." : undefined;
}

const INERT = /^(?:Import|Export|Function|Class|Variable|TS|Empty)/;
