/** The channels of a workspace as its owners use them: made, changed, removed, tried. */
import { findWorkspace } from '../access/index.ts';
import type { Database } from '../db/index.ts';
import {
  type ChannelId,
  type Clock,
  makeId,
  type NoticeId,
  type Secret,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { Vault } from '../vault/index.ts';
import {
  type ChannelKey,
  type ChannelRow,
  deleteChannel,
  endDeliveries,
  findChannelRow,
  findMailHealth,
  insertChannel,
  isChannelNameTaken,
  listChannelRows,
  type MailHealth,
  noteTest,
  updateChannel,
} from './channel.store.ts';
import {
  type Channel,
  type ChannelDraft,
  MAX_CHANNELS,
  readChannelName,
  readChannelSettings,
  secretPlace,
  targetsOf,
} from './channel.ts';
import { fail } from './errors.ts';
import { type ToldNotice, testNotice } from './message.ts';
import type { MessageSender, Sent } from './message-sender.ts';
import { makeWebhookSecret } from './webhook-signature.ts';

export interface ChannelBookDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly messages: MessageSender;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** What may be changed; what is left out stays. */
export interface ChannelChange {
  readonly isEnabled?: boolean;
  readonly name?: string;
  readonly addresses?: readonly string[];
  readonly url?: string;
}

export interface MailState extends MailHealth {
  readonly isConfigured: boolean;
  readonly from: string | null;
}

export interface TargetTested {
  /** The address, or the host of the webhook. */
  readonly target: string;
  readonly sent: Sent;
}

export class ChannelBook {
  readonly #deps: ChannelBookDeps;

  constructor(deps: ChannelBookDeps) {
    this.#deps = deps;
  }

  /** The channels of a workspace by name. */
  list(workspaceId: WorkspaceId): Promise<readonly Channel[]> {
    return listChannelRows(this.#deps.database, workspaceId);
  }

  /** How the installation's own mail does. */
  async mail(workspaceId: WorkspaceId): Promise<MailState> {
    const { database, messages } = this.#deps;
    const health = await findMailHealth(database, workspaceId);
    return { ...health, isConfigured: messages.hasMail, from: messages.mailFrom };
  }

  /** Makes a channel; a webhook gets a secret, which is given out here and nowhere else. Throws `alerts.*`. */
  async create(
    workspaceId: WorkspaceId,
    draft: ChannelDraft,
  ): Promise<{ readonly channel: Channel; readonly secret?: Secret }> {
    const name = readChannelName(draft.name);
    const settings = readChannelSettings(draft);
    if (settings.kind === 'email' && !this.#deps.messages.hasMail) throw fail('alerts.mail.not_configured');
    const key = { workspaceId, id: makeId<ChannelId>() };
    const secret = settings.kind === 'webhook' ? makeWebhookSecret() : undefined;
    await this.#deps.database.inTx(async (tx) => {
      const sealedSecret = secret === undefined ? null : await this.#deps.vault.seal(secret, secretPlace(key), tx);
      const others = await listChannelRows(tx, workspaceId);
      if (others.length >= MAX_CHANNELS) throw fail('alerts.channel.too_many', { context: { limit: MAX_CHANNELS } });
      const isNew = await insertChannel(tx, { ...key, name, settings, sealedSecret });
      if (!isNew) throw fail('alerts.channel.name_taken', { context: { name } });
    });
    return { channel: await this.#find(key), ...(secret === undefined ? {} : { secret }) };
  }

  /** Changes a channel; what was wrong with it is forgotten. Throws `alerts.channel.*`. */
  async change(key: ChannelKey, change: ChannelChange): Promise<Channel> {
    await this.#deps.database.inTx(async (tx) => {
      const before = await findChannelRow(tx, key);
      if (before === undefined) throw fail('alerts.channel.not_found');
      const name = change.name === undefined ? before.name : readChannelName(change.name);
      const settings = readChannelSettings({ ...before.settings, ...change });
      const isEnabled = change.isEnabled ?? before.isEnabled;
      if (await isChannelNameTaken(tx, { ...key, name })) {
        throw fail('alerts.channel.name_taken', { context: { name } });
      }
      await updateChannel(tx, { ...key, name, settings, isEnabled });
      const kept = isEnabled ? targetsOf(settings) : [];
      const problem = isEnabled ? 'The address was taken out of the channel.' : 'The channel was switched off.';
      await endDeliveries(tx, { ...key, kept, problem });
    });
    return this.#find(key);
  }

  /** Removes a channel, with the data key of its secret; throws `alerts.channel.not_found`. */
  async remove(key: ChannelKey): Promise<void> {
    const { database, vault } = this.#deps;
    await database.inTx(async (tx) => {
      if (!(await deleteChannel(tx, key))) throw fail('alerts.channel.not_found');
      await vault.forget(secretPlace(key), tx);
    });
  }

  /** Sends a test to every target of a channel now, also when it is switched off, and keeps what came of it. */
  async test(key: ChannelKey): Promise<{ readonly channel: Channel; readonly results: readonly TargetTested[] }> {
    const { database, clock } = this.#deps;
    const row = await this.#find(key);
    const workspace = await findWorkspace(database, key.workspaceId);
    const id = makeId<NoticeId>();
    const notice = testNotice({ id, workspaceName: workspace?.name ?? '', nowMs: clock.nowMs() });
    const results = await this.#tell(row, notice);
    const problem = results
      .map(({ sent }) => (sent.kind === 'sent' ? null : sent.problem))
      .find((each) => each !== null);
    await noteTest(database, { ...key, problem: problem ?? null });
    return { channel: await this.#find(key), results };
  }

  /** All addresses at once: each has its own deadline, and whoever waits for the test has one as well. */
  async #tell(row: ChannelRow, notice: ToldNotice): Promise<readonly TargetTested[]> {
    const { messages, vault } = this.#deps;
    const { settings, sealedSecret } = row;
    if (settings.kind === 'email') {
      const tell = async (target: string) => ({ target, sent: await messages.sendMail([notice], target) });
      return Promise.all(settings.addresses.map(tell));
    }
    const secret = await vault.open(sealedSecret ?? Buffer.alloc(0), secretPlace(row));
    const sent = await messages.sendHook(notice, { url: settings.url, secret }, `test_${notice.id}`);
    return [{ target: new URL(settings.url).host, sent }];
  }

  async #find(key: ChannelKey): Promise<ChannelRow> {
    const row = await findChannelRow(this.#deps.database, key);
    if (row === undefined) throw fail('alerts.channel.not_found');
    return row;
  }
}
