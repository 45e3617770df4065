/** The web app's typed client is what the routes say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { renderClient } from '../../scripts/render-client.ts';
import { ROOT } from '../../scripts/source-tree.ts';

test('the typed client of the web app is up to date with the routes', async () => {
  const written = readFileSync(resolve(ROOT, 'web/api/api.gen.ts'), 'utf8');
  assert.equal(written, await renderClient(), 'run `node scripts/render-client.ts`');
});
