/** From a signed-in person to a caller in one workspace, and whether that caller may do what they want. */
import type { Caller } from './caller.ts';
import { fail } from './errors.ts';
import type { Membership, SignedIn } from './person.ts';
import { leastRole, mayDo, type Right } from './role.ts';

/** The membership that is wanted, or the first; undefined for somebody who belongs to none, or not to that one. */
export function chooseMembership({ memberships }: SignedIn, wanted: string | undefined): Membership | undefined {
  return wanted === undefined ? memberships[0] : memberships.find(({ workspaceId }) => workspaceId === wanted);
}

/** The person as a caller in the workspace that is wanted, or in their first; throws `access.workspace.not_yours`. */
export function callerAs(person: SignedIn, wanted: string | undefined): Caller {
  const membership = chooseMembership(person, wanted);
  if (membership === undefined) throw fail('access.workspace.not_yours');
  const { workspaceId, role } = membership;
  return { workspaceId, role, name: person.name, person: { id: person.id, sessionId: person.sessionId } };
}

/** Throws `access.right.missing` when the caller's role does not grant the right. */
export function requireRight({ role }: Caller, right: Right): void {
  if (!mayDo(role, right)) throw fail('access.right.missing', { context: { needed: leastRole(right), role } });
}
