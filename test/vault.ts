/** A vault for tests: the real one, with a local master key. */
import type { Database } from '../src/db/index.ts';
import { systemClock } from '../src/foundation/index.ts';
import { KeyRing, LocalKeyProvider, makeMasterKeyText, parseMasterKey, Vault } from '../src/vault/index.ts';

/** Builds a vault on a test's own database; two with one key open what the other sealed. */
export function makeTestVault(database: Database, masterKey = makeMasterKeyText()): Vault {
  return new Vault({ database, ring: makeTestRing(masterKey), clock: systemClock });
}

/** The keys of such a vault: the first is the present one. */
export function makeTestRing(masterKey: string, ...oldKeys: string[]): KeyRing {
  const old = oldKeys.map((key) => parseMasterKey(key, 'test'));
  const local = new LocalKeyProvider(() => [parseMasterKey(masterKey, 'test'), ...old]);
  return new KeyRing({ present: local, local });
}

/** Reads no secrets that lie elsewhere: the credentials of most tests hold theirs. */
export const noReferences = {
  check: () => undefined,
  resolve: (reference: string) => Promise.reject(new Error(`This test has no secret source for ${reference}.`)),
};
