/** The event of the benchmark, the fields that are mapped from it, and the flow that does so. */
import type { Expression, FlowDocument } from '../src/language/index.ts';

/** The fields that reach the vendor: name at the vendor, path in the event. Relay and flow both map these. */
export const MAPPED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  orderId: ['id'],
  customer: ['customer', 'name'],
  email: ['customer', 'email'],
  currency: ['order', 'currency'],
  total: ['order', 'total'],
  sentAt: ['sentAt'],
};

/** Name of the connection to the vendor. */
export const CONNECTION = 'vendor';

/** An event as a sender would send it; `sentAt` is a monotonic time in nanoseconds, or nothing. */
export function eventText(number: string, sentAt = ''): string {
  return `{"id":"${number}","sentAt":"${sentAt}","customer":{"name":"Ada Lovelace","email":"ada@engines.example","country":"GB"},"order":{"currency":"EUR","total":1250.5,"lines":[{"sku":"licence","quantity":1},{"sku":"support","quantity":2.5}]}}`;
}

/** One keyed call with the mapped fields. The trigger takes anybody's word, for what is measured is not the signature. */
export const benchFlow: FlowDocument = {
  holdfast: 1,
  name: 'bench',
  title: 'Bench',
  trigger: { kind: 'webhook', signature: { kind: 'unsigned' }, dedupe: { by: 'path', path: 'id' } },
  steps: [
    {
      kind: 'call',
      key: 'order',
      connection: CONNECTION,
      operation: 'request',
      declare: { class: 'K', idempotency: { header: 'idempotency-key' } },
      input: {
        object: { method: { value: 'POST' }, path: { value: '/orders' }, body: { object: mappedFields() } },
      },
    },
  ],
};

function mappedFields(): Record<string, Expression> {
  const entries = Object.entries(MAPPED_FIELDS).map(([name, path]) => [name, { from: `trigger.${path.join('.')}` }]);
  return Object.fromEntries(entries) as Record<string, Expression>;
}
