import type { Connection } from './connection.ts';

const NONE: readonly string[] = [];

/** Those of the scopes that the connection was not granted; none where the way to sign in knows no scopes. */
export function missingScopes(
  { grantedScopes }: Pick<Connection, 'grantedScopes'>,
  needed: readonly string[] | undefined,
): readonly string[] {
  if (needed === undefined || needed.length === 0 || grantedScopes === null) return NONE;
  return needed.every((scope) => grantedScopes.includes(scope))
    ? NONE
    : needed.filter((scope) => !grantedScopes.includes(scope));
}

/** The scopes with those that they stand for, by the documentation of the provider. */
export function withImplied(
  scopes: readonly string[] | undefined,
  implied: Readonly<Record<string, readonly string[]>> = {},
): readonly string[] | undefined {
  if (scopes === undefined) return undefined;
  return [
    ...new Set(scopes.flatMap((scope) => [scope, ...(Object.hasOwn(implied, scope) ? (implied[scope] ?? []) : [])])),
  ];
}
