/** Breaks the vendor a little, again and again: each fault hits a few calls and is gone. */
import type { SeededRandom } from './seeded-random.ts';
import { pause } from './timing.ts';
import type { Vendor, VendorSwitch } from './vendor.ts';

const MIN_PAUSE_MS = 400;
const MAX_PAUSE_MS = 1_400;

type Operation = 'get_invoice' | 'upsert_customer' | 'create_invoice' | 'send_invoice_email' | 'find_invoices' | null;

/**
 * Null hits whatever comes. Look-ups are hit as well, but one at a time: few runs ask at any moment, so that a burst would
 * hit one of them again and again until it waits for minutes, longer than any quiet phase.
 */
const OPERATIONS: readonly (readonly [weight: number, operation: Operation])[] = [
  [3, null],
  [2, 'get_invoice'],
  [2, 'upsert_customer'],
  [5, 'create_invoice'],
  [2, 'send_invoice_email'],
  [2, 'find_invoices'],
];

/** Reads by id are always slow, so that some runs last for seconds and are often met in their middle. */
const SLOW_READS: VendorSwitch = { name: 'slow', operation: 'get_invoice', pathPrefix: '/invoices/', ms: 350 };

type MakeFault = (random: SeededRandom) => VendorSwitch;

/** Few calls each, for the same reason. */
const FAULTS: readonly (readonly [weight: number, make: MakeFault])[] = [
  [4, (random) => ({ name: 'reset_before_effect', count: random.whole(1, 4) })],
  [4, (random) => ({ name: 'reset_after_effect', count: random.whole(1, 4) })],
  [3, (random) => ({ name: 'truncated_body', count: random.whole(1, 3) })],
  [2, (random) => ({ name: 'status_500', count: random.whole(1, 3), afterEffect: random.next() < 0.5 })],
  [2, (random) => ({ name: 'status_503', count: random.whole(1, 3), afterEffect: random.next() < 0.5 })],
  [1, (random) => ({ name: 'status_503', count: 1, retryAfter: String(random.whole(1, 2)) })],
  [2, (random) => ({ name: 'status_429', count: random.whole(1, 2), retryAfter: String(random.whole(1, 2)) })],
  [2, (random) => ({ name: 'html_200', count: random.whole(1, 2), afterEffect: random.next() < 0.5 })],
  // Long enough that a process which is killed or frozen is often in the middle of a call.
  [8, (random) => ({ name: 'slow', count: random.whole(10, 60), ms: random.whole(100, 1_800) })],
];

/** Plays vendor faults until `isOver`; gives how many it played, by name. */
export async function playVendorFaults(
  vendor: Vendor,
  random: SeededRandom,
  isOver: () => boolean,
): Promise<ReadonlyMap<string, number>> {
  const played = new Map<string, number>();
  await vendor.breakBy(SLOW_READS);
  while (!isOver()) {
    await pause(random.between(MIN_PAUSE_MS, MAX_PAUSE_MS));
    const fault = makeFault(random);
    await vendor.breakBy(fault);
    played.set(fault.name, (played.get(fault.name) ?? 0) + 1);
  }
  return played;
}

function makeFault(random: SeededRandom): VendorSwitch {
  const fault = random.pick(FAULTS)(random);
  const operation = random.pick(OPERATIONS);
  if (operation === null) return fault;
  return operation === 'find_invoices' ? { ...fault, operation, count: 1 } : { ...fault, operation };
}
