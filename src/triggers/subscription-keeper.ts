/**
 * Registers the webhooks of published flows at their vendors, through the connection that the trigger names: once, and
 * again when the address, the secret or the connection has changed. A vendor that refuses takes nothing from the flow:
 * what is wrong is kept beside it, and the registration can be tried again.
 */
import { createHash } from 'node:crypto';
import { type ConnectionBook, missingScopes, type OpenConnection } from '../connections/index.ts';
import { type ConnectorTrigger, findConnector } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import { type FlowId, isAppError, type Log, type Secret, type WorkspaceId } from '../foundation/index.ts';
import type { FlowTrigger } from '../language/index.ts';
import { encodeRequest, type HttpRequest, type HttpSender, makeRedactor } from '../outbound/index.ts';
import { fail } from './errors.ts';
import {
  beginSubscription,
  dropSubscription,
  failSubscription,
  findSubscription,
  keepSubscription,
  listMissingSubscriptions,
  lockSubscription,
  type MissingSubscription,
  type Registration,
  type SubscriptionRow,
} from './subscription.store.ts';
import type { TriggerBook } from './trigger-book.ts';

/** How the registration of a webhook stands. */
export type SubscriptionState = Pick<SubscriptionRow, 'state' | 'connection' | 'problem' | 'updatedAt'>;

export interface SubscriptionKeeperDeps {
  readonly database: Database;
  readonly connections: Pick<ConnectionBook, 'open'>;
  readonly triggers: Pick<TriggerBook, 'signingSecret'>;
  readonly sender: Pick<HttpSender, 'send'>;
  readonly log: Log;
}

export interface SubscriptionRequest {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly trigger: FlowTrigger;
  /** The whole address of the webhook, as the vendor reaches it. */
  readonly url: string;
}

interface Wanted {
  readonly registration: Registration;
  readonly secret: string;
  readonly subscription: NonNullable<ConnectorTrigger['subscription']>;
}

interface VendorRequest {
  readonly workspaceId: WorkspaceId;
  readonly connection: string;
  readonly request: HttpRequest;
  readonly scopes: readonly string[] | undefined;
}

/** What came of asking the vendor. */
type Asked = { readonly remoteId: string } | { readonly problem: string };

type FlowKey = Pick<SubscriptionRequest, 'workspaceId' | 'flowId'>;

const EXCERPT_CHARACTERS = 300;
/** The credential is masked in the longer text, and the text cut then. */
const EXCERPT_BYTES = 8_192;

export class SubscriptionKeeper {
  readonly #deps: SubscriptionKeeperDeps;

  constructor(deps: SubscriptionKeeperDeps) {
    this.#deps = deps;
  }

  /** How the registration of a flow's webhook stands; undefined where none is wanted. */
  find(workspaceId: WorkspaceId, flowId: FlowId): Promise<SubscriptionState | undefined> {
    return findSubscription(this.#deps.database, { workspaceId, flowId });
  }

  /** The flows whose webhook is wanted at a vendor and is not there. */
  missing(workspaceId: WorkspaceId): Promise<readonly MissingSubscription[]> {
    return listMissingSubscriptions(this.#deps.database, workspaceId);
  }

  /** Makes what is at the vendor what the trigger says. Rejects for defects and `db.*` only; `find` tells the rest. */
  async ensure(request: SubscriptionRequest): Promise<void> {
    const { workspaceId, flowId } = request;
    const wanted = await this.#wanted(request);
    if (wanted === undefined) return this.end(workspaceId, flowId);
    const key = { workspaceId, flowId };
    const begun = await this.#begin(key, wanted.registration);
    if (begun === undefined) return;
    const asked = await this.#subscribe(key, wanted);
    if ('problem' in asked) {
      await failSubscription(this.#deps.database, { ...key, problem: asked.problem });
      return;
    }
    const { remoteId } = asked;
    const isKept = await keepSubscription(this.#deps.database, { ...key, ...wanted.registration, remoteId });
    if (!isKept) await this.#unsubscribe({ ...key, ...wanted.registration, remoteId });
    else if (isReplaced(begun.before, { ...wanted.registration, remoteId })) await this.#unsubscribe(begun.before);
  }

  /** Ends the registration of a flow's webhook, if there is one. A vendor that does not answer keeps nobody from it. */
  async end(workspaceId: WorkspaceId, flowId: FlowId): Promise<void> {
    const row = await findSubscription(this.#deps.database, { workspaceId, flowId });
    if (row === undefined) return;
    await dropSubscription(this.#deps.database, { workspaceId, flowId });
    await this.#unsubscribe(row);
  }

  async #wanted({ workspaceId, flowId, trigger, url }: SubscriptionRequest): Promise<Wanted | undefined> {
    const { connection, connector, event } = trigger;
    if (connection === undefined || connector === undefined || event === undefined) return undefined;
    const subscription = subscriptionOf(connector, event);
    if (subscription === undefined) return undefined;
    const known: Secret<string> | undefined = await this.#deps.triggers.signingSecret(workspaceId, flowId);
    const secret = known?.reveal() ?? '';
    const secretHash = createHash('sha256').update(secret).digest();
    return { registration: { connection, connector, event, url, secretHash }, secret, subscription };
  }

  /** Takes the work, with what stood before; undefined when it stands already or somebody else is at it. */
  #begin(key: FlowKey, wanted: Registration): Promise<{ before: SubscriptionRow | undefined } | undefined> {
    return this.#deps.database.inTx(async (tx) => {
      const before = await lockSubscription(tx, key);
      if (before !== undefined && !isDue(before, wanted)) return undefined;
      await beginSubscription(tx, { ...key, ...wanted });
      return { before };
    });
  }

  async #subscribe({ workspaceId }: FlowKey, { registration, secret, subscription }: Wanted): Promise<Asked> {
    const { url, connection } = registration;
    const request = subscription.subscribe({ url, secret });
    return this.#call({ workspaceId, connection, request, scopes: subscription.scopes }, subscription.idOf, secret);
  }

  async #unsubscribe(
    row: SubscriptionRow | (FlowKey & Registration & { remoteId: string }) | undefined,
  ): Promise<void> {
    const subscription = row === undefined ? undefined : subscriptionOf(row.connector, row.event);
    if (row === undefined || row.remoteId === null || subscription === undefined) return;
    const { workspaceId, connection, remoteId } = row;
    const request = subscription.unsubscribe(remoteId);
    const { scopes } = subscription;
    const asked = await this.#call({ workspaceId, connection, request, scopes }, () => remoteId);
    if (!('problem' in asked)) return;
    this.#deps.log.warn('subscription.not_ended', { flowId: row.flowId, remoteId, problem: asked.problem });
  }

  /** Makes one call through the connection; never rejects for what the vendor or the connection is to blame for. */
  async #call(call: VendorRequest, idOf: (answer: AnsweredBody) => string | undefined, secret = ''): Promise<Asked> {
    try {
      const open = await this.#deps.connections.open(call.workspaceId, call.connection);
      requireUsable(open, call.scopes);
      const result = await this.#deps.sender.send({
        request: encodeRequest(open, call.request),
        origins: open.origins,
        credential: open.attachment,
        isWrite: true,
      });
      if (result.kind !== 'answered') return { problem: result.message };
      const { answer } = result;
      const remoteId = answer.status >= 200 && answer.status < 300 ? idOf(answer) : undefined;
      if (remoteId !== undefined) return { remoteId };
      // Masked as a whole: a secret that is cut in two is not recognised.
      const masked = makeRedactor([secret])(open.redact(answer.body));
      const shown = new TextDecoder().decode(masked.subarray(0, EXCERPT_BYTES)).slice(0, EXCERPT_CHARACTERS);
      return { problem: `The vendor answered ${answer.status}: ${shown}` };
    } catch (error) {
      if (!isAppError(error) || error.kind === 'bug' || error.code.startsWith('db.')) throw error;
      return { problem: `${error.publicMessage} ${error.fix}` };
    }
  }
}

/** Throws `triggers.connection.*` with what keeps the connection from being used. */
function requireUsable(open: OpenConnection, scopes: readonly string[] | undefined): void {
  const { name: connection, state, problem, readiness } = open;
  if (state !== 'active') {
    const reason = `it needs to be reconnected (${problem ?? 'it was revoked'})`;
    throw fail('triggers.connection.not_ready', { context: { connection, reason } });
  }
  if (readiness.kind === 'renewing') {
    const reason = `it is not ready yet (${readiness.reason})`;
    throw fail('triggers.connection.not_ready', { context: { connection, reason } });
  }
  const missing = missingScopes(open, scopes);
  if (missing.length === 0) return;
  throw fail('triggers.connection.scope_missing', { context: { connection, scopes: missing.join(', ') } });
}

type AnsweredBody = Parameters<NonNullable<ConnectorTrigger['subscription']>['idOf']>[0];

function subscriptionOf(connector: string, event: string): ConnectorTrigger['subscription'] {
  const { triggers } = findConnector(connector);
  return Object.hasOwn(triggers, event) ? triggers[event]?.subscription : undefined;
}

/** True unless it stands as it is wanted, or is being made this moment. */
function isDue(row: SubscriptionRow, wanted: Registration): boolean {
  if (row.state === 'making') return row.isLeft;
  return row.state === 'failed' || !isSame(row, wanted);
}

function isSame(row: Registration, wanted: Registration): boolean {
  const isSameText = (['connection', 'connector', 'event', 'url'] as const).every((name) => row[name] === wanted[name]);
  return isSameText && row.secretHash.equals(wanted.secretHash);
}

/** The registration before is another one at the vendor: it would send every event a second time. */
function isReplaced(
  before: SubscriptionRow | undefined,
  made: Registration & { readonly remoteId: string },
): before is SubscriptionRow {
  if (before === undefined || before.remoteId === null) return false;
  return before.remoteId !== made.remoteId || before.connection !== made.connection;
}
