/** Builds what belongs together in this room: the book, and all that keeps its tokens alive. */
import type { Database } from '../db/index.ts';
import type { Clock, Log } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import type { Vault } from '../vault/index.ts';
import { ConnectionBook } from './connection-book.ts';
import { ConnectionOpener } from './connection-opener.ts';
import { CredentialSafe } from './credential-safe.ts';
import type { ReferenceReader } from './credential-secrets.ts';
import { OAuthClient } from './oauth-client.ts';
import { ProcessPresence } from './process-presence.ts';
import { readDatabaseTime } from './token.store.ts';
import { TokenKeeper } from './token-keeper.ts';
import { TokenRenewer } from './token-renewer.ts';
import { TokenRevoker } from './token-revoker.ts';
import { TokenShelf } from './token-shelf.ts';

interface ConnectionsDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly sender: HttpSender;
  /** Reads secrets that lie elsewhere. */
  readonly secrets: ReferenceReader;
  readonly clock: Clock;
  readonly log: Log;
  /** A random number in [0, 1). */
  readonly random: () => number;
  /** Called between the committed claim of a renewal and its request; for tests that end the process there. */
  readonly onClaimed?: () => void | Promise<void>;
}

/** The connections of one process; `renewer` has to be closed where the keeper is not used as a service. */
export function makeConnections(deps: ConnectionsDeps) {
  const { database, vault, sender, secrets, clock, log, random, onClaimed } = deps;
  const safe = new CredentialSafe({ vault, secrets });
  const client = new OAuthClient({ sender, clock, trueTime: () => readDatabaseTime(database) });
  const presence = new ProcessPresence(database);
  const observe = onClaimed === undefined ? {} : { onClaimed };
  const renewer = new TokenRenewer({ database, safe, client, presence, clock, log, random, ...observe });
  const shelf = new TokenShelf({ safe, random });
  const book = new ConnectionBook({
    database,
    safe,
    opener: new ConnectionOpener({ safe, clock }),
    renewer,
    shelf,
    clock,
  });
  const keeper = new TokenKeeper({ database, renewer, clock, log });
  return { book, safe, client, shelf, renewer, keeper, revoker: new TokenRevoker({ database, safe, client }) };
}
