/** Kills, with SIGKILL, the process that is just renewing the token: after its claim, before it has stored the answer. */
import type { Database } from '../src/db/database.ts';
import type { RefreshCrew } from './refresh-crew.ts';
import { renewingProcess } from './refresh-records.ts';
import type { SeededRandom } from './seeded-random.ts';
import { pause } from './timing.ts';

const LOOK_EVERY_MS = 15;
/** Of the renewals that are seen, so many are cut short. */
const KILLED_SHARE = 0.5;
/** The claim is seen, the request perhaps sent, the answer perhaps there. */
const MAX_HESITATION_MS = 250;

export class RenewalKiller {
  #count = 0;
  #isOn = true;
  #work: Promise<void> = Promise.resolve();

  /** How many it has killed. */
  get count(): number {
    return this.#count;
  }

  /** Begins to watch. */
  start(database: Database, crew: RefreshCrew, random: SeededRandom): void {
    this.#work = this.#watch(database, crew, random);
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#work;
  }

  async #watch(database: Database, crew: RefreshCrew, random: SeededRandom): Promise<void> {
    let lastSeen: string | undefined;
    while (this.#isOn) {
      await pause(LOOK_EVERY_MS);
      const renewing = await renewingProcess(database);
      if (renewing === undefined || renewing.mark === lastSeen) continue;
      lastSeen = renewing.mark;
      if (random.between(0, 1) > KILLED_SHARE) continue;
      await pause(random.between(0, MAX_HESITATION_MS));
      const worker = crew.worker(renewing.pid);
      if (worker === undefined) continue;
      await worker.kill();
      this.#count += 1;
    }
  }
}
