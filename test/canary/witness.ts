/** Keeps everything that came out of the product, and searches it at the end, when all secrets are known. */
import type { Canary } from './canaries.ts';
import { Scanner } from './scanner.ts';

interface Evidence {
  readonly where: string;
  readonly bytes: Uint8Array;
  /** Canaries that are given out there once, by design. */
  readonly allowed: readonly string[];
}

export class Witness {
  readonly #scanner = new Scanner();
  readonly #canaries = new Map<string, Canary>();
  readonly #evidence: Evidence[] = [];

  /** A secret that must not be seen; gives back its text. */
  guard(canary: Canary): string {
    if (!this.#canaries.has(canary.name)) {
      this.#canaries.set(canary.name, canary);
      this.#scanner.add(canary);
    }
    return canary.text;
  }

  /** The text of a guarded secret. */
  textOf(name: string): string {
    const canary = this.#canaries.get(name);
    if (canary === undefined) throw new Error(`There is no canary "${name}".`);
    return canary.text;
  }

  get canaryNames(): readonly string[] {
    return [...this.#canaries.keys()];
  }

  see(where: string, bytes: Uint8Array | string, allowed: readonly string[] = []): void {
    this.#evidence.push({ where, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, allowed });
  }

  /** How many pieces of evidence there are whose place begins so. */
  countSeen(prefix: string): number {
    return this.#evidence.filter(({ where }) => where.startsWith(prefix)).length;
  }

  /** Every leak in words, for the places that begin so. */
  leaks(prefix = ''): string[] {
    const wanted = this.#evidence.filter(({ where }) => where.startsWith(prefix));
    return wanted.flatMap(({ where, bytes, allowed }) => this.leaksIn(where, bytes, allowed));
  }

  /** Every leak in bytes that need not be kept. */
  leaksIn(where: string, bytes: Uint8Array, allowed: readonly string[] = []): string[] {
    return this.#scanner
      .scan(bytes, allowed)
      .map(({ canary, form, at, excerpt }) => `${canary} (${form}) in ${where} at ${at}: …${excerpt}…`);
  }
}
