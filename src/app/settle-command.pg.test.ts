import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type CommandLine, commandLineOf } from '../../test/command-line.ts';
import { startHoldfast, type TestHoldfast, until, VENDOR_KEY } from '../../test/holdfast.ts';
import { parseJson } from '../foundation/index.ts';

/** A naked write, so that a lost answer leaves a doubt that only a person can settle; a later step reads its record. */
const EMAIL_FLOW = {
  holdfast: 1,
  name: 'email',
  title: 'An invoice is sent by e-mail',
  trigger: {
    kind: 'webhook',
    signature: { kind: 'unsigned' },
    schema: { type: 'object', required: ['customer'], properties: { customer: { type: 'string' } } },
  },
  steps: [
    {
      kind: 'call',
      key: 'invoice',
      connection: 'billing',
      operation: 'create_invoice',
      input: {
        object: {
          customerId: { from: 'trigger.customer' },
          currency: { value: 'EUR' },
          lines: { value: [{ description: 'Engine', quantity: 1, unitPrice: 1 }] },
        },
      },
    },
    {
      kind: 'call',
      key: 'email',
      connection: 'billing',
      operation: 'send_invoice_email',
      input: { object: { invoiceId: { from: 'steps.invoice.id' } } },
    },
    { kind: 'map', key: 'sent', to: { from: 'steps.email.id' } },
  ],
};

describe('settling a write of which nobody knows', () => {
  let holdfast: TestHoldfast;
  let command: CommandLine;
  let customer: string;

  before(async () => {
    holdfast = await startHoldfast();
    command = commandLineOf(holdfast);
    await holdfast.client.publishFlow(parseJson(JSON.stringify(EMAIL_FLOW)));
    customer = String((await callVendor('PUT', '/customers/by-email/ada@example.com', { name: 'Ada' })).id);
  });
  after(() => holdfast.stop());

  async function callVendor(method: string, path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${holdfast.vendor.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-api-key': VENDOR_KEY },
      body: JSON.stringify(body),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  }

  /** A run whose e-mail was sent, perhaps. */
  async function makeUnknown(): Promise<string> {
    await callVendor('PUT', '/sandbox/switches', {
      name: 'reset_after_effect',
      operation: 'send_invoice_email',
      count: 1,
    });
    const bytes = new TextEncoder().encode(JSON.stringify({ customer }));
    const { runId } = await holdfast.client.sendEvent('email', { bytes });
    return (await untilState(runId, 'unknown')).id;
  }

  function untilState(runId: string, state: string) {
    return until(
      () => holdfast.client.showRun(runId),
      (run) => run.state === state,
    );
  }

  test('it happened: the id of the record is enough, and the timeline says who said so, when, and which record', async () => {
    const runId = await makeUnknown();
    assert.match((await command.run(['run', 'show', runId])).stdout, /settle \S+ --happened <record's id>/);
    const settled = await command.run(['run', 'settle', runId, '--happened', 'eml_17']);
    assert.deepEqual([settled.code, settled.stderr], [0, '']);
    assert.match(settled.stdout, /^Run \S+ is (queued|running|succeeded)\.$/m);
    const run = await untilState(runId, 'succeeded');
    assert.equal(run.steps.find(({ stepKey }) => stepKey === 'sent')?.output, 'eml_17');
    const { stdout } = await command.run(['run', 'show', runId]);
    const verdict =
      /attempt \d+ {2}verdict, at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n {4}decision {3}first token says: it happened/;
    assert.match(stdout, verdict);
    assert.match(stdout, /record\n {4}\{"id":"eml_17"\}/);
    assert.equal((await command.run(['run', 'settle', runId, '--happened', 'eml_17'])).code, 4);
  });

  test('it happened, with the whole record from a file, where later steps read more of it', async () => {
    const runId = await makeUnknown();
    const settled = await command.run(['run', 'settle', runId, '--happened', 'eml_18', '--record', '-', '--json'], {
      input: 'id: eml_18\nto: ada@example.com\n',
    });
    assert.equal(settled.code, 0, settled.stdout);
    const run = await untilState(runId, 'succeeded');
    const email = run.steps.find(({ stepKey }) => stepKey === 'email')?.output;
    assert.deepEqual({ ...(email as object) }, { id: 'eml_18', to: 'ada@example.com' });
  });

  test('it did not happen: the write is sent again', async () => {
    const runId = await makeUnknown();
    const settled = await command.run(['run', 'settle', runId, '--not-happened']);
    assert.equal(settled.code, 0, settled.stderr);
    await untilState(runId, 'succeeded');
    assert.match((await command.run(['run', 'show', runId])).stdout, /says: it did not happen; it is sent again/);
  });
});
