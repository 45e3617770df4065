/** How connections fare: as whom, until when, what is wrong, and what to do about it. */
import type { Database } from '../db/index.ts';
import type { ConnectionId, WorkspaceId } from '../foundation/index.ts';
import type { Connection } from './connection.ts';
import { type ConnectionHealthRow, readHealthRows } from './connection-health.store.ts';
import { UNREAD } from './unreadable-connection.ts';

export class ConnectionHealth {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** How each connection of a workspace fares, by id. */
  async all(workspaceId: WorkspaceId): Promise<ReadonlyMap<ConnectionId, ConnectionHealthRow>> {
    const rows = await readHealthRows(this.#database, workspaceId);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** How one connection fares; undefined when it was removed meanwhile. */
  async one({ workspaceId, id }: Pick<Connection, 'workspaceId' | 'id'>): Promise<ConnectionHealthRow | undefined> {
    const [row] = await readHealthRows(this.#database, workspaceId, id);
    return row;
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SOON_MS = 14 * DAY_MS;

/** What has to be known to say what to do. */
export interface Ailment extends Pick<Connection, 'state' | 'authKind' | 'name'> {
  readonly grant: ConnectionHealthRow['grant'];
  readonly problemSide: ConnectionHealthRow['problemSide'];
  readonly verifyProblem: string | null;
  readonly tokenFailure: string | null;
  readonly missingScopes: readonly string[];
  /** Until what it stands on ends by itself; null: it does not, as far as is known. */
  readonly endsInMs: number | null;
}

/** What to do now, in words; null where nothing has to be done. The worst comes first. */
export function decideFix(ailment: Ailment): string | null {
  const { state, authKind, grant, problemSide, missingScopes, tokenFailure, verifyProblem, endsInMs } = ailment;
  const isConsent = authKind === 'oauth2' && (grant ?? 'authorization_code') === 'authorization_code';
  if (state === 'revoked') return 'Reconnect it when it is needed again; flows that name it stop until then.';
  if (state === 'needs_reconnect' && problemSide === 'app' && authKind !== 'oauth2')
    return 'Enter the credential anew. Flows stay as they are, and held runs go on.';
  if (state === 'needs_reconnect' && problemSide === 'app')
    return 'Give the present client id and secret of the OAuth app, then reconnect.';
  if (state === 'needs_reconnect')
    return isConsent
      ? 'Reconnect with one more consent. Flows stay as they are, and held runs go on.'
      : 'Give a credential that is good at the vendor. Flows stay as they are, and held runs go on.';
  if (missingScopes.length > 0) return `Reconnect and grant ${missingScopes.join(', ')}: runs that need it are held.`;
  if (endsInMs !== null && endsInMs < SOON_MS)
    return `Reconnect before it ends, ${leftText(endsInMs)}: it cannot be renewed without its owner.`;
  if (tokenFailure !== null)
    return 'Nothing yet: the renewal is tried again by itself. See that the provider is up and can be reached.';
  if (verifyProblem?.startsWith(UNREAD) === true)
    return 'Mend what keeps its secrets from being read; they are read again by themselves.';
  if (verifyProblem !== null) return 'See that the address is right and the vendor is up, then verify again.';
  return null;
}

function leftText(leftMs: number): string {
  if (leftMs <= 0) return 'which is now';
  const days = Math.floor(leftMs / DAY_MS);
  return days >= 2 ? `in ${days} days` : `in ${Math.ceil(leftMs / HOUR_MS)} hours`;
}
