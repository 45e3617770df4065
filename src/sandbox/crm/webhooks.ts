import { type JsonObject, makeObject } from '../../foundation/index.ts';
import { FieldReader } from '../field-reader.ts';
import { findRecord, listBody } from '../record-lookup.ts';
import type { Plan, VendorCall, VendorRoute } from '../vendor.ts';
import { WEBHOOK_SECRET } from '../webhook-signature.ts';

/** The events that the CRM sends. */
const EVENT_TYPES = ['deal.closed_won', 'lead.submitted'] as const;
const MAX_WEBHOOKS = 100;

/** Asking for events, and no longer. Registering a URL again replaces its secret and its events. */
export const webhookRoutes: readonly VendorRoute[] = [
  { operation: 'register_webhook', method: 'POST', path: '/webhooks', handle: registerWebhook },
  {
    operation: 'list_webhooks',
    method: 'GET',
    path: '/webhooks',
    handle: (call) => ({ status: 200, body: listBody(call.table('webhooks').newest(MAX_WEBHOOKS).map(withoutSecret)) }),
  },
  { operation: 'remove_webhook', method: 'DELETE', path: '/webhooks/:id', handle: removeWebhook },
];

function registerWebhook(call: VendorCall): Plan {
  const fields = new FieldReader(call.body);
  const url = fields.requiredText('url', { maxLength: 2_000, pattern: /^https?:\/\// });
  const secret = fields.requiredText('secret', { pattern: WEBHOOK_SECRET });
  const events = fields.texts('events', EVENT_TYPES);
  if (events.length === 0) fields.refuse('events', 'required', `Name at least one of: ${EVENT_TYPES.join(', ')}.`);
  const webhooks = call.table('webhooks');
  const existing = webhooks.findBy('url', url)[0];
  if (existing === undefined && webhooks.size >= MAX_WEBHOOKS)
    fields.refuse('url', 'too_many', 'Remove a webhook first.');
  fields.check();
  const id = String(existing?.id ?? webhooks.nextId());
  const webhook = makeObject([
    ['id', id],
    ['url', url],
    ['secret', secret],
    ['events', events],
    ['createdAt', new Date(call.nowMs).toISOString()],
  ]);
  return { status: 201, body: withoutSecret(webhook), puts: [{ table: 'webhooks', record: webhook }] };
}

function removeWebhook(call: VendorCall): Plan {
  const webhook = findRecord(call, 'webhooks', call.params.id ?? '');
  return { status: 200, body: withoutSecret(webhook), removes: [{ table: 'webhooks', id: String(webhook.id) }] };
}

function withoutSecret(webhook: JsonObject): JsonObject {
  return makeObject(Object.entries(webhook).filter(([name]) => name !== 'secret'));
}
