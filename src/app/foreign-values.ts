import type { AuditBook } from '../access/index.ts';
import type { ConnectionBook } from '../connections/index.ts';
import { type Log, makeObject, type WorkspaceId } from '../foundation/index.ts';
import type { ForeignListener } from '../vault/index.ts';

export interface ForeignNoterDeps {
  readonly audit: AuditBook;
  readonly connections: Pick<ConnectionBook, 'list'>;
  readonly log: Log;
}

/**
 * Remembers a sealed value that was moved or changed where the owners of its workspace see it, by the name of the
 * connection where it stands at one; a lost note is logged.
 */
export function foreignNoter({ audit, connections, log }: ForeignNoterDeps): ForeignListener {
  return ({ workspaceId: id, ownerId, field }) => {
    const workspaceId = id as WorkspaceId;
    const note = async (): Promise<void> => {
      const owner = (await connections.list(workspaceId)).find((connection) => connection.id === ownerId);
      const details = makeObject([
        ['ownerId', ownerId],
        ['field', field],
      ]);
      const subject = owner?.name ?? field;
      await audit.note({ workspaceId, action: 'sealed_value.foreign', subject, details, result: 'refused' });
    };
    note().catch((error: unknown) => log.warn('audit.note_lost', { field, error: String(error) }));
  };
}
