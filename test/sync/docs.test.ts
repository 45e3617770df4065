/** The documents say what the code does: links lead somewhere, tables and generated pages match. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { renderPages } from '../../scripts/render-reference.ts';
import { mayImportText, PACKAGES, ROOMS, type Room } from '../../scripts/room-table.ts';
import { listFiles, ROOT } from '../../scripts/source-tree.ts';
import { errorCatalog } from '../../src/app/index.ts';

const MAX_README_LINES = 25;

const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');

const rootPages = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
const pages = [...rootPages, ...listFiles('docs'), ...listFiles('src')].filter((path) => path.endsWith('.md'));

/** The anchors of a page as GitHub makes them from headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...read(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, text = '']) => text);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Why a link leads nowhere; undefined when it is fine or leaves the repository. */
function brokenLink(page: string, target: string): string | undefined {
  if (/^(?:https?|mailto):/.test(target)) return undefined;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : posix.normalize(posix.join(posix.dirname(page), file));
  if (!existsSync(resolve(ROOT, path))) return `${page}: ${target} leads nowhere`;
  if (anchor === undefined || !path.endsWith('.md') || anchorsOf(path).has(anchor)) return undefined;
  return `${page}: ${path} has no heading for #${anchor}`;
}

/** The sentence that follows "May import" in a README, over the lines of its paragraph or list item. */
function mayImportSentence(readme: string): string | undefined {
  const found = /^[-*]?\s*\**May import:?\**:?\s+((?:.|\n(?!\s*[-*]|\s*\n))+)/m.exec(readme)?.[1];
  return found?.replaceAll('\n', ' ').replace(/\.(?: .*)?$/, '');
}

/** The rooms that a sentence names, in the table's order. */
function roomsNamedIn(sentence: string): string[] {
  const words = new Set(sentence.toLowerCase().match(/[a-z]+/g) ?? []);
  return ROOMS.map((row) => row.name).filter((name) => words.has(name));
}

describe('documents', () => {
  test('every link between pages leads to a page, and every anchor to a heading', () => {
    const broken = pages.flatMap((page) => {
      const text = read(page).replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
      return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => brokenLink(page, target));
    });
    assert.deepEqual(
      broken.filter((sentence) => sentence !== undefined),
      [],
    );
  });

  test('every page of docs can be reached from the README', () => {
    const reached = new Set<string>(['README.md']);
    for (const page of reached) {
      for (const [, target = ''] of read(page).matchAll(/\]\(([^)\s#]+)/g)) {
        const path = posix.normalize(posix.join(posix.dirname(page), target));
        if (path.endsWith('.md') && existsSync(resolve(ROOT, path))) reached.add(path);
      }
    }
    assert.deepEqual(
      listFiles('docs').filter((path) => path.endsWith('.md') && !reached.has(path)),
      [],
    );
  });

  test('the generated pages are those that the code makes', async () => {
    for (const [path, text] of await renderPages()) {
      assert.ok(existsSync(resolve(ROOT, path)), `${path} is missing. Run node scripts/render-reference.ts`);
      assert.equal(read(path), text, `${path} is out of date. Run node scripts/render-reference.ts`);
    }
  });

  test('every runtime dependency has its reason in the decisions', () => {
    const reasons = read('docs/decisions/0006-runtime-dependencies.md');
    const manifest: { dependencies: Record<string, string> } = JSON.parse(read('package.json'));
    const names = Object.keys(manifest.dependencies);
    assert.deepEqual(
      names.filter((name) => !reasons.includes(`| \`${name}\` |`)),
      [],
    );
    assert.deepEqual(
      Object.keys(PACKAGES).filter((name) => !names.includes(name)),
      [],
      'the room table opens packages that are not installed',
    );
  });
});

describe('rooms', () => {
  test('the folders of src are the rooms of the table that are built', () => {
    const folders = readdirSync(resolve(ROOT, 'src'), { withFileTypes: true });
    const built = ROOMS.filter((row) => row.isBuilt).map((row) => row.name);
    assert.deepEqual(folders.map((entry) => entry.name).sort(), built.sort());
  });

  for (const row of ROOMS.filter((candidate) => candidate.isBuilt)) {
    test(`${row.name} has an index.ts and a README of at most ${MAX_README_LINES} lines`, () => {
      assert.ok(existsSync(resolve(ROOT, `src/${row.name}/index.ts`)), 'index.ts is missing');
      assert.ok(existsSync(resolve(ROOT, `src/${row.name}/README.md`)), 'README.md is missing');
      const count = read(`src/${row.name}/README.md`).trimEnd().split('\n').length;
      assert.ok(count <= MAX_README_LINES, `README.md has ${count} lines`);
    });

    test(`the README of ${row.name} names the rooms that the table opens`, () => assertMayImport(row));
  }
});

function assertMayImport(row: Room): void {
  const expected = `May import: ${mayImportText(row)}.`;
  const sentence = mayImportSentence(read(`src/${row.name}/README.md`));
  assert.ok(sentence, `src/${row.name}/README.md lacks the line "${expected}"`);
  assert.deepEqual(roomsNamedIn(sentence), roomsNamedIn(expected), `expected "${expected}"`);
  for (const word of ['types', 'client']) assert.equal(sentence.includes(word), expected.includes(word), expected);
}

describe('error codes', () => {
  test('the catalog has the table of every room', () => {
    const withErrors = listFiles('src').flatMap((path) => /^src\/([^/]+)\/errors\.ts$/.exec(path)?.[1] ?? []);
    const rooms = new Set(errorCatalog().map((row) => row.room));
    assert.deepEqual([...rooms].sort(), [...withErrors, 'foundation'].sort());
  });

  test('every code is unique, begins with its room and has the form room.thing.problem', async () => {
    const rows = errorCatalog();
    assert.ok(rows.length > 20, `saw ${rows.length} codes`);
    const codes = rows.map((row) => row.code);
    assert.deepEqual(
      codes.filter((code, index) => codes.indexOf(code) !== index),
      [],
      'codes that stand in two tables',
    );
    assert.deepEqual(
      rows
        .filter((row) => !new RegExp(`^${row.room}\\.[a-z0-9_]+\\.[a-z0-9_]+$`).test(row.code))
        .map((row) => row.code),
      [],
    );
  });

  test('every code says what is wrong and how to mend it, in sentences', async () => {
    const rows = errorCatalog();
    const isSentence = (text: string) => /^[A-Z{"`].*[.}:]$/.test(text);
    assert.deepEqual(
      rows.filter(({ entry }) => !isSentence(entry.message) || !isSentence(entry.fix)).map((row) => row.code),
      [],
    );
  });
});
