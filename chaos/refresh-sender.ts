/** Sends the events of a refresh play at a steady rate, each until it is acknowledged. */
import { Webhook } from 'standardwebhooks';
import type { Hook } from './sender.ts';
import { pause } from './timing.ts';

const TRY_EVERY_MS = 500;
const MAX_TRIES = 40;

export interface RefsToSend {
  readonly name: string;
  readonly calls: number;
  readonly perSecond: number;
}

/** Gives back what was acknowledged; throws when one never was. */
export async function sendRefs(hook: Hook, { name, calls, perSecond }: RefsToSend): Promise<readonly string[]> {
  const signer = new Webhook(hook.secret);
  const sending: Promise<void>[] = [];
  const startedAt = performance.now();
  while (sending.length < calls) {
    const due = Math.min(calls, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond));
    while (sending.length < due) sending.push(deliver(hook, signer, `${name}-${sending.length + 1}`));
    await pause(10);
  }
  await Promise.all(sending);
  return Array.from({ length: calls }, (_, index) => `${name}-${index + 1}`);
}

async function deliver(hook: Hook, signer: Webhook, ref: string): Promise<void> {
  const body = JSON.stringify({ ref });
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    if (await post(hook, signer, { ref, body })) return;
    await pause(TRY_EVERY_MS);
  }
  throw new Error(`The event ${ref} was not acknowledged.`);
}

async function post(hook: Hook, signer: Webhook, { ref, body }: { ref: string; body: string }): Promise<boolean> {
  const id = `evt_${ref}`;
  const now = new Date();
  try {
    const answer = await fetch(hook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': signer.sign(id, now, body),
      },
      body,
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
