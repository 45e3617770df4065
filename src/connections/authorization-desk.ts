/**
 * Consents of people (OAuth 2.0, authorization code): begun with a one-time state, bound to the browser and the person.
 * `ConsentFinisher` takes the answer.
 */
import { makeHiddenToken } from '../access/index.ts';
import type { Database } from '../db/index.ts';
import { makeId, type WorkspaceId } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import {
  countPendingAuthorizations,
  findAuthorization,
  insertAuthorization,
  sweepAuthorizations,
} from './authorization.store.ts';
import { makeAuthorizationUrl, makeVerifier } from './authorization-url.ts';
import type { ConnectPlanner, FullPlan } from './connect-planner.ts';
import type { Asker, ConnectTarget } from './connect-target.ts';
import type { ConsentBegun, ConsentWish } from './consent.ts';
import type { ConsentDraft, ConsentSafe } from './consent-safe.ts';
import type { OAuthCredential } from './credential.ts';
import { schemeScopes } from './draft-prover.ts';
import { fail } from './errors.ts';
import { type DiscoveredProvider, discoverProvider } from './oauth-discovery.ts';

/** RFC 9700, 4.7: as short as a person needs. */
const LIFE_MS = 600_000;
const MAX_PENDING = 200;

export interface AuthorizationDeskDeps {
  readonly database: Database;
  readonly safe: ConsentSafe;
  readonly planner: ConnectPlanner;
  readonly sender: HttpSender;
}

export class AuthorizationDesk {
  readonly #deps: AuthorizationDeskDeps;

  constructor(deps: AuthorizationDeskDeps) {
    this.#deps = deps;
  }

  /** Begins the consent of a person at this browser; throws `connections.*` with what is wrong with the target. */
  async beginFor(
    { workspaceId, actor, personId }: Asker,
    { target, scopes, redirectUri }: { target: ConnectTarget } & Pick<ConsentWish, 'scopes' | 'redirectUri'>,
  ): Promise<ConsentBegun> {
    const plan = await this.#deps.planner.plan(workspaceId, target);
    const chosen = target.kind === 'reconnect' ? (target.scopes ?? []) : [];
    return this.begin({ plan, actor, ownerId: personId, personId, redirectUri, scopes: [...scopes, ...chosen] });
  }

  /** Begins a consent. Throws `connections.authorization.not_oauth` and `connections.authorization.too_many`. */
  async begin(wish: ConsentWish): Promise<ConsentBegun> {
    const { database, safe } = this.#deps;
    const { plan, personId, redirectUri } = wish;
    const { workspaceId, connectionId, name: connectionName } = plan;
    const credential = consentCredential(plan);
    const pending = await countPendingAuthorizations(database, workspaceId);
    if (pending >= MAX_PENDING) throw fail('connections.authorization.too_many', { context: { limit: MAX_PENDING } });
    await sweepAuthorizations(database);
    const id = makeId<string>();
    const [state, binding] = [makeHiddenToken(), makeHiddenToken()];
    const asked = [...new Set([...schemeScopes(plan.connector), ...(credential.scopes ?? []), ...wish.scopes])];
    const verifier = makeVerifier(credential);
    const pkce = verifier === undefined ? {} : { verifier };
    const url = makeAuthorizationUrl({ credential, scopes: asked, redirectUri, state: state.secret.reveal(), ...pkce });
    const { actor, ownerId, linkId } = wish;
    const link = linkId === undefined ? {} : { linkId };
    const draft: ConsentDraft = { plan, actor, ownerId, ...link, asked, redirectUri, ...pkce };
    const sealedDraft = await safe.sealConsent({ workspaceId, id }, draft);
    const hashes = { stateHash: state.hash, bindingHash: binding.hash };
    const row = { workspaceId, id, ...hashes, personId, connectionId, connectionName, sealedDraft, lifeMs: LIFE_MS };
    const expiresAt = await insertAuthorization(database, row);
    return { id, url, binding: binding.secret, expiresAt };
  }

  /** The addresses that an authorization server publishes (RFC 8414); throws `connections.provider.undiscovered`. */
  discover(issuer: string): Promise<DiscoveredProvider> {
    return discoverProvider(this.#deps.sender, issuer);
  }

  /** How far a consent is; throws `connections.authorization.not_found`. */
  async find(workspaceId: WorkspaceId, id: string): Promise<ConsentState> {
    const row = await findAuthorization(this.#deps.database, workspaceId, id);
    if (row === undefined) throw fail('connections.authorization.not_found');
    const { state, connectionName, problem, isExpired } = row;
    if (state !== 'pending') return { state, connection: state === 'done' ? connectionName : null, problem };
    const late = 'The time for the consent is over. Begin it once more.';
    return isExpired ? { state: 'failed', connection: null, problem: late } : { state, connection: null, problem };
  }
}

/** As the API shows it. */
export interface ConsentState {
  readonly state: 'pending' | 'done' | 'failed';
  readonly connection: string | null;
  readonly problem: string | null;
}

function consentCredential({ name, credential }: FullPlan): OAuthCredential<unknown> {
  if (credential.kind === 'oauth2' && credential.grant === 'authorization_code') return credential;
  throw fail('connections.authorization.not_oauth', { context: { name } });
}
