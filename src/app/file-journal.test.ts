import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileJournal } from './file-journal.ts';

describe('the journal of a stand-in', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-journal-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('what was appended is there for the next process, in order, also from many at once', async () => {
    const file = path.join(folder, 'deep', 'a.jsonl');
    const journal = fileJournal(file);
    assert.deepEqual(await journal.read(), []);
    const lines = Array.from({ length: 50 }, (_, index) => `{"n":${index}}`);
    await Promise.all(lines.map((line) => journal.append(line)));
    assert.deepEqual(await fileJournal(file).read(), lines);
  });

  test('a line that a crash cut short is dropped, and the next one does not grow on it', async () => {
    const file = path.join(folder, 'b.jsonl');
    await appendFile(file, '{"n":1}\n{"n":"ü');
    const journal = fileJournal(file);
    assert.deepEqual(await journal.read(), ['{"n":1}']);
    await journal.append('{"n":2}');
    assert.deepEqual(await fileJournal(file).read(), ['{"n":1}', '{"n":2}']);
  });
});
