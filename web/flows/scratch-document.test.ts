import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../../src/foundation/index.ts';
import { parseFlow, type TriggerSignature } from '../../src/language/index.ts';
import { scratchDocument } from './scratch-document.ts';

const TRIGGER = {
  connector: 'sandbox_crm',
  event: 'deal_closed_won',
  signature: { kind: 'standard_webhooks' } as const,
};

test('a flow from a connector’s event begins with that event, its connection, and one step that maps nothing yet', () => {
  const document = scratchDocument({
    trigger: { ...TRIGGER, connection: 'crm' },
    step: { connection: 'billing', operation: 'create_invoice', title: 'Create an invoice' },
  });
  assert.deepEqual(document.trigger, {
    kind: 'webhook',
    connector: 'sandbox_crm',
    event: 'deal_closed_won',
    connection: 'crm',
    signature: { kind: 'standard_webhooks' },
  });
  assert.deepEqual(document.steps, [
    {
      kind: 'call',
      key: 'create_invoice',
      title: 'Create an invoice',
      connection: 'billing',
      operation: 'create_invoice',
      input: { object: {} },
    },
  ]);
});

test('what begins from nothing takes signed events of any system, and does nothing yet', () => {
  const document = scratchDocument({});
  assert.deepEqual(document.trigger, { kind: 'webhook', signature: { kind: 'standard_webhooks' } });
  assert.deepEqual(document.steps, []);
});

test('every kind of signature that a connector may say makes a trigger that the language reads', () => {
  const step = { connection: 'billing', operation: 'create_invoice', title: 'Create an invoice' };
  const signatures: readonly TriggerSignature[] = [
    { kind: 'standard_webhooks' },
    { kind: 'hmac_sha256', header: 'x-signature', encoding: 'hex' },
    {
      kind: 'hmac',
      algorithm: 'sha1',
      encoding: 'hex',
      header: 'body:event.hash',
      signed: ['"v0:"', 'body:event.time'],
    },
    { kind: 'token', in: 'query', name: 'key' },
    { kind: 'public_key', algorithm: 'ed25519', encoding: 'hex', header: 'x-signature' },
    { kind: 'basic' },
    { kind: 'unsigned' },
  ];
  for (const signature of signatures) {
    const document = { ...scratchDocument({ trigger: { ...TRIGGER, signature }, step }), name: 'a', title: 'A' };
    assert.deepEqual(parseFlow(document as unknown as JsonValue).problems, []);
    assert.deepEqual(document.trigger.signature, signature);
  }
});
