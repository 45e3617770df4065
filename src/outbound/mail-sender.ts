/**
 * Sends mail, one message to one address at a time. The socket is opened by `openConnection`, so that the addresses of the
 * mail server are judged like those of every call: public ones are open for the one host and port that the operator has
 * set, others need an egress rule. What comes of a mail is a value; nothing is retried here.
 */
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { createTransport } from 'nodemailer';
import type { Clock } from '../foundation/index.ts';
import { ConnectFailure, codeOf } from './connect-failure.ts';
import { type ConnectionDeps, openConnection } from './connection-attempt.ts';
import { lookupAll, makeSecureContext } from './dialer.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { makeProblem, type OutboundCode } from './errors.ts';
import type { MailServer } from './mail-server.ts';
import { makeRedactor, type Redactor } from './redact.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  /** The same for every try, so that a mail that came twice is known again; without angle brackets. */
  readonly messageId: string;
}

/** `refused` is the server's last word on this mail; `not_sent` may go better another time. */
export type MailResult = { readonly kind: 'sent' } | UnsentMail;

interface UnsentMail {
  readonly kind: 'refused' | 'not_sent';
  readonly code: OutboundCode;
  /** One sentence for people, without secrets. */
  readonly message: string;
}

export interface MailSenderDeps {
  readonly server: MailServer;
  /** Such as `Holdfast <holdfast@example.com>`. */
  readonly from: string;
  readonly policy: EgressPolicy;
  readonly clock: Clock;
  readonly connectTimeoutMs: number;
  /** Certificates (PEM) of private authorities that are trusted beside the public ones. */
  readonly extraCertificates?: readonly string[];
  readonly lookup?: ConnectionDeps['lookup'];
}

/** What the library throws, as far as it is looked at; `originalCode` is that of the socket. */
interface LibraryError {
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** Codes of a certificate or a handshake that was not accepted. */
const TLS_CODES = /CERT|TLS|SSL|VERIFY/;
/** Of one step of the talk with the server. */
const STEP_TIMEOUT_MS = 15_000;
/** Of one mail from the connection to the server's word on it. */
const TOTAL_TIMEOUT_MS = 25_000;
const MAX_ANSWER_BYTES = 16_384;
/** Of what the server said. */
const WORDS_CHARACTERS = 200;

export class MailSender {
  readonly #deps: MailSenderDeps;
  readonly #secureContext: SecureContext;
  /** Servers have been seen to repeat what somebody signed in with. */
  readonly #redact: Redactor;

  constructor(deps: MailSenderDeps) {
    this.#deps = deps;
    this.#redact = makeRedactor([deps.server.password?.reveal() ?? '']);
    this.#secureContext = makeSecureContext(deps.extraCertificates ?? []);
  }

  /** Who the mails are from. */
  get from(): string {
    return this.#deps.from;
  }

  /** Sends one mail and says what came of it. */
  async send({ to, subject, text, messageId }: Mail): Promise<MailResult> {
    const abort = new AbortController();
    const stopTimer = this.#deps.clock.after(TOTAL_TIMEOUT_MS, () => abort.abort());
    try {
      await this.#transport().sendMail({
        from: this.#deps.from,
        // As an object: the text of an address is never read as a list of them.
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${messageId}>`,
        // RFC 3834: out-of-office answers to this help nobody.
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: abort.signal,
      });
      return { kind: 'sent' };
    } catch (error) {
      return this.#explain(error);
    } finally {
      stopTimer();
    }
  }

  #transport() {
    const { host, port, security, user, password } = this.#deps.server;
    return createTransport({
      host: bareHost(host),
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: { secureContext: this.#secureContext, rejectUnauthorized: true },
      ...(user === undefined ? {} : { auth: { user, pass: password?.reveal() ?? '' }, forceAuth: true }),
      getSocket: (_options, done) => this.#open(done),
      greetingTimeout: STEP_TIMEOUT_MS,
      socketTimeout: STEP_TIMEOUT_MS,
      connectionTimeout: TOTAL_TIMEOUT_MS,
      maxResponseSize: MAX_ANSWER_BYTES,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** The plain socket: the library starts TLS on it, at once or after STARTTLS, with the options above. */
  #open(done: (error: Error | null, options: { connection: Socket } | false) => void): void {
    const { server, policy, clock, connectTimeoutMs, lookup = lookupAll } = this.#deps;
    const secureContext = this.#secureContext;
    const target = { protocol: 'smtp:', host: server.host, port: server.port };
    openConnection({ policy, clock, timeoutMs: connectTimeoutMs, lookup, secureContext }, target, (failure, socket) =>
      done(failure, socket === null ? false : { connection: socket }),
    );
  }

  #explain(error: unknown): MailResult {
    if (error instanceof ConnectFailure) {
      const { problem, reason } = error;
      return this.#problem(problem, { reason, timeoutMs: this.#deps.connectTimeoutMs });
    }
    const { code, originalCode, responseCode, response } = error as LibraryError;
    const status = responseCode ?? 0;
    const reason = codeOf({ code: originalCode ?? code });
    if (code === 'EAUTH') return this.#problem('outbound.mail.sign_in_refused', { status });
    if (code === 'ETLS' || TLS_CODES.test(reason)) return this.#problem('outbound.mail.tls', { reason });
    // The address cannot be written for this server, whatever the time.
    if (code === 'EENVELOPE' && status === 0) return this.#refusal('the address cannot be used');
    if (status < 400) return this.#problem('outbound.mail.broken_off', { reason });
    // 503 is about the order of the talk, not about the mail (RFC 5321, 4.2.2).
    if (status >= 500 && status !== 503) return this.#refusal(this.#wordsOf(response, status));
    return this.#problem('outbound.mail.put_off', { words: this.#wordsOf(response, status) });
  }

  /** What the server said, masked and on one line. */
  #wordsOf(response: string | undefined, status: number): string {
    const line = this.#redact(response ?? '')
      .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
      .trim();
    return line === '' ? String(status) : line.slice(0, WORDS_CHARACTERS);
  }

  #refusal(words: string): MailResult {
    return { ...this.#problem('outbound.mail.refused', { words }), kind: 'refused' };
  }

  #problem(code: OutboundCode, context: Readonly<Record<string, string | number>>): UnsentMail {
    const { host, port } = this.#deps.server;
    return { kind: 'not_sent', ...makeProblem(code, { host: `${host}:${port}`, ...context }) };
  }
}

function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
