/** Builds what people make, prove and end connections with, on top of what keeps them alive. */
import type { AuditBook } from '../access/index.ts';
import type { Database } from '../db/index.ts';
import type { Clock, Log, WorkspaceId } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import type { Vault } from '../vault/index.ts';
import { ConnectPlanner } from './connect-planner.ts';
import { ConnectionDesk } from './connection-desk.ts';
import { ConnectionEnding } from './connection-ending.ts';
import { ConnectionHealth } from './connection-health.ts';
import { ConnectionSaver } from './connection-saver.ts';
import { ConnectionVerifier } from './connection-verifier.ts';
import { DraftProver } from './draft-prover.ts';
import type { makeConnections } from './make-connections.ts';
import { makeConsents } from './make-consents.ts';
import { VerificationKeeper } from './verification-keeper.ts';

export interface ConnectingDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly sender: HttpSender;
  readonly audit: AuditBook;
  /** Something about connections of a workspace changed without anybody's call. */
  readonly onChange: (workspaceId: WorkspaceId) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The desks of one process. */
export function makeConnecting(room: ReturnType<typeof makeConnections>, deps: ConnectingDeps) {
  const { database, vault, sender, audit, onChange, clock, log } = deps;
  const { book, safe: credentials, client: oauth, shelf, revoker } = room;
  const verifier = new ConnectionVerifier({ database, book, sender });
  const prover = new DraftProver({ verifier, oauth, safe: credentials });
  const saver = new ConnectionSaver({ database, book, safe: credentials, shelf });
  const planner = new ConnectPlanner({ database, book, safe: credentials });
  const making = { database, planner, prover, saver, audit };
  return {
    ...makeConsents({ ...making, vault, sender, oauth, credentials }),
    connectionDesk: new ConnectionDesk({ ...making, book, verifier }),
    connectionEnding: new ConnectionEnding({ database, book, revoker, safe: credentials, vault, audit, log }),
    connectionHealth: new ConnectionHealth(database),
    verificationKeeper: new VerificationKeeper({ database, book, verifier, audit, onChange, clock, log }),
  };
}
