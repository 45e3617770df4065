/**
 * Holds the house's shape over the code: file kinds and names, sizes, nesting, parameters, words and test titles.
 * What Biome checks well is not repeated here.
 */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findNameFindings } from './file-kind-rules.ts';
import { findFunctionFindings } from './function-rules.ts';
import {
  type Finding,
  listFiles,
  parseSource,
  ROOT,
  readSources,
  reportFindings,
  type SourceText,
} from './source-tree.ts';
import { findTitleFindings } from './test-title-rules.ts';
import { findTopLevelFindings } from './top-level-rules.ts';
import { findWordFindings } from './word-rules.ts';

const MAX_FILE_LINES = 350;

/** Pages of prose at the root whose words are held to the glossary like those in `docs/`. */
const ROOT_PAGES: readonly string[] = ['AGENTS.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'];

/** Folders whose file names are held to the closed list of kinds. */
const NAMED_FOLDERS: readonly string[] = ['src', 'web', 'test', 'scripts', 'bench', 'chaos'];

/** Checks the code of a set of TypeScript files. */
export function checkCode(sources: readonly SourceText[]): Finding[] {
  return sources
    .map(parseSource)
    .flatMap((file) => [
      ...checkLength(file),
      ...findFunctionFindings(file),
      ...findTopLevelFindings(file),
      ...findTitleFindings(file),
    ]);
}

/** Checks how long a file is. */
function checkLength(file: SourceText): Finding[] {
  const count = file.text.replace(/\n$/, '').split('\n').length;
  if (count <= MAX_FILE_LINES) return [];
  const message = `${count} lines, at most ${MAX_FILE_LINES}. Split the file by noun.`;
  return [{ path: file.path, line: MAX_FILE_LINES + 1, rule: 'file-length', message }];
}

function readPages(paths: readonly string[]): SourceText[] {
  return paths.map((path) => ({ path, text: readFileSync(resolve(ROOT, path), 'utf8') }));
}

/** Runs the check on the repository and gives the exit code. */
function main(): number {
  const paths = NAMED_FOLDERS.flatMap((folder) => listFiles(folder));
  const prose = [...listFiles('src'), ...listFiles('docs'), ...ROOT_PAGES].filter((path) =>
    /\.(?:ts|md|sql)$/.test(path),
  );
  const findings = [...findNameFindings(paths), ...checkCode(readSources()), ...findWordFindings(readPages(prose))];
  return reportFindings('shape', findings, `${paths.length} files, ${prose.length} pages read for words`);
}

if (import.meta.main) process.exitCode = main();
