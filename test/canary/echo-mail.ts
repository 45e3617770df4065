/** A mail server that repeats the password in its complaints, and keeps what it takes. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { TestCertificate } from '../certificates.ts';

export interface EchoMail {
  readonly port: number;
  /** Whole messages as they came. */
  readonly mails: readonly string[];
  /** From now on sign-ins are refused, or recipients, each time with the password in the answer; or all is taken. */
  mode: 'take' | 'refuse_sign_in' | 'refuse_recipient';
  stop(): Promise<void>;
}

/** Starts it on this machine, with TLS after STARTTLS. */
export async function startEchoMail(options: { certificate: TestCertificate; password: string }): Promise<EchoMail> {
  const { certificate, password } = options;
  const mails: string[] = [];
  const complain = (status: number): Error =>
    Object.assign(new Error(`no, not with ${password} ${Buffer.from(password).toString('base64')}`), {
      responseCode: status,
    });
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    disableReverseLookup: true,
    onAuth: ({ username, password: given }, _session, done) =>
      mail.mode === 'refuse_sign_in' || given !== password ? done(complain(535)) : done(null, { user: username ?? '' }),
    onRcptTo: (_address, _session, done) => done(mail.mode === 'refuse_recipient' ? complain(550) : null),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString('utf8'));
        done();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '::');
  await once(listening, 'listening');
  const mail: EchoMail = {
    port: (listening.address() as AddressInfo).port,
    mails,
    mode: 'take',
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mail;
}
