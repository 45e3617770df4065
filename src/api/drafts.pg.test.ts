import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { customerFlow, startHoldfast, type TestHoldfast, until } from '../../test/holdfast.ts';
import { isObject, type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import type { ApiProblem } from './client.ts';

/** One Holdfast serves all tests of the file; what they make has names of its own. */
let holdfast: TestHoldfast;

before(async () => {
  holdfast = await startHoldfast();
});
after(() => holdfast.stop());

/** A document with one field in place of another. */
function changed(document: JsonValue, fields: JsonObject): JsonObject {
  assert.ok(isObject(document));
  return makeObject([...Object.entries(document), ...Object.entries(fields)]);
}

/** The customer flow with an hour's wait before its step. */
function waitingFlow(name: string, hours: number): JsonObject {
  const document = customerFlow(name) as JsonObject;
  const wait = { kind: 'delay', key: 'wait', for: `PT${hours}H` };
  return changed(document, { steps: [wait, ...(document.steps as JsonValue[])] });
}

function isProblem(code: string): (error: ApiProblem) => boolean {
  return (error) => error.code === code;
}

const eventOf = (id: string) => ({
  bytes: new TextEncoder().encode(`{"id":"${id}","email":"${id}@example.com","name":"N"}`),
});

describe('drafts', () => {
  test('a flow is made with a draft, takes no events, and is live once the draft is published', async () => {
    const { client } = holdfast;
    const made = await client.createFlow({ title: 'Käufer & Kunden' });
    assert.deepEqual(
      { ...made, createdAt: '', draftEditedAt: '' },
      {
        name: 'kaufer-kunden',
        title: 'Käufer & Kunden',
        liveVersion: null,
        createdAt: '',
        hasDraft: true,
        draftEditedAt: '',
        isEnabled: null,
        triggerText: 'Webhook',
        connectors: [],
      },
    );
    await assert.rejects(client.sendEvent(made.name, eventOf('early')), isProblem('triggers.flow.not_live'));
    const empty = await client.showDraft(made.name);
    const document = changed(customerFlow(made.name), { title: 'Kunden' });
    const saved = await client.saveDraft(made.name, document, empty.revision);
    assert.deepEqual([saved.isChanged, saved.basedOn, saved.problems], [true, null, []]);
    assert.equal((await client.showFlow(made.name)).title, 'Kunden');
    const published = await client.publishDraft(made.name, saved.revision, 'the first');
    assert.deepEqual([published.version, published.hook.isEnabled], [1, true]);
    const [summary] = (await client.listFlows()).filter(({ name }) => name === made.name);
    assert.deepEqual([summary?.hasDraft, summary?.connectors], [false, ['sandbox_invoicing']]);
    const live = await client.showDraft(made.name);
    assert.deepEqual([live.isChanged, live.basedOn, live.editedBy], [false, 1, 'first token']);
    assert.ok(live.revision > saved.revision, 'who still has the draft open must read again');
  });

  test('a save that begins with an outdated revision is refused, and what the other saved is there', async () => {
    const { client } = holdfast;
    await client.publishFlow(customerFlow('contested'));
    const { document, revision } = await client.showDraft('contested');
    const mine = changed(document, { title: 'Mine' });
    await client.saveDraft('contested', mine, revision);
    const theirs = client.saveDraft('contested', changed(document, { title: 'Theirs' }), revision);
    await assert.rejects(theirs, isProblem('flows.draft.outdated'));
    const kept = await client.showDraft('contested');
    assert.deepEqual(kept.document, mine);
    const tooLate = client.publishDraft('contested', revision);
    await assert.rejects(tooLate, isProblem('flows.draft.outdated'));
    // The live version changed under an editor without a draft: that is news too.
    await client.publishFlow(customerFlow('moving'));
    const before = await client.showDraft('moving');
    await client.publishFlow(changed(customerFlow('moving'), { title: 'Another' }));
    const stale = client.saveDraft('moving', before.document, before.revision);
    await assert.rejects(stale, isProblem('flows.draft.outdated'));
  });

  test('of ten saves with one revision one is kept', async () => {
    const { client } = holdfast;
    await client.publishFlow(customerFlow('raced'));
    const { document, revision } = await client.showDraft('raced');
    const saves = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        client.saveDraft('raced', changed(document, { title: `${index}` }), revision),
      ),
    );
    assert.equal(saves.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('a draft with problems is kept, tells each with its step, and cannot be published while one stands', async () => {
    const { client } = holdfast;
    const { name } = await client.createFlow({ title: 'Unfinished', document: customerFlow() });
    const { document, revision } = await client.showDraft(name);
    const [step] = (document as JsonObject).steps as JsonObject[];
    const broken = changed(step as JsonObject, { input: { object: { email: { from: 'trigger.email' } } } });
    const saved = await client.saveDraft(name, changed(document, { steps: [broken] }), revision);
    assert.deepEqual(
      saved.problems.map(({ stepKey, pointer }) => ({ stepKey, pointer })),
      [{ stepKey: 'customer', pointer: '/steps/0/input/object' }],
    );
    await assert.rejects(client.publishDraft(name, saved.revision), (error: ApiProblem) => {
      return error.code === 'flows.flow.invalid' && error.problems.length === 1;
    });
    assert.equal((await client.showFlow(name)).liveVersion, null);
    const nonsense = { ...makeObject(), name, steps: 'soon', 'no field': [1] };
    const kept = await client.saveDraft(name, nonsense, saved.revision);
    assert.deepEqual({ ...(kept.document as JsonObject) }, nonsense);
    assert.ok(kept.problems.length > 0);
    const renamed = client.saveDraft(name, { ...nonsense, name: 'another' }, kept.revision);
    await assert.rejects(renamed, isProblem('flows.draft.other_flow'));
    await assert.rejects(client.discardDraft(name), isProblem('flows.draft.only'));
  });
});

describe('versions', () => {
  test('rolling back changes what new events run with, and runs that wait keep their version', async () => {
    const { client } = holdfast;
    const runOf = async (id: string) => {
      const { runId } = await client.sendEvent('patient', eventOf(id));
      return until(
        () => client.showRun(runId),
        ({ state }) => state === 'waiting',
      );
    };
    await client.publishFlow(waitingFlow('patient', 1));
    const first = await runOf('r1');
    const { revision } = await client.showDraft('patient');
    const draft = await client.saveDraft('patient', waitingFlow('patient', 2), revision);
    assert.deepEqual(
      (await client.compareVersions('patient', 1, 'draft')).map(({ text }) => text),
      ['step wait: how long it waits is now `PT2H` (was: `PT1H`)'],
    );
    await client.publishDraft('patient', draft.revision);
    const second = await runOf('r2');
    assert.equal((await client.rollBack('patient', 1)).liveVersion, 1);
    const third = await runOf('r3');
    assert.deepEqual([first.flowVersion, second.flowVersion, third.flowVersion], [1, 2, 1]);
    const still = await client.showRun(second.id);
    assert.deepEqual([still.flowVersion, still.state], [2, 'waiting']);
    const { versions } = await client.showFlow('patient');
    assert.deepEqual(
      versions.map(({ number, isLive }) => [number, isLive]),
      [
        [2, false],
        [1, true],
      ],
    );
  });

  test('a version becomes the draft again, and discarding that leaves what is live', async () => {
    const { client } = holdfast;
    await client.publishFlow(customerFlow('revisited'));
    const second = changed(customerFlow('revisited'), { title: 'Second' });
    await client.publishFlow(second);
    const used = await client.useVersion('revisited', 1);
    assert.deepEqual([used.basedOn, used.isChanged, used.document], [1, true, customerFlow('revisited')]);
    const discarded = await client.discardDraft('revisited');
    assert.deepEqual([discarded.isChanged, discarded.document], [false, second]);
    await assert.rejects(client.useVersion('revisited', 9), isProblem('flows.version.not_found'));
  });
});

describe('files', () => {
  test('what is exported and imported is the same document, and a taken name gets a number', async () => {
    const { client } = holdfast;
    await client.publishFlow(customerFlow('travelling'));
    const bundle = await client.exportFlow('travelling');
    assert.deepEqual(
      bundle.connections.map(({ name, connector }) => [name, connector]),
      [['billing', 'sandbox_invoicing']],
    );
    assert.deepEqual(bundle.document, customerFlow('travelling'));
    const copy = await client.importFlow(bundle as unknown as JsonObject);
    assert.deepEqual([copy.flow.name, copy.problems], ['travelling-2', []]);
    const { document } = await client.showDraft('travelling-2');
    assert.deepEqual(document, changed(bundle.document, { name: 'travelling-2' }));
    await client.archiveFlow('travelling');
    const taken = client.importFlow(bundle as unknown as JsonObject, { name: 'travelling' });
    await assert.rejects(taken, isProblem('flows.flow.name_taken'));
    await assert.rejects(client.importFlow({ holdfastExport: 2, document: {} }), isProblem('flows.bundle.malformed'));
  });

  test('an import into connections of other names fits, and one into none says what is missing', async () => {
    const { client } = holdfast;
    await client.publishFlow(customerFlow('elsewhere'));
    const { document, ...rest } = await client.exportFlow('elsewhere');
    const steps = (document.steps as JsonObject[]).map((step) => changed(step, { connection: 'their-books' }));
    const bundle = { ...rest, document: changed(document, { steps }) } as unknown as JsonObject;
    const lost = await client.importFlow(bundle);
    assert.deepEqual(
      lost.problems.map(({ code, stepKey }) => [code, stepKey]),
      [['language.flow.unknown_connection', 'customer']],
    );
    const found = await client.importFlow(bundle, { connections: { 'their-books': 'billing' } });
    assert.deepEqual(found.problems, []);
  });

  test('an archived flow is in no list and at no address, its runs can be read, and publishing brings it back', async () => {
    const { client } = holdfast;
    const { hook } = await client.publishFlow(customerFlow('retired'));
    const { runId } = await client.sendEvent('retired', eventOf('last'));
    const post = () =>
      fetch(hook.url, {
        method: 'POST',
        body: '{"id":"x","email":"x@example.com","name":"X"}',
        headers: { 'content-type': 'application/json' },
      });
    await client.archiveFlow('retired');
    assert.equal(
      (await client.listFlows()).some(({ name }) => name === 'retired'),
      false,
    );
    assert.equal((await client.showRun(runId)).flow, 'retired');
    assert.equal((await until(post, ({ status }) => status === 404)).status, 404);
    const again = await client.publishFlow(customerFlow('retired'));
    assert.deepEqual([again.isUnchanged, again.hook.url], [true, hook.url]);
    assert.equal((await until(post, ({ status }) => status < 300)).status, 202);
  });
});
