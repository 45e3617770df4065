/**
 * Connect links: a page for the person who owns the account at the vendor, without a sign-in here. It is good for a while
 * and once; what is given there goes into the connection and comes back to nobody.
 */
import { type AuditBook, hashOf, makeHiddenToken } from '../access/index.ts';
import { type Connector, findConnector } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import { type JsonObject, makeId, type Secret, type WorkspaceId } from '../foundation/index.ts';
import type { AuthorizationDesk } from './authorization-desk.ts';
import {
  type ConnectLinkRow,
  findConnectLink,
  insertConnectLink,
  listConnectLinkRows,
  type OpenConnectLink,
  revokeConnectLinkRow,
  sweepConnectLinks,
  useConnectLink,
} from './connect-link.store.ts';
import {
  type AskedByLink,
  askedByLink,
  askedFields,
  mergeFields,
  requireKind,
  stillGood,
} from './connect-link-form.ts';
import type { ConnectPlanner, FullPlan } from './connect-planner.ts';
import { type Asker, type ConnectTarget, kindOf } from './connect-target.ts';
import type { ConnectionSaver } from './connection-saver.ts';
import type { ConsentBegun, ConsentWish } from './consent.ts';
import type { ConsentSafe, LinkDraft } from './consent-safe.ts';
import { parseCredential } from './credential-parser.ts';
import type { DraftProver } from './draft-prover.ts';
import { fail } from './errors.ts';

const MINUTE_MS = 60_000;
const MAX_WAITING = 200;

export interface ConnectLinkBookDeps {
  readonly database: Database;
  readonly safe: ConsentSafe;
  readonly planner: ConnectPlanner;
  readonly prover: DraftProver;
  readonly saver: ConnectionSaver;
  readonly authorizations: AuthorizationDesk;
  readonly audit: AuditBook;
}

export class ConnectLinkBook {
  readonly #deps: ConnectLinkBookDeps;

  constructor(deps: ConnectLinkBookDeps) {
    this.#deps = deps;
  }

  /** Makes a link; `secret` is the token in it, given once. Throws `connections.*` with what is wrong with the target. */
  async create(
    { workspaceId, actor, personId: ownerId }: Asker,
    { target, minutes }: { readonly target: ConnectTarget; readonly minutes: number },
  ): Promise<{ readonly id: string; readonly secret: Secret<string>; readonly expiresAt: Date }> {
    const { database, safe, planner, audit } = this.#deps;
    const { connectionId, name: connectionName, connector, settings } = await planner.outline(workspaceId, target);
    const credential = await this.#credentialOf(workspaceId, target);
    requireKind(findConnector(connector), credential);
    const waiting = (await listConnectLinkRows(database, workspaceId, MAX_WAITING)).length;
    if (waiting >= MAX_WAITING) throw fail('connections.link.too_many', { context: { limit: MAX_WAITING } });
    await sweepConnectLinks(database);
    const id = makeId<string>();
    const { secret, hash: tokenHash } = makeHiddenToken();
    const sealedDraft = await safe.sealLink({ workspaceId, id }, { connector, settings, credential });
    const names = { connectionId, connectionName, createdBy: actor, ownerId };
    const row = { workspaceId, id, tokenHash, ...names, sealedDraft, lifeMs: minutes * MINUTE_MS };
    const expiresAt = await database.inTx(async (tx) => {
      await audit.note({ workspaceId, actor, action: 'connect_link.made', subject: connectionName }, tx);
      return insertConnectLink(tx, row);
    });
    return { id, secret, expiresAt };
  }

  /** The links that wait to be used, the newest first. */
  list(workspaceId: WorkspaceId): Promise<readonly ConnectLinkRow[]> {
    return listConnectLinkRows(this.#deps.database, workspaceId, MAX_WAITING);
  }

  /** Takes a link back; throws `connections.link.not_found`. */
  async revoke({ workspaceId, actor }: Asker, id: string): Promise<void> {
    const { database, audit } = this.#deps;
    if (!(await revokeConnectLinkRow(database, workspaceId, id))) throw fail('connections.link.not_found');
    await audit.note({ workspaceId, actor, action: 'connect_link.revoked', subject: id });
  }

  /** What a link asks for; throws `connections.link.rejected`. */
  async open(token: string): Promise<{ readonly link: OpenConnectLink; readonly asked: AskedByLink }> {
    const { link, draft, connector } = await this.#read(token);
    return { link, asked: askedByLink(connector, draft) };
  }

  /**
   * Proves and saves what the owner of the account gives, and uses the link up. Throws `connections.link.rejected`,
   * `connections.credential.invalid` and `connections.verification.*`, after which the link is still good.
   */
  async submit(
    token: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ readonly workspaceId: WorkspaceId; readonly account: string | null }> {
    const { prover, saver, audit } = this.#deps;
    const { link, draft, connector } = await this.#read(token);
    const { workspaceId, id, ownerId, createdBy: actor } = link;
    const given = mergeFields(askedFields(connector, draft.credential), draft.credential, fields);
    const plan = planOf(link, draft, parseCredential(connector, given));
    const proven = await prover.prove(plan);
    await saver.save({ plan, proven, asked: [], ownerId }, async (tx) => {
      if (!(await useConnectLink(tx, workspaceId, id))) throw fail('connections.link.rejected');
      const action = link.connectionId === null ? 'connection.made' : 'connection.reconnected';
      await audit.note({ workspaceId, actor, action, subject: plan.name, details: { via: 'connect link' } }, tx);
    });
    return { workspaceId, account: proven.account ?? null };
  }

  /** Begins the consent that a link asks for; it may be begun again until one ended well. Throws `connections.link.rejected`. */
  async authorize(token: string, wish: Pick<ConsentWish, 'scopes' | 'redirectUri'>): Promise<ConsentBegun> {
    const { link, draft, connector } = await this.#read(token);
    const plan = planOf(link, draft, parseCredential(connector, draft.credential));
    const { createdBy: actor, ownerId, id: linkId } = link;
    return this.#deps.authorizations.begin({ ...wish, plan, actor, ownerId, personId: null, linkId });
  }

  /** OAuth needs the whole app at once; of other credentials the owner of the account gives the rest. */
  async #credentialOf(workspaceId: WorkspaceId, target: ConnectTarget): Promise<JsonObject> {
    const { planner } = this.#deps;
    const isGiven = target.credential !== undefined && kindOf(target.credential) !== 'oauth2';
    if (isGiven) return target.credential as JsonObject;
    const { credential } = await planner.plan(workspaceId, target);
    return target.kind === 'new' || credential.kind === 'oauth2'
      ? (credential as unknown as JsonObject)
      : stillGood(credential as unknown as JsonObject);
  }

  async #read(token: string): Promise<{ link: OpenConnectLink; draft: LinkDraft; connector: Connector }> {
    const { database, safe } = this.#deps;
    const link = await findConnectLink(database, hashOf(token));
    if (link === undefined) throw fail('connections.link.rejected');
    const draft = await safe.openLink(link, link.sealedDraft);
    return { link, draft, connector: findConnector(draft.connector) };
  }
}

function planOf(
  { workspaceId, connectionId, connectionName: name }: OpenConnectLink,
  { connector, settings }: LinkDraft,
  credential: FullPlan['credential'],
): FullPlan {
  return { workspaceId, connectionId, name, connector, settings, credential };
}
