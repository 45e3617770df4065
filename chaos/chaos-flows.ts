/**
 * The flows of a chaos run: one for each operation class, one with several steps and a list, one with an order key. Every
 * write carries a business key made from the event, so that the vendor's ledger can be counted by event.
 */
import type { CallStep, Expression, FlowDocument, Step } from '../src/language/index.ts';

export type WriteClass = 'I' | 'K' | 'L' | 'N';

/** One effect that a run of the event is to have at the vendor, once. */
export interface ExpectedEffect {
  readonly class: WriteClass;
  readonly kind: string;
  readonly businessKey: string;
}

/** What the body of an event holds. */
export interface EventBody {
  readonly ref: string;
  readonly lane: string;
  readonly items: readonly { readonly sku: string }[];
}

export interface ChaosFlow {
  readonly name: string;
  /** Of the events sent, how many of `TOTAL_WEIGHT` go here. */
  readonly weight: number;
  readonly isOrdered: boolean;
  /** Some of its writes carry a key that the vendor soon forgets. */
  readonly hasShortKeys: boolean;
  /** Most items in the list of an event. */
  readonly maxItems: number;
  readonly steps: readonly Step[];
  readonly effects: (body: EventBody) => readonly ExpectedEffect[];
}

/** Records that the vendor has before the first event. */
export interface VendorSeeds {
  readonly customerId: string;
  readonly invoiceId: string;
}

const REF: Expression = { from: 'trigger.ref' };
const ITEM_REF: Expression = { template: '{{trigger.ref}}-{{item.sku}}' };
const ITEM_COPY_REF: Expression = { template: '{{trigger.ref}}-{{item.sku}}-copy' };
const CUSTOMER: Expression = {
  object: { email: { template: '{{trigger.ref}}@chaos.example' }, name: REF },
};

/** Each flow has a connection of its own, so that a throttle stops one flow and not the whole run. */
export function connectionOf(flowName: string): string {
  return `vendor-${flowName}`;
}

/** The flows, against a vendor with these records. */
export function chaosFlows(seeds: VendorSeeds): readonly ChaosFlow[] {
  return [...singleFlows(seeds), nakedFlow(seeds), listedFlow(seeds), longFlow(seeds), orderedFlow(seeds)];
}

/** One call each, of the classes that a single call can show. */
function singleFlows({ customerId, invoiceId }: VendorSeeds): readonly ChaosFlow[] {
  return [
    flow('read', 3, {
      steps: (call) => [call('invoice', 'get_invoice', { object: { invoiceId: { value: invoiceId } } })],
      effects: () => [],
    }),
    flow('upsert', 4, {
      steps: (call) => [call('customer', 'upsert_customer', CUSTOMER)],
      effects: (body) => [madeCustomer(body)],
    }),
    flow('keyed', 5, {
      steps: (call) => [call('invoice', 'create_invoice', invoice(customerId, REF))],
      effects: ({ ref }) => [madeInvoice('K', ref)],
    }),
    flow('looked-up', 6, {
      steps: (call) => [call('invoice', 'create_invoice_by_reference', invoice(customerId, REF))],
      effects: ({ ref }) => [madeInvoice('L', ref)],
    }),
  ];
}

/** The e-mail counts under the order number of its invoice, so each event makes one first. */
function nakedFlow({ customerId }: VendorSeeds): ChaosFlow {
  return flow('naked', 5, {
    steps: (call) => [
      call('invoice', 'create_invoice', invoice(customerId, REF)),
      call('email', 'send_invoice_email', { object: { invoiceId: { from: 'steps.invoice.id' } } }),
    ],
    effects: ({ ref }) => [madeInvoice('K', ref), { class: 'N', kind: 'email.sent', businessKey: ref }],
  });
}

function listedFlow({ customerId }: VendorSeeds): ChaosFlow {
  return flow('listed', 4, {
    steps: (call) => [
      call('customer', 'upsert_customer', CUSTOMER),
      {
        kind: 'each',
        key: 'items',
        over: { from: 'trigger.items' },
        as: 'item',
        itemKey: { from: 'item.sku' },
        maxItems: 10,
        steps: [
          call('invoice', 'create_invoice', invoice(customerId, ITEM_REF)),
          call('copy', 'create_invoice_by_reference', invoice(customerId, ITEM_COPY_REF)),
        ],
      },
    ],
    effects: (body) => [
      madeCustomer(body),
      ...body.items.flatMap(({ sku }) => [
        madeInvoice('K', `${body.ref}-${sku}`),
        madeInvoice('L', `${body.ref}-${sku}-copy`),
      ]),
    ],
  });
}

/**
 * Reads and writes in turns, with a vendor that is slow to read: a run of seconds. When its worker is frozen in a read and
 * wakes while the successor is under way, only the fence keeps both from making the same writes.
 */
function longFlow({ customerId, invoiceId }: VendorSeeds): ChaosFlow {
  const long = flow('long', 4, {
    steps: (call) => [
      {
        kind: 'each',
        key: 'items',
        over: { from: 'trigger.items' },
        as: 'item',
        itemKey: { from: 'item.sku' },
        maxItems: 20,
        steps: [
          call('before', 'get_invoice', { object: { invoiceId: { value: invoiceId } } }),
          call('copy', 'create_invoice_by_reference', invoice(customerId, ITEM_COPY_REF)),
        ],
      },
    ],
    effects: ({ ref, items }) => items.map(({ sku }) => madeInvoice('L', `${ref}-${sku}-copy`)),
  });
  return { ...long, maxItems: 12 };
}

function orderedFlow({ customerId }: VendorSeeds): ChaosFlow {
  const unordered = flow('ordered', 5, {
    steps: (call) => [call('invoice', 'create_invoice', invoice(customerId, REF))],
    effects: ({ ref }) => [madeInvoice('K', ref)],
  });
  return { ...unordered, isOrdered: true };
}

function invoice(customerId: string, orderNumber: Expression): Expression {
  return {
    object: {
      customerId: { value: customerId },
      currency: { value: 'EUR' },
      orderNumber,
      lines: { value: [{ description: 'Engine', quantity: 1, unitPrice: 100 }] },
    },
  };
}

function madeInvoice(effectClass: WriteClass, businessKey: string): ExpectedEffect {
  return { class: effectClass, kind: 'invoice.created', businessKey };
}

function madeCustomer({ ref }: EventBody): ExpectedEffect {
  return { class: 'I', kind: 'customer.created', businessKey: `${ref}@chaos.example` };
}

/** The document to publish. */
export function documentOf({ name, isOrdered, steps }: ChaosFlow): FlowDocument {
  return {
    holdfast: 1,
    name,
    title: `Chaos: ${name}`,
    trigger: { kind: 'webhook', schema: BODY_SCHEMA, signature: { kind: 'standard_webhooks' } },
    ...(isOrdered ? { orderKey: { from: 'trigger.lane' } } : {}),
    steps,
  };
}

const BODY_SCHEMA = {
  type: 'object',
  required: ['ref', 'lane', 'items'],
  properties: {
    ref: { type: 'string' },
    lane: { type: 'string' },
    items: {
      type: 'array',
      items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } },
    },
  },
};

type CallMaker = (key: string, operation: string, input: Expression) => CallStep;

function flow(
  name: string,
  weight: number,
  parts: { steps: (call: CallMaker) => readonly Step[]; effects: ChaosFlow['effects'] },
): ChaosFlow {
  const connection = connectionOf(name);
  const call: CallMaker = (key, operation, input) => ({ kind: 'call', key, connection, operation, input });
  return {
    name,
    weight,
    isOrdered: false,
    hasShortKeys: false,
    maxItems: 3,
    steps: parts.steps(call),
    effects: parts.effects,
  };
}
