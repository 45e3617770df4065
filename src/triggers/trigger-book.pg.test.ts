import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { makeTestVault } from '../../test/vault.ts';
import {
  type FlowId,
  isAppError,
  makeId,
  Secret,
  silentLog,
  systemClock,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { FlowTrigger, TriggerSignature } from '../language/index.ts';
import type { Vault } from '../vault/index.ts';
import { TriggerBook } from './trigger-book.ts';
import { TriggerCounters } from './trigger-counters.ts';
import { TriggerFinder } from './trigger-finder.ts';
import { type OpenTrigger, secretsAt } from './webhook-trigger.ts';

const workspaceId = makeId<WorkspaceId>();
const SIGNED: FlowTrigger = { kind: 'webhook', signature: { kind: 'standard_webhooks' } };
const UNSIGNED: FlowTrigger = { kind: 'webhook', signature: { kind: 'unsigned' } };

let shared: TestDatabase;
let vault: Vault;
before(async () => {
  shared = await openTestDatabase();
  vault = makeTestVault(shared.database);
  await shared.database.query('insert into workspace values ($1, $2, $3)', [workspaceId, 'w', Buffer.from('x')]);
});
test.after(() => shared.close());

async function makeFlow(): Promise<FlowId> {
  const id = makeId<FlowId>();
  const sql = 'insert into flow (workspace_id, id, name, title, live_version) values ($1, $2, $3, $3, 1)';
  await shared.database.query(sql, [workspaceId, id, `flow-${id}`]);
  return id;
}

/** A book with a finder, as one process has them. */
function openBook(): { book: TriggerBook; finder: TriggerFinder } {
  const finder = new TriggerFinder({ database: shared.database, vault, clock: systemClock });
  return { book: new TriggerBook({ database: shared.database, vault, finder }), finder };
}

const tokenOf = (path: string): string => path.slice('/hooks/'.length);

function shownSecrets(trigger: OpenTrigger | undefined, nowMs = Date.now()): string[] {
  assert.ok(trigger);
  return secretsAt(trigger, nowMs).map((secret) => secret.reveal());
}

test('the first publish makes a path of 192 random bits and a secret; later ones keep both', async () => {
  const { book, finder } = openBook();
  const flowId = await makeFlow();
  const first = await book.ensure(workspaceId, flowId, SIGNED);
  assert.match(first.path, /^\/hooks\/[A-Za-z0-9_-]{32}$/);
  assert.match(first.secret?.reveal() ?? '', /^whsec_[A-Za-z0-9+/]{32}$/);
  const second = await book.ensure(workspaceId, flowId, SIGNED);
  assert.deepEqual(second, { id: first.id, path: first.path });
  assert.deepEqual(shownSecrets(await finder.find(tokenOf(first.path))), [first.secret?.reveal()]);
});

test('ten publishers at once make one trigger, and one of them learns the secret', async () => {
  const flowId = await makeFlow();
  const publishes = Array.from({ length: 10 }, () => openBook().book.ensure(workspaceId, flowId, SIGNED));
  const ensured = await Promise.all(publishes);
  assert.equal(new Set(ensured.map((each) => each.path)).size, 1);
  assert.equal(ensured.filter((each) => each.secret !== undefined).length, 1);
});

test('a trigger that becomes signed gets a secret, and one that becomes unsigned keeps it', async () => {
  const { book, finder } = openBook();
  const flowId = await makeFlow();
  const unsigned = await book.ensure(workspaceId, flowId, UNSIGNED);
  assert.equal(unsigned.secret, undefined);
  const signed = await book.ensure(workspaceId, flowId, SIGNED);
  assert.equal(signed.path, unsigned.path);
  assert.ok(signed.secret);
  await book.ensure(workspaceId, flowId, UNSIGNED);
  assert.equal((await book.find(workspaceId, flowId)).signature.kind, 'unsigned');
  assert.deepEqual(shownSecrets(await finder.find(tokenOf(signed.path))), [signed.secret.reveal()]);
});

test('neither token nor secret can be read from the database', async () => {
  const { book } = openBook();
  const flowId = await makeFlow();
  const { path, secret } = await book.ensure(workspaceId, flowId, SIGNED);
  const [row] = await shared.database.query<{ text: string }>(
    'select t::text as text from webhook_trigger t where flow_id = $1',
    [flowId],
  );
  const bytes = Buffer.from((row?.text ?? '').replaceAll(/[^0-9a-f]/g, ''), 'hex').toString('latin1');
  for (const plain of [tokenOf(path), secret?.reveal() ?? '']) {
    assert.ok(plain.length > 30);
    assert.ok(!row?.text.includes(plain) && !row?.text.includes(Buffer.from(plain).toString('hex')));
    assert.ok(!bytes.includes(plain));
  }
});

test('a rotation keeps the secret before for its time, and a second one ends it early', async () => {
  const { book, finder } = openBook();
  const flowId = await makeFlow();
  const { path, secret: first } = await book.ensure(workspaceId, flowId, SIGNED);
  const second = await book.rotateSecret(workspaceId, flowId, { keepPreviousMs: 60_000 });
  const during = await finder.find(tokenOf(path));
  assert.deepEqual(shownSecrets(during), [second.reveal(), first?.reveal()]);
  assert.deepEqual(shownSecrets(during, Date.now() + 120_000), [second.reveal()]);
  const { previousSecretUntil } = await book.find(workspaceId, flowId);
  assert.ok(Math.abs((previousSecretUntil?.getTime() ?? 0) - Date.now() - 60_000) < 30_000);

  const third = await book.rotateSecret(workspaceId, flowId, { keepPreviousMs: 0 });
  assert.deepEqual(shownSecrets(await finder.find(tokenOf(path))), [third.reveal()]);
  assert.equal((await book.find(workspaceId, flowId)).previousSecretUntil, null);
});

test("a sender's own secret is taken as it is shown, without the blanks of a paste", async () => {
  const { book, finder } = openBook();
  const flowId = await makeFlow();
  const { path } = await book.ensure(workspaceId, flowId, SIGNED);
  const given = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  await book.setSecret(workspaceId, flowId, new Secret(` ${given}\n`));
  assert.deepEqual(shownSecrets(await finder.find(tokenOf(path))), [given]);
});

const BAD_SECRETS: readonly (readonly [string, TriggerSignature, string, string])[] = [
  ['an empty secret', { kind: 'standard_webhooks' }, '', 'triggers.secret.malformed'],
  ['a secret of the prefix alone', { kind: 'standard_webhooks' }, 'whsec_', 'triggers.secret.malformed'],
  ['a short secret', { kind: 'hmac_sha256', header: 'x', encoding: 'hex' }, 'hunter2', 'triggers.secret.malformed'],
  [
    'a text where base64 belongs',
    { kind: 'standard_webhooks' },
    'whsec_pässword-pässword!',
    'triggers.secret.malformed',
  ],
  ['a secret nobody would use', { kind: 'unsigned' }, 'a secret long enough to be one', 'triggers.secret.not_used'],
];
for (const [title, signature, text, code] of BAD_SECRETS) {
  test(`${title} is refused and replaces nothing`, async () => {
    const { book, finder } = openBook();
    const flowId = await makeFlow();
    const { path, secret } = await book.ensure(workspaceId, flowId, { kind: 'webhook', signature });
    await assert.rejects(book.setSecret(workspaceId, flowId, new Secret(text)), (error) => isAppError(error, code));
    const kept = secret === undefined ? [] : [secret.reveal()];
    assert.deepEqual(shownSecrets(await finder.find(tokenOf(path))), kept);
  });
}

test('an overlap below zero, above thirty days or of half a millisecond is refused', async () => {
  const { book } = openBook();
  for (const keepPreviousMs of [-1, 0.5, Number.NaN, 31 * 86_400_000]) {
    await assert.rejects(book.rotateSecret(workspaceId, makeId<FlowId>(), { keepPreviousMs }), (error) =>
      isAppError(error, 'triggers.secret.overlap_refused'),
    );
  }
});

test('a flow of another workspace has no webhook here', async () => {
  const { book } = openBook();
  const flowId = await makeFlow();
  await book.ensure(workspaceId, flowId, SIGNED);
  const stranger = makeId<WorkspaceId>();
  const isNotFound = (error: unknown): boolean => isAppError(error, 'triggers.trigger.not_found');
  await assert.rejects(book.find(stranger, flowId), isNotFound);
  await assert.rejects(book.setEnabled(stranger, flowId, false), isNotFound);
  await assert.rejects(book.rotateSecret(stranger, flowId, { keepPreviousMs: 0 }), isNotFound);
});

test('a path counts as a whole: no part, no other case and nothing added finds the flow', async () => {
  const { book, finder } = openBook();
  const flowId = await makeFlow();
  const token = tokenOf((await book.ensure(workspaceId, flowId, SIGNED)).path);
  const swapped = token === token.toLowerCase() ? token.toUpperCase() : token.toLowerCase();
  const guesses = [
    '',
    token.slice(0, -1),
    `${token}a`,
    `${token}/`,
    ` ${token}`,
    `${token}\0`,
    swapped,
    '%',
    'x'.repeat(5_000),
  ];
  for (const guess of guesses) assert.equal(await finder.find(guess), undefined, guess);
  assert.equal((await finder.find(token))?.flowId, flowId);
});

test('a burst of deliveries costs one query, and so do guesses of one path', async () => {
  let queries = 0;
  let nowMs = 0;
  const counted = {
    query: <Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> => {
      queries += 1;
      return shared.database.query<Row>(sql, params);
    },
  };
  const clock = { ...systemClock, monotonicMs: () => nowMs };
  const finder = new TriggerFinder({ database: counted as never, vault, clock });
  const flowId = await makeFlow();
  const token = tokenOf((await openBook().book.ensure(workspaceId, flowId, SIGNED)).path);
  for (const each of [token, 'unknown']) {
    queries = 0;
    await Promise.all(Array.from({ length: 50 }, () => finder.find(each)));
    await finder.find(each);
    assert.equal(queries, 1, each);
    nowMs += 1_000;
    await finder.find(each);
    assert.equal(queries, 2, each);
  }
});

test('counts of several processes add up, and an absent database loses none', async () => {
  const { book } = openBook();
  const flowId = await makeFlow();
  const { id } = await book.ensure(workspaceId, flowId, SIGNED);
  let isAway = false;
  const database = {
    query: <Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> =>
      isAway ? Promise.reject(new Error('away')) : shared.database.query<Row>(sql, params),
  };
  const deps = { database: database as never, clock: systemClock, log: silentLog };
  const [one, other] = [new TriggerCounters(deps), new TriggerCounters(deps)];
  await one.start();
  for (let index = 0; index < 3; index += 1) one.note({ workspaceId, id }, 'duplicate');
  isAway = true;
  await one.runOnce();
  one.note({ workspaceId, id }, 'refusal');
  isAway = false;
  other.note({ workspaceId, id }, 'duplicate');
  await Promise.all([one.stop(), other.stop()]);
  await one.stop();
  const { duplicateCount, refusedCount } = await book.find(workspaceId, flowId);
  assert.deepEqual([duplicateCount, refusedCount], [4, 1]);
});
