/**
 * Builds the parts of one process, from the pool at the bottom to the door at the top, and says in which order they are
 * started. Nothing else knows how they hang together.
 */
import { hostname } from 'node:os';
import {
  AccessSweeper,
  authenticate,
  InvitationBook,
  MemberBook,
  PasswordHasher,
  PeopleDoor,
  SessionBook,
  SetUp,
  TokenBook,
  WorkspaceBook,
} from '../access/index.ts';
import { type ApiDeps, ApiMetrics, ApiServer, type SamplePanel } from '../api/index.ts';
import { ConnectionBook, ConnectionVerifier } from '../connections/index.ts';
import { type Database, GroupCommit } from '../db/index.ts';
import { DraftBook, FlowDirectory, FlowLibrary } from '../flows/index.ts';
import { type Log, randomToken, type Service, systemClock } from '../foundation/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import {
  AttemptMaker,
  type AttemptObserver,
  CallStepRunner,
  ChangeBell,
  DatabaseClock,
  FailureSettler,
  findLink,
  Overview,
  QuestionAsker,
  RunAcceptor,
  RunControl,
  RunExecutor,
  RunLoader,
  RunTally,
  RunWatch,
  recordRuns,
  Worker,
} from '../runs/index.ts';
import { makeTrials } from '../trials/index.ts';
import {
  EventSender,
  HookReceiver,
  SubscriptionKeeper,
  TriggerBook,
  TriggerCounters,
  TriggerFinder,
} from '../triggers/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Config } from './config.ts';
import type { EgressSettings } from './egress-settings.ts';
import { errorCatalog } from './error-catalog.ts';
import { meteredLog } from './metered-log.ts';
import { ReadinessProbe } from './readiness-probe.ts';
import { RunCounts } from './run-counts.ts';
import { readWebApp } from './web-files.ts';
import { type OpenWorkspaces, sealKeySeed } from './workspace-setup.ts';

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
  /** The stand-in vendors of the sample workspace, where this process has them. */
  readonly sample?: SamplePanel;
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
  readonly subscriptions: SubscriptionKeeper;
  readonly setUp: SetUp;
}

/** Signs cookies and encrypts second factors; another text would sign everybody out and lose the factors. */
const PEOPLE_SECRET = 'people sign-in';
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
  const { bell, tally, watch } = makeWatch(options);
  const runs = new RunControl({ database, clock: databaseClock, flows, watch });
  const commit = new GroupCommit({ database, log: options.log });
  const metrics = makeMetrics(workspaces, { runs, commit });
  const log = meteredLog(options.log, metrics);
  const sender = makeSender(options);
  const worker = role.isWorking
    ? makeWorker({ options, log, databaseClock, connections, flows, commit, sender, watch })
    : undefined;
  const acceptor = new RunAcceptor({
    commit,
    flows,
    clock,
    databaseClock,
    watch,
    ...(worker === undefined ? {} : { worker }),
  });
  const finder = new TriggerFinder({ database, vault, clock });
  const counters = new TriggerCounters({ database, clock, log });
  const triggers = new TriggerBook({ database, vault, finder });
  const subscriptions = new SubscriptionKeeper({ database, connections, triggers, sender, log });
  const drafts = new DraftBook({ database, flows });
  const { keySeed } = workspaces;
  const deps: ApiDeps = {
    flows,
    drafts,
    ...makeTrials({ database, drafts, flows, connections, sender, keySeed, clock, log }),
    directory: new FlowDirectory({ database, connections }),
    connections,
    verifier: new ConnectionVerifier({ book: connections, sender }),
    runs,
    overview: new Overview({ database, clock, databaseClock }),
    bell,
    triggers,
    subscriptions,
    hooks: new HookReceiver({ finder, flows, acceptor, counters, clock, log }),
    events: new EventSender({ flows, acceptor }),
    tokens: new TokenBook({ database, clock }),
    access: makeAccess(options, log, () => api?.pageUrl ?? ''),
    errorCatalog: errorCatalog(),
    web: role.isServing ? readWebApp() : undefined,
    ...(options.sample === undefined ? {} : { sample: options.sample }),
    authenticate: (token) => authenticate(database, token),
    readiness: () => readiness.check(),
    metrics,
    clock,
    log,
  };
  const api: ApiServer | undefined = makeApi(config, role, deps);
  const sweeper = role.isServing ? new AccessSweeper({ database, clock, log }) : undefined;
  const services = [commit, counters, bell, tally, worker, sweeper, api].filter((service) => service !== undefined);
  return { services, api, readiness, sender, flows, connections, triggers, subscriptions, setUp: deps.access.setUp };
}

/** Who looks hears through the bell; a process that serves nobody only rings. */
function makeWatch({ database, log, role }: WireOptions) {
  const bell = new ChangeBell({ database, clock: systemClock, log, isHeard: role.isServing });
  const tally = new RunTally({ database, clock: systemClock, log });
  return { bell, tally, watch: new RunWatch({ bell, tally }) };
}

function makeMetrics(
  workspaces: OpenWorkspaces,
  { runs, commit }: { readonly runs: RunControl; readonly commit: GroupCommit },
): ApiMetrics {
  const counts = new RunCounts({
    workspaceIds: workspaces.ids,
    count: (id) => runs.counts(id),
    clock: systemClock,
  });
  return new ApiMetrics({ countRuns: () => counts.read(), commitQueueLength: () => commit.queueLength });
}

function makeAccess({ database, vault }: WireOptions, log: Log, pageUrl: () => string): ApiDeps['access'] {
  const clock = systemClock;
  const hasher = new PasswordHasher();
  const people = new PeopleDoor({ database, hasher, secret: vault.deriveSecret(PEOPLE_SECRET), pageUrl, clock, log });
  return {
    people,
    sessions: new SessionBook(database),
    setUp: new SetUp({ database, hasher, clock }),
    members: new MemberBook({ database, makeResetToken: (personId) => people.makeResetToken(personId) }),
    invitations: new InvitationBook({ database, hasher, clock }),
    workspaces: new WorkspaceBook({ database, sealKeySeed: (workspaceId) => sealKeySeed(vault, workspaceId) }),
  };
}

function makeApi(config: Config, role: Role, deps: ApiDeps): ApiServer | undefined {
  const { host, port, publicUrl, metricsToken, trustedProxies, maxRequestBytes, workerPort } = config;
  const common = { host, publicUrl, metricsToken, trustedProxies, maxRequestBytes };
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
  readonly watch: RunWatch;
}

function makeWorker({ options, log, databaseClock, connections, flows, commit, sender, watch }: WorkerParts): Worker {
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
