/** Two tests of one file never carry the same title: a failure must name its promise. */

import { type Finding, nameOf, type ParsedFile, type TreeEntry, walk } from './source-tree.ts';

const TEST_NAMES: ReadonlySet<string> = new Set(['test', 'it']);

/** Finds titles that a file's tests share; titles made from values at run time are left out. */
export function findTitleFindings(file: ParsedFile): Finding[] {
  if (!file.path.endsWith('.test.ts')) return [];
  const findings: Finding[] = [];
  const seen = new Map<string, number>();
  walk(file.tree, (entry) => {
    const title = titleOf(entry);
    if (title === undefined) return;
    const line = file.lineAt(entry.start);
    const first = seen.get(title);
    if (first === undefined) seen.set(title, line);
    else
      findings.push({ path: file.path, line, rule: 'test-title', message: `"${title}" stands in line ${first} too.` });
  });
  return findings;
}

function titleOf(entry: TreeEntry): string | undefined {
  if (entry.type !== 'CallExpression' || !TEST_NAMES.has(testNameOf(entry.callee) ?? '')) return undefined;
  const [title, body] = entry.arguments as TreeEntry[];
  // A regular expression has a `test` as well; it takes one argument.
  if (body === undefined) return undefined;
  return title?.type === 'Literal' ? nameOf(title) : undefined;
}

/** `test(…)`, `t.test(…)`, `test.only(…)` and the like. */
function testNameOf(callee: unknown): string | undefined {
  const entry = callee as TreeEntry;
  if (entry.type !== 'MemberExpression') return nameOf(entry);
  const property = nameOf(entry.property);
  return property !== undefined && TEST_NAMES.has(property) ? property : nameOf(entry.object);
}
