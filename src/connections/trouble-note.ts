/** Keeps at the connection why its secrets could not be read, so that its page and its notices tell it. */
import type { Database } from '../db/index.ts';
import { type ConnectionRow, markNeedsReconnect } from './connection.store.ts';
import type { Opened } from './connection-opener.ts';
import { UNREAD } from './unreadable-connection.ts';
import { forgetUnanswered, noteUnanswered } from './verification.store.ts';

/** Notes what was found when the row was opened, and forgets what is over; writes only where that changes something. */
export async function noteTrouble(database: Database, row: ConnectionRow, trouble: Opened['trouble']): Promise<void> {
  const { workspaceId, id, state, sealedCredential, verifyProblem } = row;
  if (trouble?.kind === 'foreign') {
    if (state !== 'active') return;
    await markNeedsReconnect(database, { workspaceId, id, problem: trouble.text, side: 'app', sealedCredential });
  } else if (trouble !== undefined) {
    if (verifyProblem !== trouble.text) await noteUnanswered(database, row, trouble.text);
  } else if (verifyProblem?.startsWith(UNREAD) === true) {
    await forgetUnanswered(database, row, verifyProblem);
  }
}
