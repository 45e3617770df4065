/** Makes of what somebody wants to connect what has to be known for it, and refuses what cannot be connected. */
import { findConnector } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import type { ConnectionId, JsonObject, WorkspaceId } from '../foundation/index.ts';
import { checkNew } from './connect-checks.ts';
import type { ConnectTarget } from './connect-target.ts';
import { findConnectionRow } from './connection.store.ts';
import type { ConnectionBook } from './connection-book.ts';
import type { Credential } from './credential.ts';
import type { CredentialSafe } from './credential-safe.ts';
import { fail } from './errors.ts';

/** What a connection will be made of. */
export interface ConnectPlan {
  readonly workspaceId: WorkspaceId;
  /** null: a new one. */
  readonly connectionId: ConnectionId | null;
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  /** The settings replace those of the connection; absent: a reconnect keeps what it has by then. */
  readonly hasNewSettings?: boolean;
}

/** With its credential; of OAuth that is the app, without tokens. */
export interface FullPlan extends ConnectPlan {
  readonly credential: Credential;
}

export interface ConnectPlannerDeps {
  readonly database: Database;
  readonly book: ConnectionBook;
  readonly safe: CredentialSafe;
}

export class ConnectPlanner {
  readonly #deps: ConnectPlannerDeps;

  constructor(deps: ConnectPlannerDeps) {
    this.#deps = deps;
  }

  /** The plan with the credential that is given, or with the stored one. Throws `connections.*` with what is wrong. */
  async plan(workspaceId: WorkspaceId, target: ConnectTarget): Promise<FullPlan> {
    const outline = await this.outline(workspaceId, target);
    const credential =
      target.credential === undefined
        ? await this.#deps.book.storedCredential(workspaceId, target.name)
        : this.#deps.safe.accept(workspaceId, findConnector(outline.connector), target.credential);
    return { ...outline, credential };
  }

  /** The plan without a look at the credential. Throws `connections.*` with what is wrong. */
  async outline(workspaceId: WorkspaceId, target: ConnectTarget): Promise<ConnectPlan> {
    const row = await findConnectionRow(this.#deps.database, { workspaceId, name: target.name });
    if (target.kind === 'reconnect') {
      const { id: connectionId, name, connector, settings } = row ?? notFound(target.name);
      return { workspaceId, connectionId, name, connector, settings };
    }
    const { name, connector, settings } = target;
    checkNew(target);
    // Told before anybody consents; whoever takes the name meanwhile is met when it is stored.
    if (row !== undefined) throw fail('connections.connection.name_taken', { context: { name } });
    return { workspaceId, connectionId: null, name, connector, settings };
  }
}

function notFound(name: string): never {
  throw fail('connections.connection.not_found', { context: { name: name.slice(0, 100) } });
}
