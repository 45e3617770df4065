import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { acceptEvent, makeWorkspace, settle } from '../../test/engine.ts';
import { callStep, Trying } from '../../test/trying.ts';
import type { EventId, JsonObject } from '../foundation/index.ts';

let trying: Trying;

before(async () => {
  trying = await Trying.open();
});
after(() => trying.close());

const EVENT = { dealId: 'deal_1', email: 'ada@engines.example' };
const DEAL = callStep('deal', ['crm', 'get_deal'], { dealId: 'trigger.dealId' });

test('a dead letter gives its event and what its steps gave, pinned, so that the failing step can be mended and tried', async () => {
  const { workspaceId, engine } = trying;
  const bad = { key: 'bad', kind: 'map', to: { from: 'trigger.absent.field' } };
  const steps = [DEAL, bad];
  await trying.draft('dead', steps);
  const { document } = await trying.drafts.find(workspaceId, 'dead');
  await engine.flows.publish({ workspaceId, document, note: '', publishedBy: 'ada' });
  const { runId } = await acceptEvent(engine, workspaceId, { flowName: 'dead', body: EVENT });
  await settle(engine);
  assert.equal((await engine.control.details({ workspaceId, id: runId })).run.state, 'dead_lettered');
  const taken = await trying.samples.take({ workspaceId, flowName: 'dead', madeBy: 'ada', runId, withSteps: true });
  assert.deepEqual({ ...(taken.trigger?.output as JsonObject) }, EVENT);
  assert.deepEqual([taken.trigger?.origin, taken.steps.get('deal')?.isPinned], ['run', true]);
  assert.match(taken.trigger?.note ?? '', /^run of 20\d\d-/);
  const failed = await trying.try('dead', 'bad');
  assert.deepEqual(failed.states, { deal: 'pinned', bad: 'failed' });
  await trying.edit('dead', [DEAL, { key: 'bad', kind: 'map', to: { from: 'trigger.email' } }]);
  const mended = await trying.try('dead', 'bad');
  assert.deepEqual(mended.states, { deal: 'pinned', bad: 'ran' });
  assert.equal(mended.calls.length, 0);
  const events = await trying.samples.events(workspaceId, 'dead', 20);
  assert.deepEqual([events.length, events[0]?.runState], [1, 'dead_lettered']);
});

test('a new flow is offered the events that another flow of the same event got, and recent records of the vendor', async () => {
  const { workspaceId, engine } = trying;
  const trigger = { connector: 'sandbox_crm', event: 'deal_closed_won', connection: 'crm' };
  await trying.draft('deals-live', [{ key: 'id', kind: 'map', to: { from: 'trigger.data.deal.id' } }], trigger);
  const { document } = await trying.drafts.find(workspaceId, 'deals-live');
  await engine.flows.publish({ workspaceId, document, note: '', publishedBy: 'ada' });
  const body = { type: 'deal.closed_won', data: { deal: { id: 'deal_9' } } };
  const { eventId } = (await acceptEvent(engine, workspaceId, { flowName: 'deals-live', body })) as {
    eventId: EventId;
  };
  await trying.draft('deals-new', [{ key: 'id', kind: 'map', to: { from: 'trigger.data.deal.id' } }], trigger);
  const [event] = await trying.samples.events(workspaceId, 'deals-new', 20);
  assert.deepEqual([event?.id, event?.fromFlow], [eventId, 'deals-live']);
  await trying.samples.take({ workspaceId, flowName: 'deals-new', madeBy: 'ada', eventId, withSteps: false });
  assert.equal((await trying.try('deals-new', 'id')).step('id').output, 'deal_9');
  await trying.ask(trying.crm, 'POST', '/sandbox/close-deal', { title: 'Two engines', amount: 10 });
  const records = await trying.samples.records({ workspaceId, flowName: 'deals-new' });
  assert.equal(records[0]?.title, 'Two engines');
  assert.match(JSON.stringify(records[0]?.body), /"type":"deal\.closed_won"/);
  await assert.rejects(
    trying.samples.records({ workspaceId, flowName: 'deals-new', connection: 'billing' }),
    /trials\.records\.other_connector/,
  );
});

test('another workspace sees no flow, no sample, no event and no run of this one', async () => {
  const { engine } = trying;
  await trying.draft('foreign', [DEAL]);
  await trying.paste('foreign', 'trigger', EVENT);
  const workspaceId = await makeWorkspace(engine.database);
  await assert.rejects(trying.samples.list(workspaceId, 'foreign'), /flows\.flow\.not_found/);
  await assert.rejects(trying.samples.events(workspaceId, 'foreign', 5), /flows\.flow\.not_found/);
  const run = { workspaceId, flowName: 'foreign', by: 'eve', revision: 1, upTo: 'deal', choices: [] };
  await assert.rejects(trying.trials.run(run), /flows\.flow\.not_found/);
  const theirs = {
    holdfast: 1,
    name: 'theirs',
    title: 'theirs',
    trigger: { kind: 'webhook', signature: { kind: 'unsigned' }, schema: true },
    steps: [],
  };
  await trying.drafts.create({ workspaceId, title: 'theirs', name: 'theirs', document: theirs, editedBy: 'eve' });
  const [event] = await trying.samples.events(trying.workspaceId, 'dead', 1);
  assert.ok(event !== undefined);
  const take = { workspaceId, flowName: 'theirs', madeBy: 'eve', withSteps: false };
  await assert.rejects(trying.samples.take({ ...take, eventId: event.id }), /trials\.event\.not_found/);
  await assert.rejects(trying.samples.take({ ...take, runId: event.runId }), /trials\.event\.not_found/);
});

test('a sample beyond its bound is refused with both sizes, and an outdated draft is not tried', async () => {
  await trying.draft('bounds', [DEAL]);
  await assert.rejects(trying.paste('bounds', 'trigger', 'x'.repeat(1_100_000)), /takes 1100002 bytes .* 1048576/);
  await assert.rejects(trying.try('bounds', 'deal'), /trials\.trigger\.no_sample/);
  const run = {
    workspaceId: trying.workspaceId,
    flowName: 'bounds',
    by: 'ada',
    revision: 99,
    upTo: 'deal',
    choices: [],
  };
  await assert.rejects(trying.trials.run(run), /trials\.draft\.outdated/);
});
