/**
 * The engine as a process has it, built on a test's own database: everything real but the doors. Used in the test's
 * process and, for crash tests, in children that are killed.
 */

import { randomUUID } from 'node:crypto';
import { insertWorkspace } from '../src/access/index.ts';
import type { ReferenceReader } from '../src/connections/credential-secrets.ts';
import { makeConnections } from '../src/connections/index.ts';
import { Database, GroupCommit, type Tx } from '../src/db/index.ts';
import { FlowLibrary } from '../src/flows/index.ts';
import {
  type JsonObject,
  type Log,
  makeId,
  parseJson,
  Secret,
  silentLog,
  stringifyJson,
  systemClock,
  type WorkspaceId,
} from '../src/foundation/index.ts';
import { EgressPolicy, HttpSender, type HttpSenderDeps } from '../src/outbound/index.ts';
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
  type WorkerConfig,
} from '../src/runs/index.ts';
import { makeMasterKeyText } from '../src/vault/index.ts';
import { makeTestVault, noReferences } from './vault.ts';

export interface EngineOptions {
  readonly url: string;
  readonly masterKey: string;
  /** Loopback ports that calls may go to. */
  readonly ports: readonly number[];
  readonly observe?: AttemptObserver;
  /** Called after every record of a run is durable. */
  readonly afterRecord?: (isRunLeaving: boolean) => void;
  readonly openTcp?: HttpSenderDeps['openTcp'];
  readonly worker?: Partial<WorkerConfig>;
  readonly log?: Log;
  /** Where references in credentials lead to; without it, nowhere. */
  readonly secrets?: ReferenceReader;
}

export type Engine = Awaited<ReturnType<typeof makeEngine>>;

const TEST_KEY_SEED = new Secret('a seed that only tests have');

/** Builds the engine; the worker is not started, so that a test runs it turn by turn. */
export async function makeEngine(options: EngineOptions) {
  const log = options.log ?? silentLog;
  const clock = systemClock;
  const database = new Database({ url: options.url, log });
  const commit = new GroupCommit({ database, log });
  await commit.start();
  const vault = makeTestVault(database, options.masterKey);
  const sender = makeSender(options);
  const secrets = options.secrets ?? noReferences;
  const room = makeConnections({ database, vault, sender, secrets, clock, log, random: Math.random });
  const connections = room.book;
  const flows = new FlowLibrary({ database, connections });
  const databaseClock = new DatabaseClock(clock);
  const observe = options.observe === undefined ? {} : { observe: options.observe };
  const attempts = new AttemptMaker({ sender, clock: databaseClock, log, ...observe });
  const failures = new FailureSettler({ connections, attempts, clock: databaseClock, random: Math.random });
  const questions = new QuestionAsker({ attempts, failures });
  const calls = new CallStepRunner({
    connections,
    attempts,
    questions,
    failures,
    clock: databaseClock,
    keySeed: async () => TEST_KEY_SEED,
    findLink: (key) => findLink(database, key),
  });
  const executor = new RunExecutor({
    flows,
    calls,
    clock: databaseClock,
    log,
    commit: async (recording) => {
      const answer = await commit.submit(recordRuns, recording);
      options.afterRecord?.(recording.next !== undefined);
      return answer;
    },
  });
  const loader = new RunLoader({ database, flows });
  const holder = `test-${randomUUID()}`;
  const worker = new Worker({ database, loader, executor, clock, databaseClock, log, holder }, options.worker);
  const acceptor = new RunAcceptor({ commit, flows, clock, databaseClock, worker });
  const control = new RunControl({ database, clock: databaseClock, flows });
  const stop = async () => {
    await worker.stop();
    await commit.stop();
    await room.renewer.close();
    await sender.close();
    await database.close();
  };
  const parts = { database, commit, vault, connections, tokenKeeper: room.keeper, flows, sender };
  return { ...parts, worker, acceptor, control, databaseClock, stop };
}

function makeSender({ ports, openTcp }: EngineOptions): HttpSender {
  const policy = new EgressPolicy({ allow: [{ host: '127.0.0.1', ports, loopback: true }] });
  return new HttpSender({ policy, clock: systemClock, ...(openTcp === undefined ? {} : { openTcp }) });
}

/** A workspace to put connections and flows into. */
export async function makeWorkspace(database: Tx, workspaceId = makeId<WorkspaceId>()): Promise<WorkspaceId> {
  await insertWorkspace(database, { workspaceId, name: 'test', sealedKeySeed: Buffer.from('-') });
  return workspaceId;
}

export { makeMasterKeyText };

/** Publishes a flow document and accepts one event for it; gives back the run's id. */
export async function acceptEvent(
  engine: Engine,
  workspaceId: WorkspaceId,
  event: { flowName: string; body: JsonObject; dedupeKey?: string },
) {
  const flow = await engine.flows.find(workspaceId, event.flowName);
  const bytes = Buffer.from(stringifyJson(event.body));
  return engine.acceptor.accept({
    workspaceId,
    flowId: flow.id,
    flowVersion: flow.liveVersion as number,
    dedupeKey: event.dedupeKey ?? null,
    dedupeMemoryMs: null,
    contentType: 'application/json',
    headers: {},
    bytes,
    body: parseJson(bytes),
  });
}

/** Publishes a flow with an unsigned trigger and the given steps. */
export function publishSteps(
  engine: Engine,
  workspaceId: WorkspaceId,
  flow: { name: string; steps: readonly JsonObject[]; orderKey?: JsonObject },
) {
  const { name, steps, orderKey } = flow;
  const document: JsonObject = {
    holdfast: 1,
    name,
    title: name,
    trigger: { kind: 'webhook', signature: { kind: 'unsigned' }, schema: true },
    steps: [...steps],
    ...(orderKey === undefined ? {} : { orderKey }),
  };
  return engine.flows.publish({ workspaceId, document, note: '', publishedBy: 'test' });
}

/** Lets the worker work until no run is due; with `skipWaits` what waits is made due at once, instead of waiting. */
export async function settle(engine: Engine, options: { skipWaits: boolean } = { skipWaits: false }): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    const worked = await engine.worker.runOnce();
    if (worked > 0) continue;
    if (!options.skipWaits) return;
    const woken = await engine.database.query(`update run set due_at = now() where state = 'waiting' returning id`, []);
    if (woken.length === 0) return;
  }
  throw new Error('the runs take no end');
}
