/** A mail server for tests: a real one, whose word on each recipient the test decides. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';

const OPENSSL = 'openssl';
export const MAIL_HOST = 'mail.test';
export const MAIL_USER = 'holdfast';
export const MAIL_PASSWORD = 'p@ss:word/of the test';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly isEncrypted: boolean;
  readonly user: string | undefined;
  /** The message as it came. */
  readonly text: string;
}

export interface TestMailServer {
  readonly port: number;
  /** Its certificate, to be trusted. */
  readonly certificate: string;
  readonly mails: readonly ReceivedMail[];
  /** What is answered to a recipient instead of yes: a status such as 451. */
  refusals: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Starts it on this machine; `isSecure` speaks TLS from the first byte, `hasTls: false` offers none. */
export async function startMailServer(options: { isSecure?: boolean; hasTls?: boolean } = {}): Promise<TestMailServer> {
  const { certificate, key } = await makeCertificate();
  const mails: ReceivedMail[] = [];
  const { isSecure = false, hasTls = true } = options;
  const server = new SMTPServer({
    secure: isSecure,
    key,
    cert: certificate,
    authOptional: !hasTls,
    disabledCommands: hasTls ? [] : ['STARTTLS', 'AUTH'],
    logger: false,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const isRight = username === MAIL_USER && password === MAIL_PASSWORD;
      done(isRight ? null : new Error('no'), isRight ? { user: username } : undefined);
    },
    onRcptTo({ address }, _session, done) {
      const status = made.refusals.get(address);
      done(status === undefined ? null : Object.assign(new Error(`said for ${address}`), { responseCode: status }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const user = session.user as string | undefined;
        mails.push({ to, isEncrypted: session.secure, user, text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  // A client that ends a talk in the middle is what some tests are about.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const made: TestMailServer = {
    port: (listening.address() as AddressInfo).port,
    certificate,
    mails,
    refusals: new Map(),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return made;
}

async function makeCertificate(): Promise<{ certificate: string; key: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-mail-'));
  const names = ['-subj', `/CN=${MAIL_HOST}`, '-addext', `subjectAltName=DNS:${MAIL_HOST},IP:127.0.0.1`];
  const files = ['-keyout', 'key', '-out', 'certificate'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync(OPENSSL, ['req', ...kind, ...names, ...files], { cwd: folder, stdio: 'ignore' });
  const [certificate, key] = await Promise.all(
    ['certificate', 'key'].map((name) => readFile(path.join(folder, name), 'utf8')),
  );
  await rm(folder, { recursive: true });
  return { certificate: certificate as string, key: key as string };
}
