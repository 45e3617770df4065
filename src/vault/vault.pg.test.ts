import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { makeTestRing, makeTestVault } from '../../test/vault.ts';
import type { Database, Tx } from '../db/index.ts';
import { isAppError, makeId, Secret, systemClock } from '../foundation/index.ts';
import type { KeyProvider } from './key-provider.ts';
import { KeyRing } from './key-ring.ts';
import { makeMasterKeyText, parseMasterKey } from './master-key.ts';
import { encrypt, type SealPlace } from './sealed-value.ts';
import { Vault } from './vault.ts';

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
});
after(() => shared.close());

const makePlace = (field = 'connection.credential'): SealPlace => ({
  workspaceId: makeId<string>(),
  ownerId: makeId<string>(),
  field,
});
const isForeign = (error: unknown): boolean => isAppError(error, 'vault.sealed.foreign');

/** A value as it was sealed before there were data keys. */
function sealFirstFormat(masterKey: string, text: string, place: SealPlace): Buffer {
  const key = parseMasterKey(masterKey, 'test');
  const parts = [place.workspaceId, place.ownerId, place.field].map((part) => Buffer.from(part));
  const associated = Buffer.concat(parts.flatMap((part) => [Buffer.of(part.length >> 8, part.length & 0xff), part]));
  const box = encrypt(key.bytes.reveal(), Buffer.from(text), associated);
  return Buffer.concat([Buffer.of(1), Buffer.from(key.id, 'hex'), box]);
}

test('two processes with one master key open what the other sealed, and share one data key an owner', async () => {
  const masterKey = makeMasterKeyText();
  const place = makePlace();
  const vaults = Array.from({ length: 4 }, () => makeTestVault(shared.database, masterKey));
  const sealed = await Promise.all(vaults.map((vault, index) => vault.seal(new Secret(`text ${index}`), place)));
  for (const vault of vaults) {
    const opened = await Promise.all(sealed.map((value) => vault.open(value, place)));
    assert.deepEqual(
      opened.map((secret) => secret.reveal()),
      ['text 0', 'text 1', 'text 2', 'text 3'],
    );
  }
  const rows = await shared.database.query('select 1 from data_key where owner_id = $1', [place.ownerId]);
  assert.equal(rows.length, 1);
});

test('a value that was moved to another row, field or workspace is refused, and told once in ten minutes', async () => {
  let nowMs = 0;
  const ring = makeTestRing(makeMasterKeyText());
  const vault = new Vault({
    database: shared.database,
    ring,
    clock: { ...systemClock, monotonicMs: () => nowMs },
  });
  const told: SealPlace[] = [];
  vault.onForeign((where) => told.push(where));
  const [from, to] = [makePlace(), makePlace()];
  const sealed = await vault.seal(new Secret('x'), from);
  await vault.seal(new Secret('y'), to);
  const moved = [to, { ...from, field: 'other' }, { ...from, workspaceId: to.workspaceId }];
  for (const place of [...moved, ...moved]) await assert.rejects(vault.open(sealed, place), isForeign);
  assert.deepEqual(told, moved);
  nowMs += 600_001;
  await assert.rejects(vault.open(sealed, to), isForeign);
  assert.equal(told.length, 4);
});

test("a data key that was put into another owner's row opens nothing", async () => {
  const vault = makeTestVault(shared.database);
  const [from, to] = [makePlace(), makePlace()];
  const masterKey = makeMasterKeyText();
  const writer = makeTestVault(shared.database, masterKey);
  const sealed = await writer.seal(new Secret('x'), from);
  const sql = `insert into data_key (workspace_id, owner_id, number, kek_id, wrapped)
    select $2, $3, number, kek_id, wrapped from data_key where owner_id = $1`;
  await shared.database.query(sql, [from.ownerId, to.workspaceId, to.ownerId]);
  await assert.rejects(makeTestVault(shared.database, masterKey).open(sealed, to), isForeign);
  await assert.rejects(vault.open(sealed, from), (error) => isAppError(error, 'vault.key.wrong'));
});

test('what a transaction sealed opens inside it, and a data key that it undid is not used afterwards', async () => {
  const masterKey = makeMasterKeyText();
  const vault = makeTestVault(shared.database, masterKey);
  const place = makePlace();
  const undone = new Error('undone');
  const work = shared.database.inTx(async (tx) => {
    const sealed = await vault.seal(new Secret('first'), place, tx);
    assert.equal((await vault.open(sealed, place, tx)).reveal(), 'first');
    throw undone;
  });
  await assert.rejects(work, undone);
  const sealed = await vault.seal(new Secret('second'), place);
  assert.equal((await makeTestVault(shared.database, masterKey).open(sealed, place)).reveal(), 'second');
});

test('a data key is unwrapped once for a burst and kept for ten minutes', async () => {
  let unwrapped = 0;
  let nowMs = 0;
  const local = makeTestRing(makeMasterKeyText()).local as unknown as KeyProvider;
  const counting: KeyProvider = {
    id: 'local',
    source: 'test',
    wrap: (key, context) => local.wrap(key, context),
    unwrap(wrapped, context) {
      unwrapped += 1;
      return local.unwrap(wrapped, context);
    },
    knows: (kekId) => local.knows(kekId),
    presentId: () => local.presentId(),
  };
  const clock = { ...systemClock, monotonicMs: () => nowMs };
  const makeVault = (): Vault =>
    new Vault({ database: shared.database, ring: new KeyRing({ present: counting }), clock });
  const place = makePlace();
  const sealed = await makeVault().seal(new Secret('x'), place);
  const reader = makeVault();
  unwrapped = 0;
  await Promise.all(Array.from({ length: 50 }, () => reader.open(sealed, place)));
  await reader.open(sealed, place);
  assert.equal(unwrapped, 1);
  nowMs += 600_000;
  await reader.open(sealed, place);
  assert.equal(unwrapped, 2);
});

test('a value of before there were data keys opens, in its own place alone', async () => {
  const masterKey = makeMasterKeyText();
  const place = makePlace();
  const sealed = sealFirstFormat(masterKey, 'old text', place);
  const vault = makeTestVault(shared.database, masterKey);
  assert.equal((await vault.open(sealed, place)).reveal(), 'old text');
  await assert.rejects(vault.open(sealed, makePlace()), isForeign);
  await assert.rejects(makeTestVault(shared.database).open(sealed, place), (error) =>
    isAppError(error, 'vault.key.wrong'),
  );
});

test('a secret of the installation is made once for all processes', async () => {
  const masterKey = makeMasterKeyText();
  const vaults = Array.from({ length: 3 }, () => makeTestVault(shared.database, masterKey));
  const secrets = await Promise.all(
    vaults.map((vault, index) => vault.installationSecret('test', () => new Secret(`made by ${index}`))),
  );
  assert.equal(new Set(secrets.map((secret) => secret.reveal())).size, 1);
  await assert.rejects(makeTestVault(shared.database, masterKey).installationSecret('none'), (error) =>
    isAppError(error, 'vault.secret.missing'),
  );
});

test('the canary proves the right key, refuses another by name, and nothing is written by looking', async (t) => {
  const own = await openTestDatabase(t);
  const masterKey = makeMasterKeyText();
  const counted = countRows(own.database);
  assert.equal(await makeTestVault(own.database, masterKey).prove(), false);
  assert.equal(await counted(), 0);
  await makeTestVault(own.database, masterKey).makeCanary(new Secret('canary'));
  assert.equal(await makeTestVault(own.database, masterKey).prove(), true);
  const before = await counted();
  await assert.rejects(
    makeTestVault(own.database).prove(),
    (error) => isAppError(error, 'vault.key.wrong') && /sealed with local:[0-9a-f]{8}/.test(error.publicMessage),
  );
  assert.equal(await counted(), before);
});

test('without its data key nothing of an owner opens any more', async () => {
  const masterKey = makeMasterKeyText();
  const vault = makeTestVault(shared.database, masterKey);
  const place = makePlace();
  const sealed = await vault.seal(new Secret('x'), place);
  await shared.database.inTx((tx: Tx) => vault.forget(place, tx));
  await assert.rejects(makeTestVault(shared.database, masterKey).open(sealed, place), isForeign);
});

function countRows(database: Database): () => Promise<number> {
  const sql = 'select (select count(*) from data_key) + (select count(*) from installation_secret) as count';
  return async () => Number((await database.query<{ count: unknown }>(sql, []))[0]?.count);
}
