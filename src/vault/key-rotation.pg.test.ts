import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openTestDatabase } from '../../test/postgres.ts';
import { makeTestRing } from '../../test/vault.ts';
import type { Database } from '../db/index.ts';
import { isAppError, Secret, silentLog, systemClock } from '../foundation/index.ts';
import { KeyKeeper } from './key-keeper.ts';
import type { KeyProvider } from './key-provider.ts';
import { KeyRing } from './key-ring.ts';
import { KeyRotation } from './key-rotation.ts';
import { LocalKeyProvider, type LocalKeys } from './local-keys.ts';
import { makeMasterKeyText, parseMasterKey } from './master-key.ts';
import { encrypt, neededKey, type SealPlace } from './sealed-value.ts';
import { Vault } from './vault.ts';

const keyId = (text: string): string => `local:${parseMasterKey(text, 'test').id}`;

function open(database: Database, ring: KeyRing) {
  const vault = new Vault({ database, ring, clock: systemClock });
  return { vault, rotation: new KeyRotation({ database, ring, vault, log: silentLog }) };
}

async function sealMany(vault: Vault, count: number) {
  const sealed: { place: SealPlace; bytes: Buffer; text: string }[] = [];
  for (let index = 0; index < count; index += 1) {
    const place = { workspaceId: randomUUID(), ownerId: randomUUID(), field: 'f' };
    const text = `secret ${index}`;
    sealed.push({ place, text, bytes: await vault.seal(new Secret(text), place) });
  }
  return sealed;
}

async function keksOf(database: Database): Promise<string[]> {
  const rows = await database.query<{ kek: string }>('select distinct kek_id as kek from data_key order by 1', []);
  return rows.map(({ kek }) => kek);
}

/** Breaks off after some unwrappings, as a process that is killed does. */
function breaking(ring: KeyRing, after: number): KeyRing {
  let count = 0;
  const local = ring.local as LocalKeyProvider;
  const present: KeyProvider = {
    id: 'local',
    source: 'test',
    wrap: (key, context) => local.wrap(key, context),
    async unwrap(wrapped, context) {
      count += 1;
      if (count > after) throw new Error('killed');
      return local.unwrap(wrapped, context);
    },
    knows: (kekId) => local.knows(kekId),
    presentId: () => local.presentId(),
  };
  return new KeyRing({ present, local });
}

test('a rotation that breaks off leaves everything readable, and the next run brings it to its end', async (t) => {
  const { database } = await openTestDatabase(t);
  const [old, next] = [makeMasterKeyText(), makeMasterKeyText()];
  const sealed = await sealMany(open(database, makeTestRing(old)).vault, 250);
  const ring = makeTestRing(next, old);
  await assert.rejects(open(database, breaking(ring, 120)).rotation.run(), /killed/);
  assert.deepEqual(await keksOf(database), [keyId(old), keyId(next)].toSorted());
  const { vault, rotation } = open(database, ring);
  for (const { place, bytes, text } of sealed) assert.equal((await vault.open(bytes, place)).reveal(), text);
  assert.deepEqual(await rotation.run(), { kekId: keyId(next), rewrapped: 130, resealed: 0, leftOver: 0 });
  assert.deepEqual(await keksOf(database), [keyId(next)]);
  const alone = open(database, makeTestRing(next)).vault;
  for (const { place, bytes, text } of sealed) assert.equal((await alone.open(bytes, place)).reveal(), text);
});

test('values of before there were data keys are sealed anew, each in its place', async (t) => {
  const { database } = await openTestDatabase(t);
  const old = makeMasterKeyText();
  const workspaceId = randomUUID();
  const seed = { workspaceId, ownerId: workspaceId, field: 'workspace.key_seed' };
  const sql = 'insert into workspace (workspace_id, name, sealed_key_seed) values ($1, $2, $3)';
  await database.query(sql, [workspaceId, 'w', sealFirstFormat(old, 'the seed', seed)]);
  const next = makeMasterKeyText();
  const { vault, rotation } = open(database, makeTestRing(next, old));
  assert.deepEqual(
    (await rotation.status()).find(({ kekId }) => kekId === keyId(old)),
    {
      kekId: keyId(old),
      isPresent: false,
      isKnown: true,
      dataKeys: 0,
      firstFormatValues: 1,
    },
  );
  assert.equal((await rotation.run()).resealed, 1);
  const [row] = await database.query<{ sealed: Buffer }>('select sealed_key_seed as sealed from workspace', []);
  assert.ok(row);
  assert.deepEqual(neededKey(row.sealed), { dataKeyNumber: 1 });
  assert.equal((await vault.open(row.sealed, seed)).reveal(), 'the seed');
  assert.equal((await open(database, makeTestRing(next)).vault.open(row.sealed, seed)).reveal(), 'the seed');
});

test('a row that was tampered with stays behind and blocks no other', async (t) => {
  const { database } = await openTestDatabase(t);
  const [old, next] = [makeMasterKeyText(), makeMasterKeyText()];
  const sealed = await sealMany(open(database, makeTestRing(old)).vault, 3);
  const sql = `update data_key set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) where owner_id = $1`;
  await database.query(sql, [sealed[0]?.place.ownerId]);
  const result = await open(database, makeTestRing(next, old)).rotation.run();
  assert.deepEqual([result.rewrapped, result.leftOver], [2, 1]);
});

test('a key is removed only when nothing needs it', async (t) => {
  const { database } = await openTestDatabase(t);
  const [old, next] = [makeMasterKeyText(), makeMasterKeyText()];
  await sealMany(open(database, makeTestRing(old)).vault, 2);
  const { rotation } = open(database, makeTestRing(next, old));
  let removed = 0;
  const remove = () => rotation.removing(keyId(old), () => (removed += 1));
  await assert.rejects(remove(), (error) => isAppError(error, 'vault.key.in_use') && / 2 /.test(error.publicMessage));
  await rotation.run();
  await remove();
  assert.equal(removed, 1);
});

test('whoever still has the key of before finishes no rotation, and whoever has the new one does', async (t) => {
  const { database } = await openTestDatabase(t);
  const [old, next] = [makeMasterKeyText(), makeMasterKeyText()];
  await sealMany(open(database, makeTestRing(old)).vault, 5);
  const ring = makeTestRing(next, old);
  await assert.rejects(open(database, breaking(ring, 2)).rotation.run(), /killed/);
  const keeper = (keys: KeyRing) =>
    new KeyKeeper({ rotation: open(database, keys).rotation, clock: systemClock, log: silentLog });
  await keeper(makeTestRing(old, next)).look();
  assert.deepEqual(await keksOf(database), [keyId(old), keyId(next)].toSorted());
  await keeper(ring).look();
  assert.deepEqual(await keksOf(database), [keyId(next)]);
});

test('a process that has not heard of the new key reads it from the file when it meets it, and wraps with it', async (t) => {
  const { database } = await openTestDatabase(t);
  const [old, next] = [makeMasterKeyText(), makeMasterKeyText()].map((text) => parseMasterKey(text, 'file'));
  assert.ok(old && next);
  let file: LocalKeys = [old];
  const local = () => new LocalKeyProvider(() => file);
  const ringOf = (provider: LocalKeyProvider) => new KeyRing({ present: provider, local: provider });
  const reader = open(database, ringOf(local())).vault;
  file = [next, old];
  const place = { workspaceId: randomUUID(), ownerId: randomUUID(), field: 'f' };
  const sealed = await open(database, ringOf(local())).vault.seal(new Secret('x'), place);
  assert.equal((await reader.open(sealed, place)).reveal(), 'x');
  await reader.seal(new Secret('y'), { ...place, ownerId: randomUUID() });
  assert.deepEqual(await keksOf(database), [`local:${next.id}`]);
});

/** A value as it was sealed before there were data keys. */
function sealFirstFormat(masterKey: string, text: string, place: SealPlace): Buffer {
  const key = parseMasterKey(masterKey, 'test');
  const parts = [place.workspaceId, place.ownerId, place.field].map((part) => Buffer.from(part));
  const associated = Buffer.concat(parts.flatMap((part) => [Buffer.of(part.length >> 8, part.length & 0xff), part]));
  return Buffer.concat([
    Buffer.of(1),
    Buffer.from(key.id, 'hex'),
    encrypt(key.bytes.reveal(), Buffer.from(text), associated),
  ]);
}
