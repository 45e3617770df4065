/** What the list of the audit takes and gives. */
import Type, { type Static } from 'typebox';
import { FreeObject, Instant } from './answer-shapes.ts';

export const AuditQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Default 50.' })),
  before: Type.Optional(Type.String({ maxLength: 64, description: 'Id of the last entry seen; older ones follow.' })),
});

export const AuditEntryShown = Type.Object({
  id: Type.String(),
  at: Instant,
  actor: Type.String({ description: 'A person or token by name; `holdfast` for what happened by itself.' }),
  action: Type.String({ description: 'Such as `connection.revoked`.' }),
  subject: Type.String({ description: 'What it was done to, by name.' }),
  details: FreeObject,
  result: Type.Unsafe<'done' | 'refused' | 'failed'>({ type: 'string', enum: ['done', 'refused', 'failed'] }),
});
export type AuditEntryShown = Static<typeof AuditEntryShown>;

export const AuditShown = Type.Object({ entries: Type.Array(AuditEntryShown) });
