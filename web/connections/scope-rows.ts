/** Scopes granted and scopes needed, side by side. */
import type { ConnectionShown } from './connection-queries.ts';

export interface ScopeRow {
  readonly scope: string;
  /** null: the provider has not said. */
  readonly isGranted: boolean | null;
  /** Undefined: nothing needs it. */
  readonly flows: readonly string[] | undefined;
}

/** The missing ones first, then those that are needed, then what is granted beyond need. */
export function scopeRows({ granted, needed }: ConnectionShown['scopes']): readonly ScopeRow[] {
  const all = [...new Set([...needed.map(({ scope }) => scope), ...(granted ?? [])])];
  const rows = all.map((scope) => ({
    scope,
    isGranted: granted === null ? null : granted.includes(scope),
    flows: needed.find((one) => one.scope === scope)?.flows,
  }));
  return rows.toSorted((one, other) => rankOf(one) - rankOf(other) || one.scope.localeCompare(other.scope));
}

function rankOf({ isGranted, flows }: ScopeRow): number {
  if (isGranted === false) return 0;
  return flows === undefined ? 2 : 1;
}
