import type { ConnectionBook } from '../connections/index.ts';
import type { JsonValue, WorkspaceId } from '../foundation/index.ts';

/**
 * What of each connection decides an output: to which account it goes. A new credential for the same one changes nothing;
 * null stands for a connection that there is not.
 */
export async function connectionFacts(
  connections: ConnectionBook,
  workspaceId: WorkspaceId,
): Promise<(name: string) => JsonValue> {
  const rows = await connections.list(workspaceId);
  const facts = new Map(rows.map(({ name, id, settings }) => [name, [id, settings] satisfies JsonValue]));
  return (name) => facts.get(name) ?? null;
}
