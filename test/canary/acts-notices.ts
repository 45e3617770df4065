/** Notices of what has broken: by mail and by webhook, taken and refused. */
import { eventually } from '../corpus/eventually.ts';
import { CONSENTED, refuseToken } from './acts-consents.ts';
import { readCanary } from './canaries.ts';
import type { CanaryStage } from './canary-stage.ts';

/** Channels, and tests of them at a mail server that repeats the password. */
export async function makeChannels({ product, vendor, mail }: CanaryStage): Promise<void> {
  const mails = { kind: 'email', name: 'ops', addresses: ['ops@firm.example'] };
  const { channel } = await product.demand('POST', '/api/v1/channels', { body: mails });
  const url = `http://127.0.0.1:${vendor.port}/sink/notices`;
  const made = await product.demand('POST', '/api/v1/channels', {
    body: { kind: 'webhook', name: 'chat', url },
    gives: ({ secret }) => [readCanary('channel secret', secret, 6)],
  });
  const broken = `http://127.0.0.1:${vendor.port}/chat/json/500`;
  const { channel: other } = await product.demand('POST', '/api/v1/channels', {
    body: { kind: 'webhook', name: 'broken', url: broken },
    gives: ({ secret }) => [readCanary('secret of a broken channel', secret, 6)],
  });
  for (const mode of ['refuse_sign_in', 'refuse_recipient', 'take'] as const) {
    mail.mode = mode;
    await product.ask('POST', `/api/v1/channels/${channel.id}/test`);
    await product.ask('GET', '/api/v1/channels');
  }
  for (const { id } of [made.channel, other]) await product.ask('POST', `/api/v1/channels/${id}/test`);
}

/** Breaks connections in three ways and leaves them so, waits until people were told of each, and keeps what went out. */
export async function playNotices(stage: CanaryStage): Promise<void> {
  const { product, witness, vendor, mail, desk } = stage;
  const broken = ['by-link', 'client-post', CONSENTED];
  for (const name of broken) {
    desk.set(name, 'refuse');
    await refuseToken(stage, { name });
  }
  const isTold = (texts: readonly string[]): boolean =>
    broken.every((name) => texts.some((text) => text.includes('needs_reconnect') && text.includes(name)));
  const posted = (): string[] => vendor.requestsTo('/sink/notices').map(({ body }) => body);
  const mailed = (): boolean => mail.mails.some((text) => decodeMail(text).includes(CONSENTED));
  await eventually(() => (isTold(posted()) && mailed() ? true : undefined), {
    what: 'notices go out by mail and by webhook',
    withinMs: 40_000,
  });
  const { notices } = await product.demand('GET', '/api/v1/notices?state=all');
  await product.demand('POST', `/api/v1/notices/${notices[0].id}/acknowledge`);
  for (const text of mail.mails) witness.see('sent by mail', `${text}\n${decodeMail(text)}`);
  for (const request of vendor.requestsTo('/sink/')) witness.see('sent to another vendor', JSON.stringify(request));
}

/** Quoted-printable (RFC 2045, 6.7) breaks a line in the middle of a word. */
function decodeMail(text: string): string {
  const joined = text.replaceAll(/=\r?\n/g, '');
  return joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
