import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowLibrary } from '../flows/index.ts';
import { AppError, type ErrorKind, type Log, makeObject, silentLog, systemClock } from '../foundation/index.ts';
import type { CallStepRunner } from './call-step-runner.ts';
import type { DatabaseClock } from './database-clock.ts';
import { LeaseGuard } from './lease.ts';
import type { RecordingAnswer, RunRecording } from './ledger.store.ts';
import type { LeasedRun } from './run.ts';
import { RunExecutor } from './run-executor.ts';

/** Executes a run of one call that throws; gives back what was recorded. */
async function executeWith(error: AppError): Promise<RunRecording[]> {
  const recorded: RunRecording[] = [];
  const executor = new RunExecutor({
    flows: { compiled: async () => ({ steps: [{ kind: 'call', key: 'send' }] }) } as unknown as FlowLibrary,
    calls: { run: () => Promise.reject(error) } as unknown as CallStepRunner,
    commit: async (recording) => {
      recorded.push(recording);
      return { kind: 'stored' } as unknown as RecordingAnswer;
    },
    clock: {} as DatabaseClock,
    log: silentLog as Log,
  });
  const event = { id: 'e', receivedAt: '', headers: {}, body: makeObject() };
  const run = { id: 'r', startedAt: '', event, steps: new Map() } as unknown as LeasedRun;
  const guard = new LeaseGuard({ clock: systemClock, leaseMs: 30_000, requestedAt: systemClock.monotonicMs() });
  await executor.execute(run, guard);
  return recorded;
}

const errorOf = (code: string, kind: ErrorKind) => new AppError(code, { kind, message: 'It is away.', fix: 'Wait.' });

test('a run whose database, key store or secret store is away is given back, and nothing is recorded about it', async () => {
  for (const [code, kind] of [
    ['db.connection.lost', 'unavailable'],
    ['vault.hashicorp.unreachable', 'unavailable'],
    ['vault.aws.unreachable', 'unavailable'],
  ] as const) {
    const error = errorOf(code, kind);
    await assert.rejects(executeWith(error), error, code);
  }
});

test('a secret that was sealed elsewhere sets the run aside: waiting would not help', async () => {
  const [recording] = await executeWith(errorOf('vault.sealed.foreign', 'invalid'));
  assert.equal(recording?.next?.state, 'dead_lettered');
});
