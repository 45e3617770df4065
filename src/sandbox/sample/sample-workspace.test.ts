import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findConnector, registry } from '../../connectors/index.ts';
import { type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import {
  type CompiledCallStep,
  checkFlow,
  compileFlow,
  compileSchema,
  type FlowCatalog,
  parseFlow,
} from '../../language/index.ts';
import { sampleConnections, sampleFlows } from './sample-workspace.ts';

const catalog: FlowCatalog = {
  connection: (name) => sampleConnections.find((connection) => connection.name === name),
  operation: (connector, name) => registry.get(connector)?.operations[name],
  triggerSchema: (connector, event) => registry.get(connector)?.triggers[event]?.output,
  names: {
    connectors: () => [...registry.keys()],
    connections: () => sampleConnections.map(({ name }) => name),
    operations: (connector) => Object.keys(findConnector(connector).operations),
    events: (connector) => Object.keys(findConnector(connector).triggers),
  },
};

/** The scope of a run of the flow over its event's example, with what earlier steps gave. */
function scopeOf(eventName: string, steps: JsonObject) {
  const trigger = findConnector('sandbox_crm').triggers[eventName]?.examples[0] ?? makeObject();
  const run = { id: 'run-1', startedAt: '2026-11-24T09:30:00Z' };
  return { trigger, event: { id: 'msg_1', receivedAt: run.startedAt, headers: {} }, steps, run };
}

for (const { document, eventType } of sampleFlows) {
  describe(`the sample flow ${document.name}`, () => {
    it('is a flow document, and nothing in it contradicts what its connectors declare', () => {
      assert.deepEqual(parseFlow(document as unknown as JsonValue).problems, []);
      assert.deepEqual(checkFlow(document, catalog), []);
    });

    it('is started by the event that its webhook is registered for', () => {
      const trigger = registry.get(document.trigger.connector ?? '')?.triggers[document.trigger.event ?? ''];
      assert.equal(trigger?.match?.equals, eventType);
    });
  });
}

describe('what the sample flows send', () => {
  const [dealFlow, leadFlow] = sampleFlows.map(({ document }) => compileFlow(document));

  it('an invoice has the lines of the deal and its id as order number', () => {
    const invoice = dealFlow?.steps.find(({ key }) => key === 'invoice') as CompiledCallStep | undefined;
    const scope = scopeOf('deal_closed_won', { customer: { id: 'cus_1' } });
    const input = invoice?.input(scope) ?? null;
    assert.deepEqual(
      compileSchema(findConnector('sandbox_invoicing').operations.create_invoice?.input ?? false)(input),
      [],
    );
    assert.equal((input as JsonObject).orderNumber, 'deal_1');
    assert.equal(((input as JsonObject).lines as JsonValue[]).length, 2);
  });

  it('a later event of the deal updates the invoice that the first one made', () => {
    const invoice = dealFlow?.steps.find(({ key }) => key === 'invoice') as CompiledCallStep | undefined;
    const scope = { ...scopeOf('deal_closed_won', { customer: { id: 'cus_1' } }), link: { id: 'inv_7' } };
    const input = invoice?.link?.update.input(scope) ?? null;
    assert.deepEqual(
      compileSchema(findConnector('sandbox_invoicing').operations.update_invoice?.input ?? false)(input),
      [],
    );
    assert.equal((input as JsonObject).invoiceId, 'inv_7');
    assert.equal(invoice?.link?.source(scope), 'deal_1');
  });

  it('a lead from a country of the table gets its owner, any other the default one', () => {
    const owner = leadFlow?.steps.find(({ key }) => key === 'owner');
    assert.ok(owner?.kind === 'map');
    const pick = (country: string) => {
      const scope = scopeOf('lead_submitted', {});
      const data = { lead: { ...((scope.trigger.data as JsonObject).lead as JsonObject), country } };
      return owner.to({ ...scope, trigger: { ...scope.trigger, data } });
    };
    assert.deepEqual([pick('GB'), pick('de'), pick('BR')], ['own_1', 'own_3', 'own_2']);
  });

  it('the follow-up is due two days after the start of the run', () => {
    const followUp = leadFlow?.steps.find(({ key }) => key === 'follow_up') as CompiledCallStep | undefined;
    const input = followUp?.input(
      scopeOf('lead_submitted', { contact: { id: 'con_1' }, owner: 'own_1' }),
    ) as JsonObject;
    assert.equal(input.dueOn, '2026-11-26');
    assert.equal(input.title, 'Call Ada Lovelace of Engines Ltd');
  });
});
