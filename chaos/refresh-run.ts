/** All refresh plays, one after the other, and what is printed of them. */
import { playRefresh, REFRESH_PLAYS } from './refresh-play.ts';
import { judgePlays, type PlayFacts } from './refresh-verdict.ts';
import { Stage } from './stage.ts';

export interface RefreshOptions {
  readonly calls: number;
  readonly perSecond: number;
  readonly seed: number;
  readonly isKept: boolean;
  /** Only this play. */
  readonly only: string | undefined;
}

export interface RefreshWorld {
  readonly root: string;
  readonly log: (line: string) => void;
  /** Told of each stage, so that a signal can clear it. */
  readonly onStage: (stage: Stage) => void;
}

/** Plays all of them; gives the exit code. The last line that it prints is JSON. */
export async function runRefresh(options: RefreshOptions, world: RefreshWorld): Promise<number> {
  const { log } = world;
  const plays = REFRESH_PLAYS.filter(({ name }) => options.only === undefined || options.only === name);
  const facts: PlayFacts[] = [];
  for (const play of plays) {
    const stage = await Stage.make(`refresh-${play.name}`);
    world.onStage(stage);
    try {
      const played = await playRefresh({ ...options, ...world, stage }, play);
      log(JSON.stringify(played));
      facts.push(played);
    } finally {
      await stage.clear({ isFolderKept: options.isKept });
    }
  }
  const { findings, ...counts } = judgePlays(facts);
  for (const line of findings) log(line);
  process.stdout.write(`${JSON.stringify({ ...counts, seed: options.seed })}\n`);
  return findings.length === 0 ? 0 : 1;
}
