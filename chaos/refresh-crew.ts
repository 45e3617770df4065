/** The eight processes that share one token: a `serve` and seven `work`, some of them with a clock of their own. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { isReady } from './product-api.ts';
import { ProductProcess } from './product-process.ts';
import type { Stage } from './stage.ts';
import { pause, untilTrue } from './timing.ts';

const WORKERS = 7;
const START_TIMEOUT_MS = 60_000;
const SUPERVISE_EVERY_MS = 100;

export interface CrewOptions {
  /** Names the log files. */
  readonly play: string;
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
  /** Three processes are this much ahead, three as much behind. */
  readonly skewSeconds: number;
}

export class RefreshCrew {
  readonly #processes: readonly ProductProcess[];
  #isKept = true;
  #keeper: Promise<void> = Promise.resolve();

  private constructor(processes: readonly ProductProcess[]) {
    this.#processes = processes;
  }

  /** Starts all of them, the serving one first, which migrates the database. */
  static async start(stage: Stage, { play, root, env, url, skewSeconds }: CrewOptions): Promise<RefreshCrew> {
    const main = path.join(root, 'src', 'app', 'main.ts');
    const processes = Array.from({ length: 1 + WORKERS }, (_, index) => {
      const role = index === 0 ? 'serve' : 'work';
      const command = [process.execPath, main, role];
      return new ProductProcess(stage, {
        name: `${play}-${role}-${index}`,
        command,
        env: { ...env, ...clockOf(index, skewSeconds) },
      });
    });
    const crew = new RefreshCrew(processes);
    await crew.#processes[0]?.start();
    await untilTrue('the API', () => isReady(url), { timeoutMs: START_TIMEOUT_MS });
    await Promise.all(crew.#processes.slice(1).map((each) => each.start()));
    crew.#keeper = crew.#keepAlive();
    return crew;
  }

  /** The running worker with this id. */
  worker(pid: number): ProductProcess | undefined {
    return this.#processes.slice(1).find((each) => each.pid === pid && each.isRunning);
  }

  /** Ends all of them; what is under way comes to its end. */
  async stop(): Promise<void> {
    this.#isKept = false;
    await this.#keeper;
    await Promise.all(this.#processes.map((each) => each.stop()));
  }

  /** Starts again whoever was killed, as a supervisor would. */
  async #keepAlive(): Promise<void> {
    while (this.#isKept) {
      await Promise.all(this.#processes.filter((each) => !each.isRunning).map((each) => each.start()));
      await pause(SUPERVISE_EVERY_MS);
    }
  }
}

/** The library that Debian's package `faketime` brings; without it no clock can be set wrong. */
function fakeClockLibrary(): string {
  const [library] = globSync('/usr/{lib,lib/*,local/lib}/faketime/libfaketimeMT.so.1');
  if (library !== undefined) return library;
  throw new Error('The play with skewed clocks needs libfaketime: `apt-get install faketime`, then start again.');
}

/** The first two have the machine's own time; what counts time from an event to the next stays right for all. */
function clockOf(index: number, skewSeconds: number): NodeJS.ProcessEnv {
  if (skewSeconds === 0 || index < 2) return {};
  const sign = index % 2 === 0 ? '+' : '-';
  return { LD_PRELOAD: fakeClockLibrary(), FAKETIME: `${sign}${skewSeconds}s`, DONT_FAKE_MONOTONIC: '1' };
}
