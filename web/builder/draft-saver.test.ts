import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { FlowDocument } from '../../src/language/index.ts';
import { DraftSaver, REST_MS, type SaveState } from './draft-saver.ts';

const titled = (title: string): FlowDocument => ({
  holdfast: 1,
  name: 'deals',
  title,
  trigger: { kind: 'webhook', signature: { kind: 'unsigned' } },
  steps: [],
});

class Conflict extends Error {}

/** A server that keeps the draft at a revision, answers when it is told to, and can be made to fail. */
function makeServer() {
  const states: SaveState['kind'][] = [];
  const kept: string[] = [];
  const server = { revision: 1, fault: undefined as Error | undefined, gate: Promise.resolve(), states, kept };
  const saver = new DraftSaver<{ revision: number }>(1, {
    async save(document, revision) {
      await server.gate;
      if (server.fault !== undefined) throw server.fault;
      if (revision !== server.revision) throw new Conflict();
      kept.push(document.title);
      server.revision += 1;
      return { revision: server.revision };
    },
    isConflict: (error) => error instanceof Conflict,
    onState: ({ kind }) => states.push(kind),
    onSaved: () => undefined,
  });
  return { server, saver };
}

async function rest(milliseconds: number): Promise<void> {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

test('edits are saved together once they rest, and what was edited during a save is saved after it', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { server, saver } = makeServer();
  saver.edit(titled('a'));
  await rest(REST_MS - 1);
  saver.edit(titled('b'));
  await rest(REST_MS - 1);
  assert.deepEqual(server.kept, []);
  const gate = Promise.withResolvers<void>();
  server.gate = gate.promise;
  await rest(1);
  saver.edit(titled('c'));
  gate.resolve();
  await rest(0);
  assert.deepEqual(server.kept, ['b']);
  await rest(REST_MS);
  assert.deepEqual(server.kept, ['b', 'c']);
  assert.equal(saver.unsaved, undefined);
  assert.equal(server.states.at(-1), 'saved');
});

test('a save that met somebody else’s loses nothing and waits for a person to decide', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { server, saver } = makeServer();
  server.revision = 7;
  saver.edit(titled('ours'));
  await rest(REST_MS);
  assert.equal(saver.state.kind, 'conflict');
  saver.edit(titled('ours, newer'));
  await rest(10 * REST_MS);
  assert.deepEqual(server.kept, []);
  await assert.rejects(saver.flush());
  await saver.putOnTop(7);
  assert.deepEqual(server.kept, ['ours, newer']);
  assert.equal(await saver.flush(), 8);
});

test('what could not be saved stays and is tried again by itself', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { server, saver } = makeServer();
  server.fault = new Error('unreachable');
  saver.edit(titled('a'));
  await rest(REST_MS);
  assert.equal(saver.state.kind, 'failed');
  assert.equal(saver.unsaved?.title, 'a');
  await assert.rejects(saver.flush(), /unreachable/);
  server.fault = undefined;
  await rest(60_000);
  assert.deepEqual(server.kept, ['a']);
});
