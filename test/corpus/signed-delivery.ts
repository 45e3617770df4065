/** Deliveries as senders sign them, made with the published library where there is one, so that we agree with others. */
import { createHmac, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** What goes over the wire; a case changes one thing of a valid one. */
export interface Delivery {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Signing {
  readonly secret: string;
  readonly id?: string;
  readonly body?: string;
  /** Seconds from now at which it says it was sent. */
  readonly ageSeconds?: number;
}

/** A delivery after Standard Webhooks 1.0.0, signed by its reference library. */
export function standardDelivery({
  secret,
  id = `msg_${randomUUID()}`,
  body = `{"id":"${id}"}`,
  ageSeconds = 0,
}: Signing): Delivery {
  const sentAt = new Date(Date.now() - ageSeconds * 1000);
  return {
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
    },
  };
}

/** The same delivery with other headers; undefined takes one away. */
export function withHeaders(delivery: Delivery, changes: Readonly<Record<string, string | undefined>>): Delivery {
  const headers = Object.entries({ ...delivery.headers, ...changes }).filter((entry) => entry[1] !== undefined);
  return { ...delivery, headers: Object.fromEntries(headers) as Record<string, string> };
}

/** The value of a header of a delivery. */
export function header(delivery: Delivery, name: string): string {
  const value = delivery.headers[name];
  if (value === undefined) throw new Error(`The delivery has no ${name}.`);
  return value;
}

/** HMAC-SHA256 over a text. */
export function hmac(secret: string, text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', secret).update(text).digest(encoding);
}
