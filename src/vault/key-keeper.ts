import { type Clock, type Log, Repeating, type Service } from '../foundation/index.ts';
import type { KeyRotation } from './key-rotation.ts';

const LOOK_EVERY_MS = 30_000;

export interface KeyKeeperDeps {
  readonly rotation: Pick<KeyRotation, 'finish'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Finishes rotations of the key that whoever began them did not bring to their end. */
export class KeyKeeper implements Service {
  readonly name = 'key_keeper';
  readonly #deps: KeyKeeperDeps;
  readonly #looking: Repeating;

  constructor(deps: KeyKeeperDeps) {
    this.#deps = deps;
    this.#looking = new Repeating({ clock: deps.clock, everyMs: LOOK_EVERY_MS, work: () => this.look() });
  }

  async start(): Promise<void> {
    this.#looking.start();
  }

  stop(): Promise<void> {
    return this.#looking.stop();
  }

  /** Looks once, and finishes what there is. */
  async look(): Promise<void> {
    const { rotation, log } = this.#deps;
    try {
      const result = await rotation.finish();
      if (result !== undefined) log.info('key.rotation_finished', { ...result });
    } catch (error) {
      log.warn('key.rotation_failed', { error: String(error) });
    }
  }
}
