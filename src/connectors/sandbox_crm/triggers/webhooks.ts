/**
 * What the CRM's events have in common: how a webhook is registered, and how a record looks as the event about it.
 */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../../../foundation/index.ts';
import { readJson } from '../../answer-judge.ts';
import type { Subscription } from '../../kit.ts';
import { listField } from '../../request-parts.ts';

/** Registers an address for one type of event; the CRM keeps one webhook for each address. */
export function webhookSubscription(eventType: string): Subscription {
  return {
    subscribe: ({ url, secret }) => ({
      method: 'POST',
      path: ['webhooks'],
      body: { kind: 'json', value: { url, secret, events: [eventType] } },
    }),
    idOf(answer) {
      const body = readJson(answer);
      const id = isObject(body) ? ownValue(body, 'id') : undefined;
      return typeof id === 'string' && id !== '' ? id : undefined;
    },
    unsubscribe: (id) => ({ method: 'DELETE', path: ['webhooks', id] }),
  };
}

/** The records of a list answer as the events that the CRM sends about them, the newest first. */
export function recentEvents(
  output: JsonValue,
  event: {
    readonly type: string;
    /** The record's name in the event's `data`. */
    readonly name: string;
    /** Field of the record with the instant of the event; records without it had none. */
    readonly instant: string;
    readonly isMeant?: (record: JsonObject) => boolean;
  },
): readonly JsonObject[] {
  return listField(output, 'items')
    .filter((record) => typeof record[event.instant] === 'string' && event.isMeant?.(record) !== false)
    .sort((one, other) => String(other[event.instant]).localeCompare(String(one[event.instant])))
    .map((record) => {
      return makeObject([
        ['type', event.type],
        ['timestamp', record[event.instant] ?? null],
        ['data', makeObject([[event.name, record]])],
      ]);
    });
}
