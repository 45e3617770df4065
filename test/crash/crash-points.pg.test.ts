/**
 * Every crash point × every operation class × whether the vendor applied the call: the worker's process is really killed
 * there, another worker takes over, and what the vendor did is counted in its own ledger.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../src/foundation/index.ts';
import { rescueRuns } from '../../src/runs/ledger.store.ts';
import { Billing, invoiceInput } from '../billing.ts';
import { publishSteps, settle } from '../engine.ts';
import type { CrashOrder, CrashPoint } from './crash-worker.ts';

const CHILD = fileURLToPath(new URL('./crash-worker.ts', import.meta.url));

type OperationClass = 'R' | 'I' | 'K' | 'L' | 'N';

const INVOICE = invoiceInput({ from: 'trigger.order' }, { value: 10 });

const CALLS: Readonly<
  Record<OperationClass, { operation: string; vendorName: string; effect: string; input: JsonObject }>
> = {
  R: {
    operation: 'get_invoice',
    vendorName: 'get_invoice',
    effect: 'none',
    input: { object: { invoiceId: { from: 'trigger.invoiceId' } } },
  },
  I: {
    operation: 'upsert_customer',
    vendorName: 'upsert_customer',
    effect: 'customer.created',
    input: { object: { email: { from: 'trigger.email' }, name: { value: 'Ada' } } },
  },
  K: { operation: 'create_invoice', vendorName: 'create_invoice', effect: 'invoice.created', input: INVOICE },
  L: {
    operation: 'create_invoice_by_reference',
    vendorName: 'create_invoice',
    effect: 'invoice.created',
    input: INVOICE,
  },
  N: {
    operation: 'send_invoice_email',
    vendorName: 'send_invoice_email',
    effect: 'email.sent',
    input: { object: { invoiceId: { from: 'trigger.invoiceId' } } },
  },
};

/** Points at which the vendor can have applied the call; before them the whole request has not reached it. */
const MAY_BE_APPLIED: readonly CrashPoint[] = ['after_send', 'after_head', 'after_body', 'after_commit'];
const POINTS: readonly CrashPoint[] = ['before_intent', 'after_intent', 'mid_send', ...MAY_BE_APPLIED];

let billing: Billing;

before(async () => {
  billing = await Billing.open();
  for (const [operationClass, call] of Object.entries(CALLS)) {
    const step = { key: 'call', kind: 'call', connection: 'billing', operation: call.operation, input: call.input };
    await publishSteps(billing.engine, billing.workspaceId, { name: flowOf(operationClass), steps: [step] });
  }
});

after(() => billing.close());

for (const operationClass of Object.keys(CALLS) as OperationClass[]) {
  for (const point of POINTS) {
    for (const isApplied of MAY_BE_APPLIED.includes(point) ? [true, false] : [false]) {
      const applied = isApplied ? 'applied' : 'not applied';
      test(`class ${operationClass}, killed ${point.replace('_', ' ')}, vendor has ${applied} it: no effect is lost or doubled`, async () => {
        await checkCrash({ operationClass, point, isApplied });
      });
    }
  }
}

async function checkCrash(given: {
  operationClass: OperationClass;
  point: CrashPoint;
  isApplied: boolean;
}): Promise<void> {
  const { operationClass, point, isApplied } = given;
  const call = CALLS[operationClass];
  const order = `${operationClass}-${point}-${isApplied}`;
  const email = `${order.toLowerCase()}@engines.example`;
  const invoiceId = await billing.makeInvoice(`for-${order}`);
  const runId = await billing.order(flowOf(operationClass), order, { email, invoiceId });
  if (!isApplied && MAY_BE_APPLIED.includes(point)) await spoil(point, call.vendorName);
  await killWorkerAt(point);
  await takeOver();
  const { run, attempts } = await billing.details(runId);
  const story = `${run.state} ${run.problem ?? ''} ${attempts.map((attempt) => `${attempt.kind}:${attempt.outcome}`).join(' ')}`;
  const businessKey = { R: '-', I: email, K: order, L: order, N: `for-${order}` }[operationClass];
  const effects = await billing.effects(businessKey, call.effect);
  const isUnknown = operationClass === 'N' && !isKnown(given);
  assert.equal(run.state, isUnknown ? 'unknown' : 'succeeded', story);
  assert.equal(effects, expectedEffects(given, isUnknown), story);
}

/** A naked write is known to be undone when nothing of it can have left, and known to be done once that is recorded. */
function isKnown(given: { point: CrashPoint; isApplied: boolean }): boolean {
  return given.point === 'before_intent' || (given.point === 'after_commit' && given.isApplied);
}

function expectedEffects(given: { operationClass: OperationClass; isApplied: boolean }, isUnknown: boolean): number {
  if (given.operationClass === 'R') return 0;
  return isUnknown && !given.isApplied ? 0 : 1;
}

/** Lets the next call of the operation fail before its effect, so late that the crash point is still reached. */
async function spoil(point: CrashPoint, operation: string): Promise<void> {
  const name = point === 'after_send' ? 'reset_before_effect' : 'status_500';
  await billing.setSwitch({ name, operation, count: 1 });
}

async function killWorkerAt(point: CrashPoint): Promise<void> {
  const order: CrashOrder = { url: billing.databaseUrl, masterKey: billing.masterKey, port: billing.vendorPort, point };
  const child = spawn(process.execPath, [CHILD], {
    env: { ...process.env, CRASH: JSON.stringify(order) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  assert.deepEqual({ code, signal }, { code: null, signal: 'SIGKILL' });
}

/** What the next worker does once the lease is over; the wait for it is taken out of the database. */
async function takeOver(): Promise<void> {
  await vendorHasFinished();
  await billing.engine.database.query(
    `update run set lease_expires_at = now() - interval '1 second' where state = 'running'`,
    [],
  );
  await billing.engine.database.inTx((tx) => rescueRuns(tx, { limit: 100, maxCrashes: 3, problem: '{}' }));
  await settle(billing.engine, { skipWaits: true });
}

/** The vendor answers calls in turn here, so a call of ours comes after all that it had in hand. */
async function vendorHasFinished(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
  await billing.ask('GET', '/sandbox/ledger');
}

function flowOf(operationClass: string): string {
  return `class-${operationClass.toLowerCase()}`;
}
