/** Puts one message on its way by mail or webhook, and says what came of it. Nothing is retried here. */
import type { Clock, Secret } from '../foundation/index.ts';
import { type HttpSender, type MailSender, parseRetryAfter } from '../outbound/index.ts';
import { type ToldNotice, writeHookBody, writeMail } from './message.ts';
import { signatureHeaders } from './webhook-signature.ts';

/** `refused`: it will not be taken whenever it is sent. */
export type Sent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed' | 'refused'; readonly problem: string; readonly retryAfterMs?: number };

export interface MessageSenderDeps {
  readonly sender: Pick<HttpSender, 'send'>;
  /** Absent where the operator has set no mail server. */
  readonly mail?: Pick<MailSender, 'send' | 'from'> | undefined;
  /** Whose time is signed: the database's, since a receiver refuses what is minutes off. */
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Where the web app is; empty when nobody has said so. */
  readonly pageUrl: () => string;
}

export interface HookTarget {
  readonly url: string;
  readonly secret: Secret;
}

const HOOK_TIMEOUT_MS = 15_000;

export class MessageSender {
  readonly #deps: MessageSenderDeps;

  constructor(deps: MessageSenderDeps) {
    this.#deps = deps;
  }

  get hasMail(): boolean {
    return this.#deps.mail !== undefined;
  }

  /** Who mails are from; null where none are sent. */
  get mailFrom(): string | null {
    return this.#deps.mail?.from ?? null;
  }

  /** Sends one mail about the notices to one address. */
  async sendMail(notices: readonly ToldNotice[], to: string): Promise<Sent> {
    const { mail, pageUrl } = this.#deps;
    if (mail === undefined) return { kind: 'failed', problem: 'This process has no mail server.' };
    const result = await mail.send({ to, ...writeMail(notices, to, pageUrl()) });
    if (result.kind === 'sent') return result;
    return { kind: result.kind === 'refused' ? 'refused' : 'failed', problem: result.message };
  }

  /** Posts a notice, signed; `messageId` is the same for every try. */
  async sendHook(notice: ToldNotice, { url, secret }: HookTarget, messageId: string): Promise<Sent> {
    const { sender, clock, pageUrl } = this.#deps;
    const body = writeHookBody(notice, pageUrl());
    const atSeconds = Math.floor(clock.nowMs() / 1_000);
    const signature = signatureHeaders(secret, { id: messageId, atSeconds, body });
    const result = await sender.send({
      request: { method: 'POST', url, headers: { 'content-type': 'application/json', ...signature }, body },
      origins: [new URL(url).origin],
      isWrite: true,
      totalTimeoutMs: HOOK_TIMEOUT_MS,
    });
    if (result.kind !== 'answered') return { kind: 'failed', problem: result.message };
    const { status, headers } = result.answer;
    if (status >= 200 && status < 300) return { kind: 'sent' };
    const retryAfterMs = parseRetryAfter(headers['retry-after'], headers.date, clock.nowMs());
    return { ...refusalOf(status, new URL(url).host), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
}

/** The answer's text is not kept: nobody knows what a stranger writes into it. */
function refusalOf(status: number, host: string): { kind: 'failed' | 'refused'; problem: string } {
  const problem = `${host} answered ${status}.`;
  // RFC 9110, 15.5.11: gone, and likely for good; Standard Webhooks has senders stop then.
  return status === 410
    ? { kind: 'refused', problem: `${problem} It says that it is gone for good.` }
    : { kind: 'failed', problem };
}
