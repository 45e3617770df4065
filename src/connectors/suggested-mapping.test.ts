import assert from 'node:assert/strict';
import test from 'node:test';
import type { JsonObject } from '../foundation/index.ts';
import { type JsonSchema, type SuggestionSource, suggestMapping } from '../language/index.ts';
import { sandboxCrm as crm } from './sandbox_crm/index.ts';
import { sandboxInvoicing as invoicing } from './sandbox_invoicing/index.ts';

/** A connector's event as the source of a mapping, with its example as the sample. */
function eventOf(name: string): SuggestionSource {
  const trigger = crm.triggers[name];
  assert.ok(trigger !== undefined);
  return { root: 'trigger', schema: trigger.output, sample: trigger.examples[0] as JsonObject, about: name };
}

function operationOf(connector: typeof crm, name: string) {
  const operation = connector.operations[name];
  assert.ok(operation !== undefined);
  return operation;
}

/** The sure ones as `pointer: path`, lists as `pointer: list -> the same inside`. */
function pairsOf(target: { input: JsonSchema; about: string; system: string; sources: readonly SuggestionSource[] }) {
  const { input, about, system, sources } = target;
  const { sure, unsure } = suggestMapping({ target: input, about, system, sources });
  return {
    sure: sure.map(({ pointer, expression }) => [pointer, expression]),
    unsure: [...new Set(unsure.map(({ pointer }) => pointer))],
  };
}

const CUSTOMER_STEP: SuggestionSource = {
  root: 'steps.customer',
  schema: operationOf(invoicing, 'upsert_customer').output,
  about: 'upsert_customer',
  system: 'invoicing',
};

test('A won deal gives the customer that it names, and nothing is made up for the VAT id', () => {
  const { input } = operationOf(invoicing, 'upsert_customer');
  const { sure, unsure } = pairsOf({
    input,
    about: 'upsert_customer',
    system: 'invoicing',
    sources: [eventOf('deal_closed_won')],
  });
  assert.deepEqual(sure, [
    ['/object/email', { from: 'trigger.data.deal.company.email' }],
    ['/object/name', { from: 'trigger.data.deal.company.name' }],
    ['/object/country', { from: 'trigger.data.deal.company.country' }],
  ]);
  assert.deepEqual(unsure, []);
});

test('A won deal gives its invoice, line by line, and the order number is only offered', () => {
  const { input } = operationOf(invoicing, 'create_invoice');
  const { sure, unsure } = pairsOf({
    input,
    about: 'create_invoice',
    system: 'invoicing',
    sources: [eventOf('deal_closed_won'), CUSTOMER_STEP],
  });
  assert.deepEqual(sure, [
    ['/object/customerId', { from: 'steps.customer.id' }],
    ['/object/currency', { from: 'trigger.data.deal.currency' }],
    [
      '/object/lines',
      {
        each: { from: 'trigger.data.deal.lines' },
        as: 'line',
        to: {
          object: {
            description: { from: 'line.description' },
            quantity: { from: 'line.quantity' },
            unitPrice: { from: 'line.unitPrice' },
          },
        },
      },
    ],
  ]);
  assert.deepEqual(unsure, ['/object/orderNumber']);
});

test('A lead gives the contact that it speaks of', () => {
  const { input } = operationOf(crm, 'upsert_contact');
  const { sure } = pairsOf({ input, about: 'upsert_contact', system: 'crm', sources: [eventOf('lead_submitted')] });
  assert.deepEqual(sure, [
    ['/object/email', { from: 'trigger.data.lead.email' }],
    ['/object/name', { from: 'trigger.data.lead.name' }],
    ['/object/company', { from: 'trigger.data.lead.company' }],
    ['/object/country', { from: 'trigger.data.lead.country' }],
  ]);
});

test('A task belongs to the contact that the same system has just given an id', () => {
  const contact: SuggestionSource = {
    root: 'steps.contact',
    schema: operationOf(crm, 'upsert_contact').output,
    about: 'upsert_contact',
    system: 'crm',
  };
  const { input } = operationOf(crm, 'create_task');
  const { sure } = pairsOf({
    input,
    about: 'create_task',
    system: 'crm',
    sources: [eventOf('lead_submitted'), contact],
  });
  assert.deepEqual(sure, [['/object/contactId', { from: 'steps.contact.id' }]]);
});

test('An id of another system is never sure, however its name is written', () => {
  const { input } = operationOf(invoicing, 'create_invoice');
  const { sure } = pairsOf({
    input,
    about: 'create_invoice',
    system: 'invoicing',
    sources: [{ ...CUSTOMER_STEP, system: 'crm' }],
  });
  assert.deepEqual(
    sure.map(([pointer]) => pointer),
    [],
  );
});
