import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const MODULE = path.join(import.meta.dirname, 'process-log.ts');

/** Logs in a process of its own, whose standard output is the log. */
async function logged(isForPeople: boolean): Promise<string> {
  const program = `
    const { makeProcessLog } = await import(${JSON.stringify(MODULE)});
    const { AppError } = await import(${JSON.stringify(path.join(import.meta.dirname, '..', 'foundation', 'index.ts'))});
    const log = makeProcessLog({ level: 'info', isForPeople: ${isForPeople} });
    const entry = { kind: 'bug', message: 'It broke.', fix: 'Mend it.' };
    log.info('attempt.ended', { runId: 'r1', token: 'canary-1', nested: { password: 'canary-2', count: 2 }, line: 'a\\nb' });
    log.error('step.broke', { error: new AppError('room.thing.broke', entry, { detail: 'only here' }) });
    log.flush();`;
  return (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])).stdout;
}

test('an event is one line of JSON with its fields, and what is called a secret is masked', async () => {
  const lines = (await logged(false))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, 2);
  assert.equal(lines[0].event, 'attempt.ended');
  assert.equal(lines[0].runId, 'r1');
  assert.deepEqual([lines[0].token, lines[0].nested], ['[redacted]', { password: '[redacted]', count: 2 }]);
  assert.deepEqual([lines[1].error.code, lines[1].error.detail], ['room.thing.broke', 'only here']);
});

test('a line for people holds no secret and no line break of a value', async () => {
  const text = await logged(true);
  assert.equal(text.trim().split('\n').length, 2);
  assert.match(text, /attempt\.ended runId=r1/);
  assert.ok(!text.includes('canary'));
});
