/** Signs what a webhook channel is sent: Standard Webhooks 1.0.0, symmetric (`v1`). */
import { createHmac, randomBytes } from 'node:crypto';
import { Secret } from '../foundation/index.ts';

const PREFIX = 'whsec_';
/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A new random secret in the form of the standard. */
export function makeWebhookSecret(): Secret {
  return new Secret(`${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`);
}

export interface SignedMessage {
  /** The same for every try: receivers know a message again by it. */
  readonly id: string;
  /** Of this try. */
  readonly atSeconds: number;
  readonly body: Uint8Array;
}

/** The headers that carry and prove the message. */
export function signatureHeaders(
  secret: Secret,
  { id, atSeconds, body }: SignedMessage,
): Readonly<Record<string, string>> {
  const key = Buffer.from(secret.reveal().slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${atSeconds}.`, 'utf8').update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(atSeconds), 'webhook-signature': `v1,${signature}` };
}
