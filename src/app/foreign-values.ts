import type { AuditBook } from '../access/index.ts';
import { type Log, makeObject, type WorkspaceId } from '../foundation/index.ts';
import type { ForeignListener } from '../vault/index.ts';

/** Remembers a sealed value that was moved or changed where the owners of its workspace see it; a lost note is logged. */
export function foreignNoter(audit: AuditBook, log: Log): ForeignListener {
  return ({ workspaceId, ownerId, field }) => {
    const note = {
      workspaceId: workspaceId as WorkspaceId,
      action: 'sealed_value.foreign',
      subject: field,
      details: makeObject([['ownerId', ownerId]]),
      result: 'refused' as const,
    };
    audit.note(note).catch((error: unknown) => log.warn('audit.note_lost', { field, error: String(error) }));
  };
}
