/**
 * `npm run chaos -- --refresh`: eight processes of the product call with one token that lives five seconds, while a real
 * authorization server counts how often it is renewed. Four plays: nothing is broken; whoever renews is killed; answers of
 * the token endpoint are lost; the clocks of six processes are an hour off.
 */

import type { Database } from '../src/db/database.ts';
import { type AuthorizationServer, spawnAuthorizationServer } from '../test/authorization-server.ts';
import { findFreePort } from './free-port.ts';
import { PostgresServer } from './postgres-server.ts';
import { ProductApi } from './product-api.ts';
import { productEnv } from './product-settings.ts';
import { RefreshCrew } from './refresh-crew.ts';
import { connectByConsent, refreshFlow } from './refresh-flow.ts';
import { countStates, countUnfinishedOf, readProblem, readRenewals } from './refresh-records.ts';
import { sendRefs } from './refresh-sender.ts';
import type { PlayFacts } from './refresh-verdict.ts';
import { RenewalKiller } from './renewal-killer.ts';
import { SeededRandom } from './seeded-random.ts';
import type { Stage } from './stage.ts';
import { untilTrue } from './timing.ts';

/** How a play differs from the others. */
export interface RefreshPlay {
  readonly name: string;
  /**
   * For how long the server still takes a token that it has rotated. None in the strict plays. Where an answer is lost,
   * only such a grace keeps the family: with a server that has none, the connection needs a person (F67).
   */
  readonly graceMs: number;
  readonly skewSeconds: number;
  readonly isKilling: boolean;
  /** Each so-many-th answer of the token endpoint is thrown away; 0: none. */
  readonly losesEvery: number;
}

const STRICT = { graceMs: 0, skewSeconds: 0, isKilling: false, losesEvery: 0 };
const GRACE_MS = 60_000;

export const REFRESH_PLAYS: readonly RefreshPlay[] = [
  { ...STRICT, name: 'calm' },
  { ...STRICT, name: 'skewed', skewSeconds: 3_600 },
  { ...STRICT, name: 'killed', graceMs: GRACE_MS, isKilling: true },
  { ...STRICT, name: 'lost', graceMs: GRACE_MS, losesEvery: 3 },
];

const TOKEN_LIFE_SECONDS = 5;
/** Long enough that a renewal is seen, and can be killed, between its claim and its record. */
const ANSWER_DELAY_MS = 200;
const END_TIMEOUT_MS = 120_000;

export interface RefreshStage {
  readonly stage: Stage;
  readonly root: string;
  readonly calls: number;
  readonly perSecond: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

/** Plays one play with an installation of its own, from the first start to the end of its last run. */
export async function playRefresh(on: RefreshStage, play: RefreshPlay): Promise<PlayFacts> {
  const postgres = await PostgresServer.make(on.stage);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await spawnAuthorizationServer({
    accessLifeSeconds: TOKEN_LIFE_SECONDS,
    graceMs: play.graceMs,
    redirectUris: [`http://localhost:${port}/oauth/callback`],
  });
  const settings = { databaseUrl: postgres.url, port, vendorUrl: server.url };
  const env = await productEnv(on.stage, settings);
  const crew = await RefreshCrew.start(on.stage, { ...on, play: play.name, env, url, skewSeconds: play.skewSeconds });
  try {
    return await playWith({ on, play, server, crew, url, database: postgres.database });
  } finally {
    await crew.stop();
    await server.close();
  }
}

interface Cast {
  readonly on: RefreshStage;
  readonly play: RefreshPlay;
  readonly server: AuthorizationServer;
  readonly crew: RefreshCrew;
  readonly url: string;
  readonly database: Database;
}

async function playWith(cast: Cast): Promise<PlayFacts> {
  const { play, server, crew, url, database } = cast;
  const { calls, perSecond, seed, log } = cast.on;
  const { name } = play;
  const api = await ProductApi.open(url, database);
  await connectByConsent(api, { url, name, server });
  const hook = await api.publish(refreshFlow(name));
  await server.delayAnswers(ANSWER_DELAY_MS);
  await server.dropEvery(play.losesEvery);
  const killer = new RenewalKiller();
  if (play.isKilling) killer.start(database, crew, new SeededRandom(seed));
  log(`${name}: ${calls} events`);
  const refs = await sendRefs(hook, { name, calls, perSecond });
  log(`${name}: all are acknowledged`);
  await killer.stop();
  await server.dropEvery(0);
  await untilTrue('the end of all runs', async () => (await countUnfinishedOf(database, name)) === 0, {
    timeoutMs: END_TIMEOUT_MS,
  });
  return testify(cast, { refs, renewalsKilled: killer.count });
}

/** The server is asked after our own count, so that a renewal in between shows as one too many and not one too few. */
async function testify(
  { play, server, database }: Cast,
  { refs, renewalsKilled }: { readonly refs: readonly string[]; readonly renewalsKilled: number },
): Promise<PlayFacts> {
  await untilTrue('the end of the last renewal', async () => !(await readRenewals(database, play.name)).isUnderWay, {
    timeoutMs: END_TIMEOUT_MS,
    everyMs: 20,
  });
  const { count } = await readRenewals(database, play.name);
  const { refreshes, distinctTokens, dropped, familiesRevoked } = await server.counts();
  const seen = new Set((await server.items()).map((item) => (item as { ref?: string }).ref));
  return {
    name: play.name,
    calls: refs.length,
    delivered: refs.filter((ref) => seen.has(ref)).length,
    states: await countStates(database, play.name),
    expiries: count,
    refreshes,
    lostAnswers: refreshes - distinctTokens,
    lossesMade: dropped + renewalsKilled,
    familiesRevoked,
    renewalsKilled,
    problem: await readProblem(database, play.name),
  };
}
