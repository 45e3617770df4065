/** Hangs together what people do with connections: the desks, the audit that remembers, and the daily look. */
import { AuditBook } from '../access/index.ts';
import { makeConnecting, type makeConnections } from '../connections/index.ts';
import type { Database } from '../db/index.ts';
import { type Log, systemClock } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import type { ChangeBell } from '../runs/index.ts';
import type { Vault } from '../vault/index.ts';
import { foreignNoter } from './foreign-values.ts';

export interface DeskParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly sender: HttpSender;
  readonly bell: ChangeBell;
  readonly log: Log;
}

/** What the API has of connections, and the service beside it. */
export function makeDesks(room: ReturnType<typeof makeConnections>, parts: DeskParts) {
  const { database, vault, sender, bell, log } = parts;
  const audit = new AuditBook(database);
  vault.onForeign(foreignNoter({ audit, connections: room.book, log }));
  const { verificationKeeper, ...connecting } = makeConnecting(room, {
    database,
    vault,
    sender,
    audit,
    onChange: (workspaceId) => bell.ring(workspaceId, 'connections'),
    clock: systemClock,
    log,
  });
  return { verificationKeeper, desks: { ...connecting, audit } };
}
