import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../scripts/source-tree.ts';
import { renderReferencePages } from './reference-pages.ts';

test('the pages about settings, commands and the API say what the code does', async () => {
  for (const [file, text] of await renderReferencePages()) {
    assert.equal(readFileSync(path.join(ROOT, file), 'utf8'), text, `${file} is old; run scripts/render-reference.ts`);
  }
});
