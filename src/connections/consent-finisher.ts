/**
 * Takes the answers of providers. Only the browser and the person who began a consent can finish it, and what it gives is
 * proven by a call before anything is saved.
 */
import { timingSafeEqual } from 'node:crypto';
import { type AuditBook, callerAs, hashOf, requireRight, type SignedIn } from '../access/index.ts';
import { registry } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import { type AppError, type ConnectionId, isAppError } from '../foundation/index.ts';
import {
  type AuthorizationRow,
  endAuthorization,
  findAuthorizationByState,
  takeAnswer,
} from './authorization.store.ts';
import type { CodeExchanger } from './code-exchanger.ts';
import { useConnectLink } from './connect-link.store.ts';
import type { ConnectionSaver } from './connection-saver.ts';
import type { ConsentEnd } from './consent.ts';
import type { ConsentDraft, ConsentSafe } from './consent-safe.ts';
import type { DraftProver } from './draft-prover.ts';
import { fail } from './errors.ts';

const MAX_PROBLEM = 1_000;

export interface ConsentFinisherDeps {
  readonly database: Database;
  readonly safe: ConsentSafe;
  readonly exchanger: CodeExchanger;
  readonly prover: DraftProver;
  readonly saver: ConnectionSaver;
  readonly audit: AuditBook;
}

/** What a callback brings with it. */
export interface ConsentAnswer {
  /** The address that the provider sent the browser to, with its parameters. */
  readonly answerUrl: URL;
  /** What this browser carries for the consent of an id. */
  readonly readBinding: (id: string) => string | undefined;
  /** Who is signed in at this browser. */
  readonly person: SignedIn | undefined;
}

export class ConsentFinisher {
  readonly #deps: ConsentFinisherDeps;

  constructor(deps: ConsentFinisherDeps) {
    this.#deps = deps;
  }

  /**
   * Takes a provider's answer. What cannot be attributed to a consent of this browser and person changes nothing and
   * throws `connections.authorization.unknown` or `connections.authorization.foreign` (F72, F73); everything else ends
   * the consent, for good.
   */
  async finish(answer: ConsentAnswer): Promise<ConsentEnd> {
    const { database, safe } = this.#deps;
    const row = await this.#attribute(answer);
    if (!(await takeAnswer(database, row))) throw fail('connections.authorization.unknown');
    const draft = await safe.openConsent(row, row.sealedDraft);
    try {
      const account = await this.#connect(row, draft, answer.answerUrl.searchParams);
      return endOf(row, draft, { account, problem: null });
    } catch (error) {
      const problem = wordsOf(error).slice(0, MAX_PROBLEM);
      await endAuthorization(database, row, { problem, connectionId: null });
      await this.#noteRefusal(row, draft);
      if (!isAppError(error)) throw error;
      return endOf(row, draft, { account: null, problem });
    }
  }

  /** A missing state is no state, and one that comes twice is none either. */
  async #attribute({ answerUrl, readBinding, person }: ConsentAnswer): Promise<AuthorizationRow> {
    const [state, ...more] = answerUrl.searchParams.getAll('state');
    if (state === undefined || state === '' || more.length > 0) throw fail('connections.authorization.unknown');
    const row = await findAuthorizationByState(this.#deps.database, hashOf(state));
    if (row === undefined) throw fail('connections.authorization.unknown');
    const binding = readBinding(row.id);
    const isBound = binding !== undefined && timingSafeEqual(hashOf(binding), row.bindingHash);
    if (!isBound) throw fail('connections.authorization.foreign');
    if (row.personId === null) return row;
    if (person === undefined || person.id !== row.personId) throw fail('connections.authorization.foreign');
    requireRight(callerAs(person, row.workspaceId), 'build');
    return row;
  }

  async #connect(row: AuthorizationRow, draft: ConsentDraft, callback: URLSearchParams): Promise<string | null> {
    const { prover, saver, exchanger, audit } = this.#deps;
    const { plan, actor, ownerId, asked, linkId } = draft;
    const tokens = await exchanger.exchange(draft, callback);
    const proven = await prover.prove({ ...plan, tokens });
    await saver.save({ plan, proven, asked, ownerId }, async (tx, connectionId: ConnectionId) => {
      const { workspaceId } = row;
      // Two consents of one link: the first counts.
      if (linkId !== undefined && !(await useConnectLink(tx, workspaceId, linkId)))
        throw fail('connections.link.rejected');
      await endAuthorization(tx, row, { problem: null, connectionId });
      const action = plan.connectionId === null ? 'connection.made' : 'connection.reconnected';
      const via = linkId === undefined ? 'consent' : 'connect link';
      await audit.note({ workspaceId, actor, action, subject: plan.name, details: { via } }, tx);
    });
    return proven.account ?? null;
  }

  #noteRefusal({ workspaceId }: AuthorizationRow, { plan, actor }: ConsentDraft): Promise<void> {
    const action = plan.connectionId === null ? 'connection.made' : 'connection.reconnected';
    return this.#deps.audit.note({ workspaceId, actor, action, subject: plan.name, result: 'refused' });
  }
}

function endOf(
  { id, workspaceId, connectionName }: AuthorizationRow,
  { plan }: ConsentDraft,
  { account, problem }: Pick<ConsentEnd, 'account' | 'problem'>,
): ConsentEnd {
  const connectorTitle = registry.get(plan.connector)?.title ?? plan.connector;
  return { id, workspaceId, connectionName, connectorTitle, account, problem };
}

function wordsOf(error: unknown): string {
  if (!isAppError(error)) return 'Something broke at our end. Begin the consent once more.';
  const { publicMessage, fix }: AppError = error;
  return `${publicMessage} ${fix}`;
}
