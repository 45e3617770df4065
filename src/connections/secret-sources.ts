/**
 * Reads the secrets that lie outside: in variables, in files, in HashiCorp Vault or OpenBao, in AWS Secrets Manager. What
 * was read is kept for a minute. After a refusal by the vendor it is read anew at once, so that a secret may be changed
 * where it lies while everything runs; while a source is down, what was read last goes on being used.
 */
import { type AppError, type Clock, isAppError, Secret, type WorkspaceId } from '../foundation/index.ts';
import type { ReferenceReader, ResolveContext } from './credential-secrets.ts';
import { fail } from './errors.ts';
import { type ParsedReference, parseReference, type SecretSourceName } from './secret-reference.ts';

/** Reads one place; throws what says why it cannot be read, of kind `unavailable` when that may pass by itself. */
export type SecretReader = (place: string, reference: string) => Promise<string>;

export interface SecretSourcesDeps {
  /** The sources that the operator has set up. */
  readonly readers: Readonly<Partial<Record<SecretSourceName, SecretReader>>>;
  /** All workspaces would share what references lead to, so the operator says which may use them. */
  readonly mayUse: (workspaceId: WorkspaceId) => boolean;
  readonly clock: Clock;
}

const KEPT_MS = 60_000;
/** Of many calls that are refused at once, the first reads for all. */
const FRESH_MS = 1_000;
/** For as long as this a source may be down without anybody noticing. */
const OUTAGE_MS = 600_000;
/** A source that fails is left alone for so long. */
const FAILED_MS = 5_000;
const MAX_KEPT = 1_000;
const MAX_CHARACTERS = 60_000;

/** What has to be set for each source, for the sentence about one that is missing. */
const SETTINGS: Readonly<Record<SecretSourceName, string>> = {
  env: 'nothing',
  file: 'HOLDFAST_SECRETS_FOLDER',
  vault: 'HOLDFAST_VAULT_ADDRESS and HOLDFAST_VAULT_TOKEN or HOLDFAST_VAULT_TOKEN_FILE',
  aws: 'HOLDFAST_AWS_REGION, HOLDFAST_AWS_ACCESS_KEY_ID and HOLDFAST_AWS_SECRET_ACCESS_KEY',
};

interface Kept {
  readonly text: Secret<string>;
  readonly atMs: number;
  /** Read because of a refusal. */
  readonly isFresh: boolean;
}

interface Failed {
  readonly error: AppError;
  readonly atMs: number;
}

export class SecretSources implements ReferenceReader {
  readonly #deps: SecretSourcesDeps;
  readonly #kept = new Map<string, Kept>();
  readonly #failed = new Map<string, Failed>();
  readonly #reading = new Map<string, Promise<Secret<string>>>();

  constructor(deps: SecretSourcesDeps) {
    this.#deps = deps;
  }

  /** The secret that the reference leads to; throws `connections.reference.*` and `vault.*`. */
  async resolve(reference: string, { workspaceId, isFresh = false }: ResolveContext): Promise<Secret<string>> {
    this.check(reference, workspaceId);
    const kept = this.#kept.get(reference);
    if (kept !== undefined && this.#isGood(kept, isFresh)) return kept.text;
    try {
      return await this.#readOnce(reference, isFresh);
    } catch (error) {
      const isOutage = isAppError(error) && error.kind === 'unavailable';
      // Who has just been refused must not take the same secret for a new one.
      if (isFresh || kept === undefined || !isOutage || !this.#isWithin(kept, OUTAGE_MS)) throw error;
      return kept.text;
    }
  }

  /** Throws when the reference cannot be used here, without reading it. */
  check(reference: string, workspaceId: WorkspaceId): void {
    if (!this.#deps.mayUse(workspaceId)) {
      throw fail('connections.reference.not_allowed', { context: { workspaceId } });
    }
    this.#readerOf(reference);
  }

  #readerOf(reference: string): { readonly read: SecretReader; readonly place: string } {
    const parsed = parseReference(reference) as ParsedReference | undefined;
    if (parsed === undefined) {
      throw fail('connections.reference.malformed', { context: { field: 'reference', title: 'The reference' } });
    }
    const { source, place } = parsed;
    const read = this.#deps.readers[source];
    if (read !== undefined) return { read, place };
    const context = { reference, source: `the source "${source}"`, settings: SETTINGS[source] };
    throw fail('connections.reference.source_off', { context });
  }

  /** After a refusal only what was read because of one a moment ago is new enough. */
  #isGood(kept: Kept, isFresh: boolean): boolean {
    return isFresh ? kept.isFresh && this.#isWithin(kept, FRESH_MS) : this.#isWithin(kept, KEPT_MS);
  }

  /** Callers that want the same at the same time share one reading; who was refused joins none that began before. */
  #readOnce(reference: string, isFresh: boolean): Promise<Secret<string>> {
    const failed = this.#failed.get(reference);
    if (!isFresh && failed !== undefined && this.#isWithin(failed, FAILED_MS)) return Promise.reject(failed.error);
    const key = `${isFresh ? 'fresh' : 'usual'} ${reference}`;
    const running = this.#reading.get(key);
    if (running !== undefined) return running;
    const reading = this.#read(reference, isFresh).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(reference: string, isFresh: boolean): Promise<Secret<string>> {
    const { read, place } = this.#readerOf(reference);
    try {
      const text = new Secret(checked(await read(place, reference), reference));
      put(this.#kept, reference, { text, atMs: this.#nowMs(), isFresh });
      this.#failed.delete(reference);
      return text;
    } catch (error) {
      if (isAppError(error)) put(this.#failed, reference, { error, atMs: this.#nowMs() });
      throw error;
    }
  }

  #isWithin({ atMs }: { readonly atMs: number }, ms: number): boolean {
    return this.#nowMs() - atMs < ms;
  }

  #nowMs(): number {
    return this.#deps.clock.monotonicMs();
  }
}

function checked(text: string, reference: string): string {
  if (text !== '' && text.length <= MAX_CHARACTERS) return text;
  const reason = text === '' ? 'it is empty' : `it has ${text.length} characters`;
  throw fail('connections.reference.unusable', { context: { reference, reason, most: MAX_CHARACTERS } });
}

function put<T>(map: Map<string, T>, reference: string, value: T): void {
  if (map.size >= MAX_KEPT && !map.has(reference)) map.clear();
  map.set(reference, value);
}
