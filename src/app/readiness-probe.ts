/** Can this process take work? The database answers quickly, its schema is ours, and nobody has told us to stop. */
import { type Database, readSchemaVersion } from '../db/index.ts';

const ANSWER_WITHIN_MS = 1_000;

export class ReadinessProbe {
  readonly #database: Database;
  #schemaVersion: number | undefined;
  #isStopping = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The version that was migrated to at the start; before it, nothing is ready. */
  expectSchema(version: number): void {
    this.#schemaVersion = version;
  }

  /** From now on nothing new is to be sent here. */
  beginStop(): void {
    this.#isStopping = true;
  }

  /** What has to hold, by name; never throws. */
  async check(): Promise<Readonly<Record<string, boolean>>> {
    const version = await this.#readVersion();
    return {
      database: version !== undefined,
      // A newer schema is one that this process can live with: a breaking one is not applied while it runs.
      schema: version !== undefined && this.#schemaVersion !== undefined && version >= this.#schemaVersion,
      running: !this.#isStopping,
    };
  }

  async #readVersion(): Promise<number | undefined> {
    let cancel: (() => void) | undefined;
    const late = new Promise<undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS);
      cancel = () => clearTimeout(timer);
    });
    const read = readSchemaVersion(this.#database).catch(() => undefined);
    const version = await Promise.race([read, late]);
    cancel?.();
    return version;
  }
}
