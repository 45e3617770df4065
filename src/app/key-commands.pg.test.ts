import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runHoldfastCommand, spawnHoldfast } from '../../test/command.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { isObject, type JsonObject, makeId, parseJson, Secret, silentLog, systemClock } from '../foundation/index.ts';
import {
  KeyRing,
  kekIdOf,
  LocalKeyProvider,
  type LocalKeys,
  makeMasterKeyText,
  parseMasterKeys,
  type SealPlace,
  Vault,
} from '../vault/index.ts';
import { readConfig } from './config.ts';
import { openInstallation } from './installation.ts';

describe('the keys of an installation', () => {
  let database: TestDatabase;
  let folder: string;
  let keyFile: string;
  let env: Record<string, string>;

  before(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-keys-'));
    keyFile = path.join(folder, 'master.key');
    await writeFile(keyFile, `${makeMasterKeyText()}\n`, { mode: 0o600 });
    env = { DATABASE_URL: database.url, HOLDFAST_DATA: folder };
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const openHere = (more: Record<string, string> = {}) =>
    openInstallation(
      readConfig({
        env: { ...env, ...more },
        readFile: () => {
          throw new Error('ENOENT');
        },
      }),
      silentLog,
    );
  const run = async (...args: string[]): Promise<JsonObject> => {
    const { stdout, stderr } = await runHoldfastCommand(['key', ...args, '--json'], { env });
    const value = parseJson(stdout === '' ? '{}' : stdout);
    assert.ok(isObject(value), stderr);
    return value;
  };
  const statusOf = async (kekId: string) =>
    ((await run('status')).keys as JsonObject[]).find((key) => key.kekId === kekId);
  const readKeys = async () => parseMasterKeys(await readFile(keyFile, 'utf8'), keyFile);
  const countAt = async (kekId: string): Promise<number> => {
    const sql = 'select count(*)::integer as count from data_key where kek_id = $1';
    return (await database.database.query<{ count: number }>(sql, [kekId]))[0]?.count ?? 0;
  };

  test('before anything was sealed there are no keys to look after', async () => {
    const ended = await runHoldfastCommand(['key', 'rotate'], { env });
    assert.equal(ended.code, 78);
    assert.match(ended.stderr, /Start Holdfast once/);
  });

  test('who signs people in stays the same through a rotation, and another key refuses the start and writes nothing', async () => {
    const first = await openHere();
    const secret = first.signInSecret.reveal();
    await first.close();
    const before = await countAt(kekIdOf((await readKeys())[0] as never));
    await assert.rejects(openHere({ HOLDFAST_KEY: makeMasterKeyText() }), /vault\.key\.wrong/);
    const rotated = await run('rotate', '--new');
    assert.deepEqual([rotated.rewrapped, rotated.leftOver], [before, 0]);
    const again = await openHere();
    assert.equal(again.signInSecret.reveal(), secret);
    await again.close();
  });

  test('four readers and writers notice nothing of a rotation that is killed and run again, and the old key goes', async () => {
    const [old] = await readKeys();
    assert.ok(old);
    const seed = Array.from({ length: 300 }, () => makePlace());
    const sealer = ownVault();
    const values = new Map<SealPlace, Buffer>();
    for (const place of seed) values.set(place, await sealer.seal(new Secret(place.ownerId), place));

    const stop = new AbortController();
    const loads = Array.from({ length: 4 }, () => load(values, stop.signal));
    const rotation = spawnHoldfast(['key', 'rotate', '--new'], env);
    const ended = new Promise((resolve) => rotation.once('close', (_code, signal) => resolve(signal)));
    while ((await countAt(kekIdOf(old))) > 250) await new Promise(setImmediate);
    rotation.kill('SIGKILL');
    assert.equal(await ended, 'SIGKILL');
    assert.ok((await countAt(kekIdOf(old))) > 0, 'it was killed in the middle');

    const refused = await runHoldfastCommand(['key', 'remove', kekIdOf(old)], { env });
    assert.equal(refused.code, 78);
    assert.match(refused.stderr, /still protects \d+/);
    assert.equal((await run('rotate')).leftOver, 0);
    stop.abort();
    const counts = await Promise.all(loads);
    assert.ok(
      counts.every((count) => count > 0),
      `each worked meanwhile: ${counts}`,
    );
    assert.equal(await countAt(kekIdOf(old)), 0);
    assert.equal((await statusOf(kekIdOf(old)))?.isRemovable, true);
    await run('remove', kekIdOf(old));
    assert.ok(!(await readKeys()).some(({ id }) => id === old.id));
    assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
    const fresh = ownVault();
    for (const [place, sealed] of values) assert.equal((await fresh.open(sealed, place)).reveal(), place.ownerId);
    const audited = await database.database.query<{ action: string }>(
      `select action from audit_entry where action like 'key.%' order by id`,
      [],
    );
    assert.deepEqual([...new Set(audited.map(({ action }) => action))].toSorted(), ['key.removed', 'key.rotated']);
  });

  test('the present key and an unknown one are not removed, and one that the environment holds is not made there', async () => {
    const [present] = await readKeys();
    const refused = await runHoldfastCommand(['key', 'remove', kekIdOf(present as never)], { env });
    assert.match(refused.stderr, /app\.key\.present/);
    const unknown = await runHoldfastCommand(['key', 'remove', 'local:00000000'], { env });
    assert.match(unknown.stderr, /app\.key\.unknown/);
    const text = await readFile(keyFile, 'utf8');
    const inEnvironment = await runHoldfastCommand(['key', 'rotate', '--new'], {
      env: { ...env, HOLDFAST_KEY: text.split('\n')[0] ?? '' },
    });
    assert.match(inEnvironment.stderr, /app\.key\.not_in_file/);
    assert.equal(await readFile(keyFile, 'utf8'), text);
  });

  test('the doctor names a key that data keys still need and nobody has', async () => {
    const sql = `insert into data_key values ($1, $1, 1, 'local:deadbeef', '\\x00')`;
    await database.database.query(sql, [makeId<string>()]);
    const { stdout, code } = await runHoldfastCommand(['doctor'], { env: { ...env, HOLDFAST_PORT: '0' } });
    assert.equal(code, 1);
    assert.match(stdout, /FAIL key .*local:deadbeef, which protects 1 data keys, is missing/);
  });

  test('a key file that is a secret of the platform is left alone with words on what to do', async () => {
    await chmod(folder, 0o700);
    const elsewhere = { ...env, HOLDFAST_KEY_FILE: path.join(folder, 'none', 'master.key') };
    const ended = await runHoldfastCommand(['key', 'rotate', '--new'], { env: elsewhere });
    assert.equal(ended.code, 78);
    assert.match(ended.stderr, /app\.key\.(lost|missing)/);
  });

  /** A vault as another process has it, which reads the key file by itself. */
  function ownVault(): Vault {
    const read = (): LocalKeys => {
      const keys = parseMasterKeys(readNow(), keyFile);
      return [keys[0] as never, ...keys.slice(1)];
    };
    const local = new LocalKeyProvider(read);
    return new Vault({ database: database.database, ring: new KeyRing({ present: local, local }), clock: systemClock });
  }

  function readNow(): string {
    return readFileSync(keyFile, 'utf8');
  }

  /** Seals for new owners and opens known values with a vault that remembers nothing, until it is told to stop. */
  async function load(values: ReadonlyMap<SealPlace, Buffer>, signal: AbortSignal): Promise<number> {
    const known = [...values];
    let count = 0;
    while (!signal.aborted) {
      const vault = ownVault();
      for (const [place, sealed] of known.slice(count % known.length, (count % known.length) + 20)) {
        assert.equal((await vault.open(sealed, place)).reveal(), place.ownerId);
      }
      const place = makePlace();
      const sealed = await vault.seal(new Secret('new'), place);
      assert.equal((await ownVault().open(sealed, place)).reveal(), 'new');
      count += 21;
    }
    return count;
  }
});

function makePlace(): SealPlace {
  return { workspaceId: makeId<string>(), ownerId: makeId<string>(), field: 'test' };
}
