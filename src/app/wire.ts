/**
 * Builds the parts of one process, from the pool at the bottom to the door at the top, and says in which order they are
 * started. Nothing else knows how they hang together.
 */
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
import { type ApiDeps, ApiMetrics, ApiServer, pageUrlOf, type SamplePanel } from '../api/index.ts';
import { type ConnectionBook, makeConnections } from '../connections/index.ts';
import { type Database, GroupCommit } from '../db/index.ts';
import { ConnectionUse, DraftBook, FlowDirectory, FlowLibrary } from '../flows/index.ts';
import { type Log, type Secret, type Service, systemClock } from '../foundation/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import {
  type AttemptObserver,
  ChangeBell,
  DatabaseClock,
  Overview,
  RunAcceptor,
  RunControl,
  RunTally,
  RunWatch,
  type Worker,
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
import { KeyKeeper, type KeyRotation, type Vault } from '../vault/index.ts';
import { type Alerts, makeAlerts } from './alerts-wiring.ts';
import type { Config } from './config.ts';
import { makeDesks } from './connections-wiring.ts';
import type { EgressSettings } from './egress-settings.ts';
import { makeWorker } from './engine-wiring.ts';
import { errorCatalog } from './error-catalog.ts';
import { meteredLog } from './metered-log.ts';
import { ReadinessProbe } from './readiness-probe.ts';
import { RunCounts } from './run-counts.ts';
import { makeSecretSources } from './secret-setup.ts';
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
  readonly rotation: KeyRotation;
  /** Signs cookies and encrypts second factors. */
  readonly signInSecret: Secret<string>;
  /** Reaches the secret stores that the operator's settings name, as no connection does. */
  readonly operatorSender: HttpSender;
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
  readonly alerts: Alerts;
}

/** Builds everything for one process; starts nothing. */
export function wire(options: WireOptions): Wired {
  const { config, role } = options;
  const ground = makeGround(options);
  const worker = role.isWorking ? makeWorker({ ...options, ...ground }) : undefined;
  const intake = makeIntake(options, ground, worker);
  const desks = makeDesks(ground.room, { ...options, ...ground });
  const pageUrl = () => (role.isServing ? (api?.pageUrl ?? '') : pageUrlOf(config.publicUrl ?? ''));
  const alerts = makeAlerts({ ...options, ...ground, certificates: options.certificates ?? [], pageUrl });
  const deps = makeApiDeps(options, ground, { intake, desks: desks.desks, alerts, pageUrl: () => api?.pageUrl ?? '' });
  const api: ApiServer | undefined = makeApi(config, role, deps);
  const { commit, room, bell, tally } = ground;
  const serving = role.isServing ? makeServingServices(options, ground.log, desks) : [];
  const services = [commit, room.keeper, intake.counters, bell, tally, worker, ...serving, ...alerts.services, api];
  return {
    ...ground,
    services: services.filter((service) => service !== undefined),
    api,
    triggers: intake.triggers,
    subscriptions: intake.subscriptions,
    setUp: deps.access.setUp,
    alerts,
  };
}

type Ground = ReturnType<typeof makeGround>;

/** What everything else stands on: the way out, the connections, the flows, and what watches the runs. */
function makeGround(options: WireOptions) {
  const { database, workspaces } = options;
  const databaseClock = new DatabaseClock(systemClock);
  const policy = makePolicy(options);
  const sender = makeSender(options, policy, databaseClock);
  const room = makeConnectionRoom(options, sender);
  const connections = room.book;
  const flows = new FlowLibrary({ database, connections });
  const use = new ConnectionUse({ database, connections });
  const { bell, tally, watch } = makeWatch(options);
  const runs = new RunControl({ database, clock: databaseClock, flows, watch });
  const commit = new GroupCommit({ database, log: options.log });
  const metrics = makeMetrics(workspaces, { runs, commit });
  const log = meteredLog(options.log, metrics);
  const readiness = new ReadinessProbe(database);
  const drafts = new DraftBook({ database, flows });
  return {
    ...{ databaseClock, readiness, policy, sender, room, connections, flows, drafts, use },
    ...{ bell, tally, watch, runs, commit, metrics, log },
  };
}

/** How events come in. */
function makeIntake({ database, vault }: WireOptions, ground: Ground, worker: Worker | undefined) {
  const { commit, flows, databaseClock, watch, connections, sender, log } = ground;
  const clock = systemClock;
  const direct = worker === undefined ? {} : { worker };
  const acceptor = new RunAcceptor({ commit, flows, clock, databaseClock, watch, ...direct });
  const finder = new TriggerFinder({ database, vault, clock });
  const counters = new TriggerCounters({ database, clock, log });
  const triggers = new TriggerBook({ database, vault, finder });
  return {
    counters,
    triggers,
    subscriptions: new SubscriptionKeeper({ database, connections, triggers, sender, log }),
    hooks: new HookReceiver({ finder, flows, acceptor, counters, clock, log }),
    events: new EventSender({ flows, acceptor }),
  };
}

interface Doors {
  readonly intake: ReturnType<typeof makeIntake>;
  readonly desks: ReturnType<typeof makeDesks>['desks'];
  readonly alerts: Alerts;
  readonly pageUrl: () => string;
}

function makeApiDeps(options: WireOptions, ground: Ground, { intake, desks, alerts, pageUrl }: Doors): ApiDeps {
  const { database, role, sample, workspaces } = options;
  const { connections, databaseClock, readiness, log } = ground;
  const clock = systemClock;
  return {
    ...ground,
    ...intake,
    ...desks,
    ...makeTrials({ ...ground, database, keySeed: workspaces.keySeed, clock }),
    directory: new FlowDirectory({ database, connections }),
    connectionUse: ground.use,
    overview: new Overview({ database, clock, databaseClock }),
    tokens: new TokenBook({ database, clock }),
    notices: alerts.notices,
    channels: alerts.channels,
    access: makeAccess(options, log, pageUrl),
    errorCatalog: errorCatalog(),
    web: role.isServing ? readWebApp() : undefined,
    ...(sample === undefined ? {} : { sample }),
    authenticate: (token) => authenticate(database, token),
    readiness: () => readiness.check(),
    clock,
  };
}

/** What one serving process does for all: the end of old accesses, of a half-done rotation, and the daily verification. */
function makeServingServices(
  { database, rotation }: WireOptions,
  log: Log,
  { verificationKeeper }: ReturnType<typeof makeDesks>,
): readonly Service[] {
  const clock = systemClock;
  return [new AccessSweeper({ database, clock, log }), new KeyKeeper({ rotation, clock, log }), verificationKeeper];
}

/** The sender exists before it, because tokens are renewed through the same door as everything else. */
function makeConnectionRoom(options: WireOptions, sender: HttpSender) {
  const { config, database, vault, workspaces, operatorSender, log } = options;
  const secrets = makeSecretSources(config, { first: workspaces.first, sender: operatorSender });
  return makeConnections({ database, vault, sender, secrets, clock: systemClock, log, random: Math.random });
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

function makeAccess(
  { database, vault, signInSecret }: WireOptions,
  log: Log,
  pageUrl: () => string,
): ApiDeps['access'] {
  const clock = systemClock;
  const hasher = new PasswordHasher();
  const people = new PeopleDoor({ database, hasher, secret: signInSecret, pageUrl, clock, log });
  return {
    people,
    sessions: new SessionBook(database),
    setUp: new SetUp({ database, hasher, clock }),
    members: new MemberBook({ database, makeResetToken: (personId) => people.makeResetToken(personId) }),
    invitations: new InvitationBook({ database, hasher, clock }),
    workspaces: new WorkspaceBook({ database, sealKeySeed: (workspaceId, tx) => sealKeySeed(vault, workspaceId, tx) }),
  };
}

function makeApi(config: Config, role: Role, deps: ApiDeps): ApiServer | undefined {
  const { host, port, publicUrl, metricsToken, trustedProxies, maxRequestBytes, workerPort } = config;
  const common = { host, publicUrl, metricsToken, trustedProxies, maxRequestBytes };
  if (role.isServing) return ApiServer.forApi(deps, { ...common, port });
  return workerPort === undefined ? undefined : ApiServer.forHealth(deps, { ...common, port: workerPort });
}

function makePolicy({ config, egress = [] }: WireOptions): EgressPolicy {
  const { allow, httpsPorts } = config.egress;
  return new EgressPolicy({ allow: [...allow, ...egress], httpsPorts });
}

function makeSender(
  { config, certificates = [] }: WireOptions,
  policy: EgressPolicy,
  databaseClock: DatabaseClock,
): HttpSender {
  return new HttpSender({
    policy,
    clock: systemClock,
    signingTimeMs: () => databaseClock.nowMs(),
    limits: {
      connectTimeoutMs: config.connectTimeoutMs,
      totalTimeoutMs: config.callTimeoutMs,
      maxAnswerBytes: config.maxAnswerBytes,
    },
    extraCertificates: certificates,
  });
}
