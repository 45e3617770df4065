/** What an authorization server of the tests noted of its token endpoint, and what can be told from it. */

export interface TokenRequestNote {
  readonly atMs: number;
  readonly grantType: string;
  readonly clientId: string;
  /** The grant, as far as the request came to one. */
  grantId: string | null;
  /** A hash of the refresh token that was presented. */
  readonly refreshToken: string | null;
  /** The error code, or null where tokens were given. */
  error: string | null;
  /** Dropped: processed, and the answer thrown away. */
  isDropped: boolean;
}

export interface RefreshCounts {
  /** Requests with grant_type refresh_token that gave tokens. */
  readonly refreshes: number;
  /** Refresh tokens that gave tokens at least once: what `refreshes` is when each was used once. */
  readonly distinctTokens: number;
  /** Requests that were refused because of the refresh token. */
  readonly refused: number;
  readonly dropped: number;
  /** Grants that were ended because a used refresh token came again. */
  readonly familiesRevoked: number;
  readonly perGrant: Readonly<Record<string, number>>;
}

export class AuthorizationLog {
  readonly notes: TokenRequestNote[] = [];
  familiesRevoked = 0;

  /** The counts as they are now. */
  counts(): RefreshCounts {
    const refreshes = this.notes.filter((note) => note.grantType === 'refresh_token');
    const given = refreshes.filter((note) => note.error === null);
    const perGrant: Record<string, number> = {};
    for (const { grantId } of given) perGrant[grantId ?? ''] = (perGrant[grantId ?? ''] ?? 0) + 1;
    return {
      refreshes: given.length,
      distinctTokens: new Set(given.map((note) => note.refreshToken)).size,
      refused: refreshes.filter((note) => note.error === 'invalid_grant').length,
      dropped: refreshes.filter((note) => note.isDropped).length,
      familiesRevoked: this.familiesRevoked,
      perGrant,
    };
  }
}
