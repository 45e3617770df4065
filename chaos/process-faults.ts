/**
 * Kills, freezes and cuts off our own processes and the database, by a schedule that follows from the seed. One worker at
 * least is always there or about to be, so that a takeover says something about Holdfast and not about the driver.
 */
import type { PostgresServer } from './postgres-server.ts';
import type { ProductProcess } from './product-process.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { TakeoverWatch } from './takeover-watch.ts';
import { pause } from './timing.ts';

export type FaultName =
  | 'kill_worker'
  | 'kill_worker_pause'
  | 'freeze_worker'
  | 'kill_api'
  | 'kill_api_pause'
  | 'stop_database'
  | 'drop_connections';

export interface FaultTargets {
  readonly api: ProductProcess;
  readonly workers: readonly ProductProcess[];
  readonly database: PostgresServer;
  readonly takeovers: TakeoverWatch;
  /** The `like` pattern of the lease holder of a process. */
  readonly holderPattern: (pid: number) => string;
}

const MIN_PAUSE_MS = 500;
const MAX_PAUSE_MS = 2_000;
/** Past the lease of 9 s, so that a successor has the runs when the sleeper wakes; not always far past it. */
const FREEZE_MS = { min: 9_200, max: 12_500 };
const DOWN_MS = { min: 400, max: 3_500 };

const WORKER_WEIGHTS: readonly (readonly [weight: number, fault: FaultName])[] = [
  [9, 'kill_worker'],
  [2, 'kill_worker_pause'],
  [3, 'freeze_worker'],
];
const OTHER_WEIGHTS: readonly (readonly [weight: number, fault: FaultName])[] = [
  [4, 'kill_api'],
  [2, 'kill_api_pause'],
  [2, 'stop_database'],
  [2, 'drop_connections'],
];
const WEIGHTS = [...WORKER_WEIGHTS, ...OTHER_WEIGHTS];
const WORKER_FAULTS: ReadonlySet<FaultName> = new Set(WORKER_WEIGHTS.map(([, fault]) => fault));

export class ProcessFaults {
  readonly #targets: FaultTargets;
  readonly #random: SeededRandom;
  readonly #log: (line: string) => void;
  readonly #played = new Map<FaultName, number>();
  /** Workers that are down or frozen for a while; what brings them back. */
  readonly #absent = new Map<ProductProcess, Promise<void>>();

  constructor(targets: FaultTargets, random: SeededRandom, log: (line: string) => void) {
    this.#targets = targets;
    this.#random = random;
    this.#log = log;
  }

  /** How often each fault was played. */
  get played(): ReadonlyMap<FaultName, number> {
    return this.#played;
  }

  /** SIGKILLs, SIGSTOPs and immediate stops: what the words "kills" of the result count. */
  get killCount(): number {
    return [...this.#played].reduce((sum, [name, count]) => sum + (name === 'drop_connections' ? 0 : count), 0);
  }

  /** Plays faults until `isOver`, then brings everything back up. */
  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await pause(this.#random.between(MIN_PAUSE_MS, MAX_PAUSE_MS));
      await this.#play(this.#choose());
    }
    await Promise.all(this.#absent.values());
  }

  /**
   * While a worker is away, the other one is left alone: a zombie that wakes has to meet a successor that is alive and in
   * the middle of the same run.
   */
  #choose(): FaultName {
    const drawn = this.#random.pick(WEIGHTS);
    if (this.#absent.size === 0 || !WORKER_FAULTS.has(drawn)) return drawn;
    return this.#random.pick(OTHER_WEIGHTS);
  }

  async #play(fault: FaultName): Promise<void> {
    this.#played.set(fault, (this.#played.get(fault) ?? 0) + 1);
    const target = await this.#inflict(fault);
    this.#log(`${fault} ${target}`);
  }

  async #inflict(fault: FaultName): Promise<string> {
    const { api, database } = this.#targets;
    switch (fault) {
      case 'kill_worker':
        return this.#killWorker(0);
      case 'kill_worker_pause':
        return this.#killWorker(this.#random.between(DOWN_MS.min, DOWN_MS.max));
      case 'freeze_worker':
        return this.#freezeWorker();
      case 'kill_api':
        await api.kill();
        await api.start();
        return api.name;
      case 'kill_api_pause':
        await api.kill();
        await pause(this.#random.between(DOWN_MS.min, DOWN_MS.max / 2));
        await api.start();
        return api.name;
      case 'stop_database':
        await database.stopImmediately();
        await pause(this.#random.between(0, DOWN_MS.min));
        await database.start();
        return 'postgres';
      case 'drop_connections':
        await database.dropConnections();
        return 'postgres';
    }
  }

  async #killWorker(downMs: number): Promise<string> {
    const worker = this.#presentWorker();
    const pattern = this.#patternOf(worker);
    const diedAt = performance.now();
    await worker.kill();
    const count = await this.#targets.takeovers.noteDeath(pattern, diedAt);
    if (downMs === 0) await worker.start();
    else this.#bringBack(worker, startAfter(worker, downMs));
    return `${worker.name} with ${count} runs`;
  }

  async #freezeWorker(): Promise<string> {
    const worker = this.#presentWorker();
    const pattern = this.#patternOf(worker);
    const frozenMs = this.#random.between(FREEZE_MS.min, FREEZE_MS.max);
    const diedAt = performance.now();
    worker.freeze();
    const count = await this.#targets.takeovers.noteDeath(pattern, diedAt);
    const thaw = async (): Promise<void> => {
      await pause(frozenMs - (performance.now() - diedAt));
      await this.#targets.takeovers.noteThaw(pattern);
      worker.thaw();
    };
    this.#bringBack(worker, thaw());
    return `${worker.name} with ${count} runs for ${Math.round(frozenMs)} ms`;
  }

  #bringBack(worker: ProductProcess, back: Promise<void>): void {
    this.#absent.set(
      worker,
      back.finally(() => this.#absent.delete(worker)),
    );
  }

  #presentWorker(): ProductProcess {
    const present = this.#targets.workers.filter((worker) => !this.#absent.has(worker));
    return present[this.#random.whole(0, present.length - 1)] as ProductProcess;
  }

  #patternOf(worker: ProductProcess): string {
    return this.#targets.holderPattern(worker.pid as number);
  }
}

async function startAfter(worker: ProductProcess, downMs: number): Promise<void> {
  await pause(downMs);
  await worker.start();
}
