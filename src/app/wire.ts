/**
 * Builds the parts of one process, from the pool at the bottom to the door at the top, and says in which order they are
 * started. Nothing else knows how they hang together.
 */
import { hostname } from 'node:os';
import { authenticate, TokenBook } from '../access/index.ts';
import { type ApiDeps, ApiMetrics, ApiServer } from '../api/index.ts';
import { ConnectionBook, ConnectionVerifier } from '../connections/index.ts';
import { type Database, GroupCommit } from '../db/index.ts';
import { FlowLibrary } from '../flows/index.ts';
import { type Log, randomToken, type Service, systemClock } from '../foundation/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import {
  AttemptMaker,
  type AttemptObserver,
  CallStepRunner,
  DatabaseClock,
  FailureSettler,
  findLink,
  QuestionAsker,
  RunAcceptor,
  RunControl,
  RunExecutor,
  RunLoader,
  recordRuns,
  Worker,
} from '../runs/index.ts';
import { EventSender, HookReceiver, TriggerBook, TriggerCounters, TriggerFinder } from '../triggers/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Config } from './config.ts';
import type { EgressSettings } from './egress-settings.ts';
import { errorCatalog } from './error-catalog.ts';
import { meteredLog } from './metered-log.ts';
import { ReadinessProbe } from './readiness-probe.ts';
import { RunCounts } from './run-counts.ts';
import type { OpenWorkspaces } from './workspace-setup.ts';

/** What this process does: take events in, execute runs, or both. */
export interface Role {
  readonly isServing: boolean;
  readonly isWorking: boolean;
}

export interface WireOptions {
  readonly config: Config;
  readonly role: Role;
  readonly database: Database;
  readonly vault: Vault;
  readonly workspaces: OpenWorkspaces;
  readonly log: Log;
  /** Opened besides what the configuration opens: the stand-in vendors of the sample workspace. */
  readonly egress?: EgressSettings['allow'];
  readonly certificates?: readonly string[];
  /** Sees each moment of each attempt; for tests with a main of their own. */
  readonly observe?: AttemptObserver;
}

export interface Wired {
  /** In the order in which they are started. */
  readonly services: readonly Service[];
  readonly api: ApiServer | undefined;
  readonly readiness: ReadinessProbe;
  readonly sender: HttpSender;
  readonly flows: FlowLibrary;
  readonly connections: ConnectionBook;
  readonly triggers: TriggerBook;
}

/** A renewal that fails is tried twice more before the lease ends. */
const RENEWALS_PER_LEASE = 3.6;

/** Builds everything for one process; starts nothing. */
export function wire(options: WireOptions): Wired {
  const { config, role, database, vault, workspaces } = options;
  const clock = systemClock;
  const databaseClock = new DatabaseClock(clock);
  const readiness = new ReadinessProbe(database);
  const connections = new ConnectionBook({ database, vault, clock });
  const flows = new FlowLibrary({ database, connections });
  const runs = new RunControl({ database, clock: databaseClock, flows });
  const commit = new GroupCommit({ database, log: options.log });
  const counts = new RunCounts({ workspaceIds: workspaces.ids, count: (id) => runs.counts(id), clock });
  const metrics = new ApiMetrics({
    countRuns: () => counts.read(),
    commitQueueLength: () => commit.queueLength,
  });
  const log = meteredLog(options.log, metrics);
  const sender = makeSender(options);
  const worker = role.isWorking
    ? makeWorker({ options, log, databaseClock, connections, flows, commit, sender })
    : undefined;
  const acceptor = new RunAcceptor({
    commit,
    flows,
    clock,
    databaseClock,
    ...(worker === undefined ? {} : { worker }),
  });
  const finder = new TriggerFinder({ database, vault, clock });
  const counters = new TriggerCounters({ database, clock, log });
  const triggers = new TriggerBook({ database, vault, finder });
  const deps: ApiDeps = {
    flows,
    connections,
    verifier: new ConnectionVerifier({ book: connections, sender }),
    runs,
    triggers,
    hooks: new HookReceiver({ finder, flows, acceptor, counters, clock, log }),
    events: new EventSender({ flows, acceptor }),
    tokens: new TokenBook({ database, clock }),
    errorCatalog: errorCatalog(),
    authenticate: (token) => authenticate(database, token),
    readiness: () => readiness.check(),
    metrics,
    clock,
    log,
  };
  const api = makeApi(config, role, deps);
  const services = [commit, counters, worker, api].filter((service) => service !== undefined);
  return { services, api, readiness, sender, flows, connections, triggers };
}

function makeApi(config: Config, role: Role, deps: ApiDeps): ApiServer | undefined {
  const { host, port, publicUrl, metricsToken, maxRequestBytes, workerPort } = config;
  const common = { host, publicUrl, metricsToken, maxRequestBytes };
  if (role.isServing) return ApiServer.forApi(deps, { ...common, port });
  return workerPort === undefined ? undefined : ApiServer.forHealth(deps, { ...common, port: workerPort });
}

function makeSender({ config, egress = [], certificates = [] }: WireOptions): HttpSender {
  const { allow, httpsPorts } = config.egress;
  return new HttpSender({
    policy: new EgressPolicy({ allow: [...allow, ...egress], httpsPorts }),
    clock: systemClock,
    limits: {
      connectTimeoutMs: config.connectTimeoutMs,
      totalTimeoutMs: config.callTimeoutMs,
      maxAnswerBytes: config.maxAnswerBytes,
    },
    extraCertificates: certificates,
  });
}

interface WorkerParts {
  readonly options: WireOptions;
  readonly log: Log;
  readonly databaseClock: DatabaseClock;
  readonly connections: ConnectionBook;
  readonly flows: FlowLibrary;
  readonly commit: GroupCommit;
  readonly sender: HttpSender;
}

function makeWorker({ options, log, databaseClock, connections, flows, commit, sender }: WorkerParts): Worker {
  const { config, database, workspaces, observe } = options;
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
    commit: (recording) => commit.submit(recordRuns, recording),
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
    },
    { concurrency, leaseMs, graceMs, renewMs: Math.round(leaseMs / RENEWALS_PER_LEASE) },
  );
}
