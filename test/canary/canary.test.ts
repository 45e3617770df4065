/**
 * Canary secrets of every scheme: after everything has happened to them, with vendors, token endpoints and mail servers that
 * throw them back, no byte that was stored, logged, answered, exported, printed or sent holds one, in any encoding (C40).
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hasOpenssl } from '../certificates.ts';
import { makeConnections, playBrokenDocuments, playEnds, playVerifications } from './acts-connections.ts';
import { playConsents, playLinks, playRenewals } from './acts-consents.ts';
import { playExchange, playRuns, playTrials } from './acts-flows.ts';
import { makeChannels, playNotices } from './acts-notices.ts';
import { playPeople } from './acts-people.ts';
import { playCommands, readEverything } from './acts-reading.ts';
import { type CanaryStage, setCanaryStage } from './canary-stage.ts';
import { openCredential, readColumns, readFiles, SEALED_COLUMNS, type StoredColumn } from './stored-bytes.ts';

/** Set to see how long each act takes, and the log when one fails. */
const isTold = process.env['HOLDFAST_TEST_CANARY_TRACE'] !== undefined;

const ACTS: readonly ((stage: CanaryStage) => Promise<unknown>)[] = [
  playPeople,
  makeChannels,
  makeConnections,
  playConsents,
  playLinks,
  playRuns,
  playTrials,
  playVerifications,
  playBrokenDocuments,
  playRenewals,
  playNotices,
  playExchange,
  playCommands,
];

describe('canary secrets of every scheme', { skip: !hasOpenssl() }, () => {
  let stage: CanaryStage;
  let columns: readonly StoredColumn[];
  let routes: readonly string[];
  let opened: string;

  before(async () => {
    stage = await setCanaryStage();
    stage.product.listen();
    for (const act of ACTS) await play(act);
    routes = await readEverything(stage);
    opened = await openCredential(stage.product.database, await stage.product.masterKey(), 'hmac');
    await playEnds(stage);
    columns = await readColumns(stage.product.database);
    await stage.product.end();
  });

  after(async () => {
    await stage?.stop();
  });

  async function play(act: (stage: CanaryStage) => Promise<unknown>): Promise<void> {
    const startMs = performance.now();
    try {
      await act(stage);
    } finally {
      if (isTold) process.stderr.write(`${act.name}: ${Math.round(performance.now() - startMs)} ms\n`);
    }
  }

  function assertNoLeaks(leaks: readonly string[]): void {
    assert.equal(leaks.length, 0, `${leaks.length} leaks:\n${leaks.slice(0, 12).join('\n')}`);
  }

  it('stand in no answer of the API, no page and no metric', () => {
    assert.ok(stage.witness.countSeen('answer to ') > 1_000, 'the acts were played');
    assert.ok(routes.length > 30, `${routes.length} routes were read`);
    assertNoLeaks(stage.witness.leaks('answer to '));
  });

  it('stand in nothing that was sent to other vendors, by mail or by webhook', () => {
    assert.ok(stage.witness.countSeen('sent to another vendor') > 20);
    assert.ok(stage.witness.countSeen('sent by mail') > 1);
    assertNoLeaks(stage.witness.leaks('sent '));
  });

  it('stand in nothing that a command printed', () => {
    assert.ok(stage.witness.countSeen('command ') > 10);
    assertNoLeaks(stage.witness.leaks('command '));
  });

  it('stand in no line of the log', () => {
    const output = stage.product.output();
    for (const event of ['attempt.ended', 'trial.sent', 'notice.sent', 'notice.not_sent'])
      assert.ok(output.includes(event), `${event} was logged`);
    assertNoLeaks(stage.witness.leaksIn('the log', Buffer.from(output)));
  });

  it('stand in no column of the database, sealed ones included', () => {
    assert.ok(columns.length > 200, `${columns.length} columns`);
    const leaks = columns.flatMap(({ name, values }) => values.flatMap((value) => stage.witness.leaksIn(name, value)));
    assertNoLeaks(leaks);
  });

  it('stand in no file of the data folder but the key file and the token file', async () => {
    let count = 0;
    const leaks: string[] = [];
    for await (const { name, bytes } of readFiles(stage.product.data)) {
      count += 1;
      leaks.push(...stage.witness.leaksIn(name, bytes));
    }
    assert.ok(count > 100, `${count} files`);
    assertNoLeaks(leaks);
  });

  it('were really stored: opened with the key, a sealed credential holds its own', () => {
    assert.deepEqual(stage.witness.leaksIn('the opened credential', Buffer.from(opened), ['HMAC secret']), []);
    assert.match(
      stage.witness.leaksIn('the opened credential', Buffer.from(opened))[0] ?? '',
      /^HMAC secret \(plain\)/,
    );
  });

  it('are kept in sealed columns, all of which are known and really sealed', () => {
    const named = columns.filter(({ name }) => /\.(sealed(_\w+)?|wrapped)$/.test(name)).map(({ name }) => name);
    assert.deepEqual(named.toSorted(), [...SEALED_COLUMNS]);
    for (const { name, values } of columns) {
      if (!SEALED_COLUMNS.includes(name)) continue;
      // What was used up is emptied.
      const sealed = values.filter((value) => value.length > 0);
      assert.ok(sealed.length > 0, `${name} holds nothing, so nothing was shown of it`);
      for (const value of sealed) assert.equal(findSealProblem(name, value), undefined, name);
      assert.equal(new Set(sealed.map((value) => value.toString('hex'))).size, sealed.length, `${name} repeats itself`);
    }
  });
});

/** Of format 2: before the ciphertext stand format, algorithm, data key number, nonce and tag. */
const SEAL_BYTES = 34;

/** Format 2 of the vault; what a key holder wrapped begins with a form of its own. */
function findSealProblem(name: string, value: Buffer): string | undefined {
  if (value.length <= SEAL_BYTES) return `it has ${value.length} bytes`;
  const isOfVault = value[0] === 2 && value[1] === 1;
  if (name !== 'data_key.wrapped' && !isOfVault) return `it begins with ${value.toString('hex', 0, 2)}`;
  // Of random bytes about 63 in 100 are no printable ASCII.
  const unprintable = value.filter((byte) => byte < 0x20 || byte > 0x7e).length;
  return unprintable > value.length / 4 ? undefined : 'it looks like text';
}
