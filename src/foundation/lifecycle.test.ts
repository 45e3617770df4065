import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Service, startAll, stopAll } from './lifecycle.ts';
import { silentLog } from './log.ts';

function service(name: string, seen: string[], failing: 'start' | 'stop' | 'never' = 'never'): Service {
  const act = (what: 'start' | 'stop') => async () => {
    seen.push(`${what} ${name}`);
    if (failing === what) throw new Error(`${name} cannot ${what}`);
  };
  return { name, start: act('start'), stop: act('stop') };
}

test('services start in order and stop in reverse', async () => {
  const seen: string[] = [];
  const services = [service('a', seen), service('b', seen)];
  await startAll(services, silentLog);
  await stopAll(services, silentLog);
  assert.deepEqual(seen, ['start a', 'start b', 'stop b', 'stop a']);
});

test('when one cannot start, those before it are stopped and its error is thrown', async () => {
  const seen: string[] = [];
  const services = [service('a', seen), service('b', seen, 'start'), service('c', seen)];
  await assert.rejects(startAll(services, silentLog), /b cannot start/);
  assert.deepEqual(seen, ['start a', 'start b', 'stop a']);
});

test('one that cannot stop is logged and the others are stopped all the same', async () => {
  const seen: string[] = [];
  const logged: string[] = [];
  await stopAll([service('a', seen), service('b', seen, 'stop')], {
    ...silentLog,
    error: (event) => logged.push(event),
  });
  assert.deepEqual(seen, ['stop b', 'stop a']);
  assert.deepEqual(logged, ['service.stop_failed']);
});
