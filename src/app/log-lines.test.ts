import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LogLines } from './log-lines.ts';

function collect() {
  const written: string[] = [];
  let flushes = 0;
  const lines = new LogLines({
    write: (text) => written.push(text),
    flushSync: () => {
      flushes += 1;
    },
  });
  return { lines, written, flushes: () => flushes };
}

it('a line is written within a quarter of a second, and lines of one moment together', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { lines, written } = collect();
  lines.write('a\n');
  lines.write('b\n');
  assert.deepEqual(written, []);
  context.mock.timers.tick(250);
  assert.deepEqual(written, ['a\nb\n']);
  lines.write('c\n');
  context.mock.timers.tick(250);
  assert.deepEqual(written, ['a\nb\n', 'c\n']);
});

it('many lines do not wait, and none is lost or written twice', () => {
  const { lines, written } = collect();
  const all = Array.from({ length: 1_234 }, (_, index) => `${index}\n`);
  for (const line of all) lines.write(line);
  assert.ok(written.length >= 12);
  lines.flush();
  lines.flush();
  assert.equal(written.join(''), all.join(''));
});

it('flush writes what is left at once, also to an output that is gone', () => {
  const { lines, written, flushes } = collect();
  lines.write('last\n');
  lines.flush();
  assert.deepEqual(written, ['last\n']);
  assert.equal(flushes(), 1);
  const gone = new LogLines({
    write: () => undefined,
    flushSync: () => {
      throw new Error('EPIPE');
    },
  });
  gone.write('x\n');
  assert.doesNotThrow(() => gone.flush());
});
