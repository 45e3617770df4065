/** One word per idea (docs/glossary.md), and one promise that is never made. */

import type { Finding, SourceText } from './source-tree.ts';

interface BannedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Kept short: only words that have no innocent meaning in this repository. */
const BANNED_WORDS: readonly BannedWord[] = [
  { pattern: /(?<!\.github\/)workflow/i, instead: 'say "flow"' },
  // "a piece of text" is plain English.
  { pattern: /(?<![a-z])pieces?(?![a-z]| of )/i, instead: 'say "connector", or "part"' },
  { pattern: /snooz/i, instead: 'say "defer"' },
  { pattern: /(?<![a-z])dlq(?![a-z])/i, instead: 'say "dead letter"' },
  {
    pattern: /exactly[ -]once/i,
    instead: 'that is not promised: a write happens at most once per key or is surfaced as unknown',
  },
];

/** Pages that name the unwanted words on purpose. */
const FREE_PAGES: ReadonlySet<string> = new Set(['docs/glossary.md']);

/** Finds words that the glossary replaces, in code and in prose. */
export function findWordFindings(pages: readonly SourceText[]): Finding[] {
  return pages
    .filter((page) => !FREE_PAGES.has(page.path))
    .flatMap((page) => page.text.split('\n').flatMap((text, index) => findInLine(page.path, index + 1, text)));
}

function findInLine(path: string, line: number, text: string): Finding[] {
  return BANNED_WORDS.flatMap(({ pattern, instead }) => {
    const word = pattern.exec(text)?.[0];
    return word === undefined ? [] : [{ path, line, rule: 'word', message: `"${word}": ${instead}.` }];
  });
}
