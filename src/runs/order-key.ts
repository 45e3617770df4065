import { type EventId, isAppError, type JsonValue, makeObject } from '../foundation/index.ts';
import type { CompiledFlow } from '../language/index.ts';
import { fail } from './errors.ts';
import { storableKey } from './storable-key.ts';

export interface KeyedEvent {
  readonly id: EventId;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue;
}

/** The order key of an event, null when its flow has none; throws `runs.order_key.failed`. */
export function orderKeyOf(flow: CompiledFlow, event: KeyedEvent): string | null {
  if (flow.orderKey === undefined) return null;
  const headers = makeObject(Object.entries(event.headers));
  const facts = makeObject([
    ['id', event.id],
    ['headers', headers],
  ]);
  try {
    const key = flow.orderKey(
      makeObject([
        ['trigger', event.body],
        ['event', facts],
      ]),
    );
    return key === null ? null : storableKey(key);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw fail('runs.order_key.failed', { cause: error, context: { reason: error.publicMessage } });
  }
}
