/** Hangs the engine together: what executes runs, and the worker that leases them. */
import { hostname } from 'node:os';
import type { ConnectionBook } from '../connections/index.ts';
import type { Database, GroupCommit } from '../db/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import { type Log, randomToken, systemClock } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import {
  AttemptMaker,
  type AttemptObserver,
  CallStepRunner,
  type DatabaseClock,
  FailureSettler,
  findLink,
  QuestionAsker,
  RunExecutor,
  RunLoader,
  type RunWatch,
  recordRuns,
  Worker,
} from '../runs/index.ts';
import type { Config } from './config.ts';
import type { OpenWorkspaces } from './workspace-setup.ts';

/** A renewal that fails is tried twice more before the lease ends. */
const RENEWALS_PER_LEASE = 3.6;

export interface WorkerParts {
  readonly config: Config;
  readonly database: Database;
  readonly workspaces: OpenWorkspaces;
  readonly observe?: AttemptObserver;
  readonly log: Log;
  readonly databaseClock: DatabaseClock;
  readonly connections: ConnectionBook;
  readonly flows: FlowLibrary;
  readonly commit: GroupCommit;
  readonly sender: HttpSender;
  readonly watch: RunWatch;
}

/** Builds the worker of a process that executes runs; starts nothing. */
export function makeWorker(parts: WorkerParts): Worker {
  const { config, database, workspaces, observe, log, databaseClock, connections, flows, commit, sender, watch } =
    parts;
  const clock = databaseClock;
  const attempts = new AttemptMaker({ sender, clock, log, ...(observe === undefined ? {} : { observe }) });
  const failures = new FailureSettler({ connections, attempts, clock, random: Math.random });
  const calls = new CallStepRunner({
    connections,
    attempts,
    failures,
    questions: new QuestionAsker({ attempts, failures }),
    clock,
    keySeed: workspaces.keySeed,
    findLink: (key) => findLink(database, key),
  });
  const executor = new RunExecutor({
    flows,
    calls,
    clock,
    log,
    commit: async (recording) => {
      const answer = await commit.submit(recordRuns, recording);
      watch.recorded(recording, answer);
      return answer;
    },
  });
  const { leaseMs, graceMs, workerConcurrency: concurrency } = config;
  return new Worker(
    {
      database,
      loader: new RunLoader({ database, flows }),
      executor,
      clock: systemClock,
      databaseClock,
      log,
      holder: `${hostname()}/${process.pid}/${randomToken(6)}`,
      watch,
    },
    { concurrency, leaseMs, graceMs, renewMs: Math.round(leaseMs / RENEWALS_PER_LEASE) },
  );
}
