/** How long, how wide and how deep a function may be. */

import { type Finding, nameOf, type ParsedFile, type TreeEntry, walk } from './source-tree.ts';

/** Lines of code in a function, without blank lines and comments. */
const MAX_FUNCTION_LINES = 60;
const MAX_POSITIONAL_PARAMETERS = 3;
const MAX_NESTING = 3;

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

const NESTING: ReadonlySet<string> = new Set([
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
]);

/** Callbacks of these hold a list of tests, not a job. */
const TEST_GROUPS: ReadonlySet<string> = new Set(['describe', 'suite']);

/** Checks every function of a file, and how deep its statements nest. */
export function findFunctionFindings(file: ParsedFile): Finding[] {
  const findings: Finding[] = [];
  const codeLines = codeLinesOf(file);
  walk(file.tree, (entry, ancestors) => {
    const path = file.path;
    const line = file.lineAt(entry.start);
    if (NESTING.has(entry.type))
      findings.push(...checkNesting(entry, ancestors).map((rest) => ({ path, line, ...rest })));
    if (!FUNCTIONS.has(entry.type)) return;
    const length = countBetween(codeLines, line, file.lineAt(entry.end));
    const parent = ancestors.at(-1);
    findings.push(...checkFunction(entry, parent, length).map((rest) => ({ path, line, ...rest })));
  });
  return findings;
}

type Placeless = Omit<Finding, 'path' | 'line'>;

function checkNesting(entry: TreeEntry, ancestors: readonly TreeEntry[]): Placeless[] {
  const depth = nestingOf(entry, ancestors);
  if (depth !== MAX_NESTING + 1) return [];
  return [{ rule: 'nesting', message: `nested ${depth} deep, at most ${MAX_NESTING}. Use guard clauses.` }];
}

/** A callback's parameters are fixed by whoever calls it, so only functions with a name are asked about theirs. */
function checkFunction(entry: TreeEntry, parent: TreeEntry | undefined, length: number): Placeless[] {
  const name = functionNameOf(entry, parent);
  const found: Placeless[] = [];
  if (length > MAX_FUNCTION_LINES && !isTestGroup(parent)) {
    const message = `${name} has ${length} lines of code, at most ${MAX_FUNCTION_LINES}. Split it by what it decides.`;
    found.push({ rule: 'function-length', message });
  }
  const width = parameterCountOf(entry);
  if (width > MAX_POSITIONAL_PARAMETERS && parent?.type !== 'CallExpression') {
    const message = `${name} takes ${width} positional parameters. Pass one object.`;
    found.push({ rule: 'parameters', message, isAdvice: true });
  }
  return found;
}

/** Line numbers that hold code: not blank and not inside a comment alone. */
function codeLinesOf(file: ParsedFile): ReadonlySet<number> {
  const units = file.text.split('');
  for (const comment of file.comments) {
    for (let at = comment.start; at < comment.end; at += 1) if (units[at] !== '\n') units[at] = ' ';
  }
  const lines = units.join('').split('\n');
  return new Set(lines.flatMap((line, index) => (line.trim() === '' ? [] : [index + 1])));
}

function countBetween(lines: ReadonlySet<number>, first: number, last: number): number {
  let count = 0;
  for (let line = first; line <= last; line += 1) if (lines.has(line)) count += 1;
  return count;
}

/** Depth within the nearest function; an `else if` goes on at the depth of its `if`. */
function nestingOf(entry: TreeEntry, ancestors: readonly TreeEntry[]): number {
  const inside = ancestors.slice(ancestors.findLastIndex((ancestor) => FUNCTIONS.has(ancestor.type)) + 1);
  const chain = [...inside, entry];
  return chain.filter((item, index) => NESTING.has(item.type) && !isElseIf(item, chain[index - 1])).length;
}

function isElseIf(entry: TreeEntry, parent: TreeEntry | undefined): boolean {
  return entry.type === 'IfStatement' && parent?.type === 'IfStatement' && parent.alternate === entry;
}

function isTestGroup(parent: TreeEntry | undefined): boolean {
  return parent?.type === 'CallExpression' && TEST_GROUPS.has(nameOf(parent.callee) ?? '');
}

/** Positional parameters; TypeScript's `this` is none. */
function parameterCountOf(entry: TreeEntry): number {
  return (entry.params as TreeEntry[]).filter((parameter) => nameOf(parameter) !== 'this').length;
}

function functionNameOf(entry: TreeEntry, parent: TreeEntry | undefined): string {
  return nameOf(entry.id) ?? nameOf(parent?.key) ?? nameOf(parent?.id) ?? 'this function';
}
