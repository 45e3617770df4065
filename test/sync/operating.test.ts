/** The pages about operating name every metric and every line of the log, and no other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { listFiles, ROOT } from '../../scripts/source-tree.ts';
import { ApiMetrics } from '../../src/api/index.ts';
import { SETTINGS } from '../../src/app/setting-table.ts';
import { SECRET_VARIABLES } from '../../src/connections/index.ts';
import { RUN_STATES } from '../../src/runs/index.ts';

const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');
const PAGE = read('docs/operate/metrics-and-logs.md');

/** The first cells of the table under a heading, without their quotes. */
function namesUnder(heading: string): string[] {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name = '']) => name);
}

describe('the page of metrics and logs', () => {
  test('names every metric of our own with its type', async () => {
    const metrics = new ApiMetrics({ countRuns: async () => ({ queued: 1 }), commitQueueLength: () => 0 });
    const types = [...(await metrics.page()).matchAll(/^# TYPE (holdfast_\w+) (\w+)$/gm)];
    assert.ok(types.length >= 7, `saw ${types.length} metrics`);
    const named = namesUnder('Metrics').filter((name) => name.startsWith('holdfast_'));
    assert.deepEqual(named.toSorted(), types.map(([, name = '']) => name).toSorted());
    for (const [, name, type] of types) assert.match(PAGE, new RegExp(`^\\| \`${name}\` \\| ${type}\\b`, 'm'));
  });

  test('says of each state that is counted when it wants somebody', () => {
    const ended = ['succeeded', 'filtered', 'cancelled'];
    const counted = RUN_STATES.filter((state) => !ended.includes(state));
    const named = namesUnder('Metrics').filter((name) => !name.startsWith('holdfast_'));
    assert.deepEqual(named, counted);
  });

  test('names every line of the log with its level', () => {
    const sources = listFiles('src').filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
    const lines = sources.flatMap((path) => [
      ...[...read(path).matchAll(/log\.(info|warn|error)\(\s*'([\w.]+)'/g)].map(
        ([, level, event]) => `${event} ${level}`,
      ),
      ...[...read(path).matchAll(/\bend\('(process\.[\w.]+)'\)/g)].map(([, event]) => `${event} error`),
    ]);
    const named = [...PAGE.matchAll(/^\| `([\w.]+)` \| (info|warn|error) \|/gm)].map(
      ([, event, level]) => `${event} ${level}`,
    );
    assert.deepEqual(named.toSorted(), [...new Set(lines)].toSorted());
  });
});

describe('the pages about operating', () => {
  test('name only settings that there are', () => {
    const known = Object.values(SETTINGS).map(({ env }) => env);
    for (const page of listFiles('docs/operate').filter((path) => path.endsWith('.md'))) {
      const named = [...read(page).matchAll(/\bHOLDFAST_[A-Z_]+/g)].map(([name]) => name);
      assert.deepEqual(
        named.filter((name) => !name.startsWith(SECRET_VARIABLES) && !known.some((env) => env === name)),
        [],
        page,
      );
    }
  });
});
