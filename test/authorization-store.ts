/**
 * Where the authorization server of the tests keeps its tokens. In memory and unbounded, since its own store forgets
 * after a thousand; and with what some vendors do besides: a refresh token that was used stays good for a while, until
 * the one that took its place is used.
 */
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
  /** Used, and good until then all the same. */
  graceUntilMs?: number;
}

export class AuthorizationStore {
  readonly #kept = new Map<string, Kept>();
  readonly #graceMs: number;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** What the server asks for each kind of thing that it keeps. */
  adapter(kind: string): Adapter {
    const key = (id: string) => `${kind}:${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        const expiresAtMs = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
        this.#kept.set(key(id), { payload, expiresAtMs });
      },
      find: async (id) => this.#find(key(id)),
      findByUid: async (uid) => this.#search(kind, (payload) => payload.uid === uid),
      findByUserCode: async (code) => this.#search(kind, (payload) => payload.userCode === code),
      consume: async (id) => this.#consume(kind, key(id)),
      destroy: async (id) => void this.#kept.delete(key(id)),
      revokeByGrantId: async (grantId) => this.#revoke(kind, grantId),
    };
  }

  /** Ends everything that stands on a grant, the grant included. */
  revokeGrant(grantId: string): void {
    for (const [key, { payload }] of this.#kept) {
      if (payload.grantId === grantId || key === `Grant:${grantId}`) this.#kept.delete(key);
    }
  }

  /** Ends the access tokens alone, of one grant or of all. */
  revokeAccessTokens(grantId?: string): void {
    for (const [key, { payload }] of this.#kept) {
      const isMeant = grantId === undefined || payload.grantId === grantId;
      if (isMeant && /^(AccessToken|ClientCredentials):/.test(key)) this.#kept.delete(key);
    }
  }

  #find(key: string): AdapterPayload | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    if (Date.now() > kept.expiresAtMs) {
      this.#kept.delete(key);
      return undefined;
    }
    if (kept.graceUntilMs !== undefined && Date.now() > kept.graceUntilMs) kept.payload.consumed = seconds();
    return kept.payload;
  }

  #search(kind: string, isMeant: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, { payload }] of this.#kept) {
      if (key.startsWith(`${kind}:`) && isMeant(payload)) return this.#find(key);
    }
    return undefined;
  }

  /** Whoever uses a token has received it, so the ones before it are over. */
  #consume(kind: string, key: string): void {
    const used = this.#kept.get(key);
    if (used === undefined) return;
    if (kind !== 'RefreshToken' || this.#graceMs === 0) {
      used.payload.consumed = seconds();
      return;
    }
    for (const other of this.#kept.values()) {
      const isEarlier = other !== used && other.payload.grantId === used.payload.grantId;
      if (isEarlier && other.graceUntilMs !== undefined) other.payload.consumed = seconds();
    }
    used.graceUntilMs ??= Date.now() + this.#graceMs;
  }

  #revoke(kind: string, grantId: string): void {
    for (const [key, { payload }] of this.#kept) {
      if (key.startsWith(`${kind}:`) && payload.grantId === grantId) this.#kept.delete(key);
    }
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
