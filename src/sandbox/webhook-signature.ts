/**
 * Signing as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over `id.timestamp.body`, scheme `v1`.
 */
import { createHmac } from 'node:crypto';

/** Between the 24 and 64 bytes that the specification asks for, in base64 after the prefix. */
export const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;

/** The three headers that a receiver needs to check the body. */
export function signWebhook(message: {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: string;
  readonly secret: string;
}): Record<string, string> {
  const { id, timestampSeconds, body, secret } = message;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': `v1,${signature}` };
}
