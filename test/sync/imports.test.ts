/** Proves that the import checker can fail: one forbidden import per rule, and a look at the real tree. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkImports } from '../../scripts/check-imports.ts';
import { ROOMS } from '../../scripts/room-table.ts';
import { readSources, type SourceText } from '../../scripts/source-tree.ts';
import { ALLOWED, FORBIDDEN } from './import-samples.ts';

/** A small world in which every room has a face and nothing is forbidden yet. */
const FACES: readonly SourceText[] = ROOMS.map((room) => ({
  path: `src/${room.name}/index.ts`,
  text: "export { thing, type Thing } from './thing.ts';\n",
})).concat(
  ROOMS.map((room) => ({
    path: `src/${room.name}/thing.ts`,
    text: 'export const thing = 1;\nexport type Thing = typeof thing;\n',
  })),
  [
    { path: 'src/api/client.ts', text: "export const client = () => fetch('/api/v1/runs');\n" },
    { path: 'src/runs/thing.test.ts', text: "import { thing } from './thing.ts';\nthing;\n" },
    { path: 'src/connectors/http/thing.ts', text: 'export type Thing = 1;\n' },
    { path: 'src/runs/b.ts', text: "export const b = 1;\nexport type B = import('./thing.ts').Thing;\n" },
    { path: 'scripts/tool.ts', text: 'export const tool = 1;\n' },
  ],
);

/** The rules that break when one file is put into the small world. */
function rulesBrokenBy(path: string, text: string): string[] {
  const world = [...FACES.filter((file) => file.path !== path), { path, text }];
  return checkImports(world).findings.map((finding) => finding.rule);
}

describe('the import checker', () => {
  for (const [rule, samples] of Object.entries(FORBIDDEN)) {
    for (const { title, path, text } of samples) {
      test(`${rule}: fails when ${title}`, () => {
        const broken = rulesBrokenBy(path, text);
        assert.ok(broken.includes(rule), `expected "${rule}", got ${broken.join(', ') || 'nothing'}`);
      });
    }
  }

  for (const { title, path, text } of ALLOWED) {
    test(`lets pass that ${title}`, () => assert.deepEqual(rulesBrokenBy(path, text), []));
  }

  test('finds nothing in the small world itself', () => assert.deepEqual(checkImports(FACES).findings, []));

  test('names every room that the table leaves closed', () => {
    const open = new Set(ROOMS.flatMap((row) => row.mayImport.map((door) => `${row.name} ${door.room}`)));
    for (const from of ROOMS) {
      for (const to of ROOMS.filter((row) => row !== from && !open.has(`${from.name} ${row.name}`))) {
        const broken = rulesBrokenBy(`src/${from.name}/x.ts`, `import type { Thing } from '../${to.name}/index.ts';`);
        assert.ok(broken.includes('room'), `${from.name} → ${to.name} must be closed`);
      }
    }
  });

  test('only ever opens rooms of a lower layer', () => {
    const layers = new Map(ROOMS.map((row) => [row.name, row.layer]));
    for (const row of ROOMS) {
      for (const door of row.mayImport) {
        const isNarrow = row.name === 'sandbox' && door.room === 'api' && door.only === 'client.ts';
        assert.ok(isNarrow || Number(layers.get(door.room)) < row.layer, `${row.name} → ${door.room} is not downward`);
      }
    }
  });

  test('sees the modules and the imports of this repository', () => {
    const { modulesSeen, edgesSeen } = checkImports(readSources());
    assert.ok(modulesSeen > 40, `saw ${modulesSeen} modules`);
    assert.ok(edgesSeen > 100, `saw ${edgesSeen} imports`);
  });
});
