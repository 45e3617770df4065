/** The webhooks of all flows as people and the publisher use them: made, found, switched, their secrets replaced. */
import type { Database, Tx } from '../db/index.ts';
import { type FlowId, makeId, randomToken, Secret, type TriggerId, type WorkspaceId } from '../foundation/index.ts';
import type { FlowTrigger, TriggerSignature } from '../language/index.ts';
import type { Vault } from '../vault/index.ts';
import { fail } from './errors.ts';
import { makeSecretFor, secretProblem } from './signing-secret.ts';
import type { TriggerFinder } from './trigger-finder.ts';
import {
  findTriggerRow,
  insertTrigger,
  listSwitches,
  lockTriggerRow,
  replaceSecret,
  setTriggerEnabled,
  type TriggerRow,
  updateSettings,
} from './webhook-trigger.store.ts';
import { hashPathToken, hookPath, PATH_TOKEN_BYTES, sealPlace, type WebhookTrigger } from './webhook-trigger.ts';

/** The longest overlap of a rotation: whoever needs more has two secrets for good. */
const MAX_KEEP_PREVIOUS_MS = 30 * 86_400_000;

export interface TriggerBookDeps {
  readonly database: Database;
  readonly vault: Vault;
  /** The one that the receiver of this process asks, so that a change is seen at once. */
  readonly finder: TriggerFinder;
}

export interface EnsuredTrigger {
  readonly id: TriggerId;
  /** `/hooks/<token>`; whoever knows it reaches the flow, so it is shown to its owners only. */
  readonly path: string;
  /** Only when it was made just now; it is not shown again. */
  readonly secret?: Secret<string>;
}

export interface Rotation {
  /** How long the secret before stays good; 0 ends it at once, as after a leak. */
  readonly keepPreviousMs: number;
  /** The sender's new secret; without it one is made. */
  readonly secret?: Secret<string>;
}

export class TriggerBook {
  readonly #deps: TriggerBookDeps;

  constructor(deps: TriggerBookDeps) {
    this.#deps = deps;
  }

  /**
   * Gives a published flow its webhook. The path and a secret that is there stay as they are for ever; a signed trigger
   * without a secret gets one. May be called again and by two publishers at once.
   */
  async ensure(workspaceId: WorkspaceId, flowId: FlowId, trigger: FlowTrigger): Promise<EnsuredTrigger> {
    const { signature } = trigger;
    const ensured = await this.#deps.database.inTx(async (tx) => {
      const known = await lockTriggerRow(tx, { workspaceId, flowId });
      const made = known === undefined ? await this.#make(tx, { workspaceId, flowId, signature }) : undefined;
      return made ?? this.#keep(tx, known ?? mustExist(await lockTriggerRow(tx, { workspaceId, flowId })), signature);
    });
    this.#deps.finder.forget();
    return ensured;
  }

  /** The trigger of a flow with its path; throws `triggers.trigger.not_found`. */
  async find(workspaceId: WorkspaceId, flowId: FlowId): Promise<WebhookTrigger & { readonly path: string }> {
    const row = mustExist(await findTriggerRow(this.#deps.database, { workspaceId, flowId }));
    const { sealedToken: _token, sealedSecret: _secret, ...trigger } = row;
    return { ...trigger, path: await this.#pathOf(row) };
  }

  /** Which flows of a workspace have a webhook, and whether it takes events. */
  async switches(workspaceId: WorkspaceId): Promise<ReadonlyMap<FlowId, boolean>> {
    const rows = await listSwitches(this.#deps.database, workspaceId);
    return new Map(rows.map(({ flowId, isEnabled }) => [flowId, isEnabled]));
  }

  /** The secret that deliveries are signed with now, to be told to the vendor; undefined for an unsigned trigger. */
  async signingSecret(workspaceId: WorkspaceId, flowId: FlowId): Promise<Secret<string> | undefined> {
    const row = mustExist(await findTriggerRow(this.#deps.database, { workspaceId, flowId }));
    if (row.sealedSecret === null || row.signature.kind === 'unsigned') return undefined;
    return this.#deps.vault.open(row.sealedSecret, sealPlace(row, 'secret'));
  }

  /** Replaces the secret by the one the sender gave; the one before is gone. Throws `triggers.secret.*`. */
  async setSecret(workspaceId: WorkspaceId, flowId: FlowId, secret: Secret<string>): Promise<void> {
    await this.rotateSecret(workspaceId, flowId, { keepPreviousMs: 0, secret });
  }

  /** Replaces the secret while the one before stays good for a while; gives back the new one. */
  async rotateSecret(workspaceId: WorkspaceId, flowId: FlowId, rotation: Rotation): Promise<Secret<string>> {
    const { keepPreviousMs } = rotation;
    checkOverlap(keepPreviousMs);
    const { database, vault, finder } = this.#deps;
    const secret = await database.inTx(async (tx) => {
      const row = mustExist(await lockTriggerRow(tx, { workspaceId, flowId }));
      const secret = chooseSecret(row, rotation.secret);
      const sealedPrevious = keepPreviousMs > 0 ? await this.#resealCurrent(row, tx) : null;
      const sealedSecret = await vault.seal(secret, sealPlace(row, 'secret'), tx);
      await replaceSecret(tx, { workspaceId, flowId, sealedSecret, sealedPrevious, keepPreviousMs });
      return secret;
    });
    finder.forget();
    return secret;
  }

  /** Switches the webhook on or off; switched off, it refuses deliveries and keeps its path and secret. */
  async setEnabled(workspaceId: WorkspaceId, flowId: FlowId, isEnabled: boolean): Promise<void> {
    const isKnown = await setTriggerEnabled(this.#deps.database, { workspaceId, flowId, isEnabled });
    if (!isKnown) throw fail('triggers.trigger.not_found');
    this.#deps.finder.forget();
  }

  /** Makes the trigger; undefined when another publisher was faster. */
  async #make(tx: Tx, draft: Pick<TriggerRow, 'workspaceId' | 'flowId' | 'signature'>) {
    const { vault } = this.#deps;
    const id = makeId<TriggerId>();
    const token = new Secret(randomToken(PATH_TOKEN_BYTES));
    const secret = makeSecretFor(draft.signature);
    const place = { workspaceId: draft.workspaceId, id };
    const isNew = await insertTrigger(tx, {
      ...draft,
      id,
      tokenHash: hashPathToken(token.reveal()),
      sealedToken: await vault.seal(token, sealPlace(place, 'token'), tx),
      sealedSecret: secret === undefined ? null : await vault.seal(secret, sealPlace(place, 'secret'), tx),
    });
    return isNew ? { id, path: hookPath(token), ...secretPart(secret) } : undefined;
  }

  async #keep(tx: Tx, row: TriggerRow, signature: TriggerSignature): Promise<EnsuredTrigger> {
    const { workspaceId, flowId } = row;
    const secret = row.hasSecret ? undefined : makeSecretFor(signature);
    const firstSecret = secret === undefined ? null : await this.#deps.vault.seal(secret, sealPlace(row, 'secret'), tx);
    await updateSettings(tx, { workspaceId, flowId, signature, firstSecret });
    return { id: row.id, path: await this.#pathOf(row, tx), ...secretPart(secret) };
  }

  async #pathOf(row: TriggerRow, tx?: Tx): Promise<string> {
    return hookPath(await this.#deps.vault.open(row.sealedToken, sealPlace(row, 'token'), tx));
  }

  /** A seal is bound to its column, so a secret that moves is opened and sealed again. */
  async #resealCurrent(row: TriggerRow, tx: Tx): Promise<Buffer | null> {
    const { vault } = this.#deps;
    if (row.sealedSecret === null) return null;
    const secret = await vault.open(row.sealedSecret, sealPlace(row, 'secret'), tx);
    return vault.seal(secret, sealPlace(row, 'previous_secret'), tx);
  }
}

function secretPart(secret: Secret<string> | undefined): { secret?: Secret<string> } {
  return secret === undefined ? {} : { secret };
}

function mustExist(row: TriggerRow | undefined): TriggerRow {
  if (row === undefined) throw fail('triggers.trigger.not_found');
  return row;
}

/** The sender's own secret, or a new one; throws `triggers.secret.*` for one that cannot be used. */
function chooseSecret({ signature }: TriggerRow, given: Secret<string> | undefined): Secret<string> {
  if (signature.kind === 'unsigned') throw fail('triggers.secret.not_used');
  const secret = given === undefined ? makeSecretFor(signature) : new Secret(given.reveal().trim());
  const problem =
    secret === undefined ? 'only the sender has one: copy its public key' : secretProblem(signature, secret);
  if (secret !== undefined && problem === undefined) return secret;
  throw fail('triggers.secret.malformed', { context: { problem: problem ?? '' } });
}

function checkOverlap(keepPreviousMs: number): void {
  if (Number.isSafeInteger(keepPreviousMs) && keepPreviousMs >= 0 && keepPreviousMs <= MAX_KEEP_PREVIOUS_MS) return;
  throw fail('triggers.secret.overlap_refused', { context: { keepPreviousMs, maxMs: MAX_KEEP_PREVIOUS_MS } });
}
