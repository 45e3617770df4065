/** What each role may do. Rights, not roles, stand at the routes: a new role changes this table alone. */

/** The roles of a workspace, each with everything that those before it may do. */
export const ROLES = ['viewer', 'operator', 'builder', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** What a route asks for: to look, to act on runs, to change flows and connections, to decide who belongs. */
export type Right = 'view' | 'operate' | 'build' | 'own';

const LEAST_ROLE: Readonly<Record<Right, Role>> = {
  view: 'viewer',
  operate: 'operator',
  build: 'builder',
  own: 'owner',
};

/** Whether a role grants a right. */
export function mayDo(role: Role, right: Right): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(leastRole(right));
}

/** The lowest role that grants a right. */
export function leastRole(right: Right): Role {
  return LEAST_ROLE[right];
}
