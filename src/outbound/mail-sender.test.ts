import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { MAIL_HOST, MAIL_PASSWORD, MAIL_USER, startMailServer, type TestMailServer } from '../../test/mail-server.ts';
import { Secret, systemClock } from '../foundation/index.ts';
import { type AllowedTarget, EgressPolicy } from './egress-policy.ts';
import { MailSender, type MailSenderDeps } from './mail-sender.ts';
import { readMailServer } from './mail-server.ts';

const LOGIN = `${MAIL_USER}:${encodeURIComponent(MAIL_PASSWORD)}@`;
const MAIL = { to: 'ops@example.com', subject: 'Rëconnect billing', text: 'Line one.\nLine two.\n', messageId: 'a1@x' };

async function start(t: TestContext, options: Parameters<typeof startMailServer>[0] = {}): Promise<TestMailServer> {
  const server = await startMailServer(options);
  t.after(() => server.stop());
  return server;
}

function senderTo(url: string, deps: Partial<MailSenderDeps> & { allow?: readonly AllowedTarget[] } = {}): MailSender {
  const server = readMailServer(new Secret(url));
  assert.ok(server !== undefined, `${url} is the address of a mail server`);
  const allow = deps.allow ?? [{ host: server.host, ports: [server.port], loopback: true }];
  return new MailSender({
    server,
    from: 'Holdfast <holdfast@example.com>',
    policy: new EgressPolicy({ allow }),
    clock: systemClock,
    connectTimeoutMs: 2_000,
    lookup: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    ...deps,
  });
}

test('a mail goes out after STARTTLS and the sign-in, to the one address and under its own message id', async (t) => {
  const server = await start(t);
  const sender = senderTo(`smtp://${LOGIN}${MAIL_HOST}:${server.port}`, { extraCertificates: [server.certificate] });
  assert.deepEqual(await sender.send(MAIL), { kind: 'sent' });
  const [mail, ...others] = server.mails;
  assert.deepEqual([mail?.to, mail?.isEncrypted, mail?.user, others], [['ops@example.com'], true, MAIL_USER, []]);
  assert.match(mail?.text ?? '', /^Message-ID: <a1@x>\r$/m);
  assert.match(mail?.text ?? '', /^From: Holdfast <holdfast@example\.com>\r$/m);
  assert.match(mail?.text ?? '', /^Auto-Submitted: auto-generated\r$/m);
  assert.match(mail?.text ?? '', /\r\nLine one\.\r\nLine two\.\r\n/);
});

test('smtps speaks TLS from the first byte, and a relay without TLS is used only where the address says so', async (t) => {
  const secure = await start(t, { isSecure: true });
  const url = `smtps://${LOGIN}${MAIL_HOST}:${secure.port}`;
  assert.deepEqual(await senderTo(url, { extraCertificates: [secure.certificate] }).send(MAIL), { kind: 'sent' });
  const plain = await start(t, { hasTls: false });
  const refused = await senderTo(`smtp://${MAIL_HOST}:${plain.port}`).send(MAIL);
  assert.equal(refused.kind === 'sent' ? '' : refused.code, 'outbound.mail.tls');
  assert.deepEqual(plain.mails, []);
  assert.deepEqual(await senderTo(`smtp://${MAIL_HOST}:${plain.port}?tls=off`).send(MAIL), { kind: 'sent' });
});

test('nothing is sent to a server whose certificate nobody vouches for, and no password', async (t) => {
  const server = await start(t);
  const result = await senderTo(`smtp://${LOGIN}${MAIL_HOST}:${server.port}`).send(MAIL);
  assert.deepEqual([result.kind, result.kind === 'sent' ? '' : result.code], ['not_sent', 'outbound.mail.tls']);
  assert.deepEqual(server.mails, []);
});

test('a 4xx may go better later, a 5xx is the last word, and both carry what the server said', async (t) => {
  const server = await start(t);
  server.refusals = new Map([
    ['busy@example.com', 451],
    ['gone@example.com', 550],
  ]);
  const sender = senderTo(`smtp://${LOGIN}${MAIL_HOST}:${server.port}`, { extraCertificates: [server.certificate] });
  const later = await sender.send({ ...MAIL, to: 'busy@example.com' });
  const never = await sender.send({ ...MAIL, to: 'gone@example.com' });
  assert.deepEqual([later.kind, never.kind], ['not_sent', 'refused']);
  assert.match(later.kind === 'sent' ? '' : later.message, /451 said for busy@example\.com/);
  assert.match(never.kind === 'sent' ? '' : never.message, /550 said for gone@example\.com/);
  assert.deepEqual(server.mails, []);
});

test('a wrong password is told as such and is shown nowhere', async (t) => {
  const server = await start(t);
  const sender = senderTo(`smtp://${MAIL_USER}:canary-4711@${MAIL_HOST}:${server.port}`, {
    extraCertificates: [server.certificate],
  });
  const result = await sender.send(MAIL);
  assert.equal(result.kind === 'sent' ? '' : result.code, 'outbound.mail.sign_in_refused');
  assert.doesNotMatch(JSON.stringify(result), /canary/);
});

test('the egress policy holds for the mail server as well (C07)', async (t) => {
  const server = await start(t);
  const closed = await senderTo(`smtp://${MAIL_HOST}:${server.port}`, { allow: [] }).send(MAIL);
  assert.equal(closed.kind === 'sent' ? '' : closed.code, 'outbound.egress.blocked');
  const metadata = senderTo('smtp://mail.test:25?tls=off', {
    lookup: (_host, done) => done(null, [{ address: '169.254.169.254', family: 4 }]),
  });
  const answer = await metadata.send(MAIL);
  assert.equal(answer.kind === 'sent' ? '' : answer.code, 'outbound.egress.blocked');
});

test('a dead server and one that says nothing give a result, not an exception', async (t) => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const silent = await senderTo(`smtp://${MAIL_HOST}:${port}`).send(MAIL);
  assert.equal(silent.kind === 'sent' ? '' : silent.code, 'outbound.mail.broken_off');
  server.close();
  const dead = await senderTo(`smtp://${MAIL_HOST}:${port}`).send(MAIL);
  assert.equal(dead.kind === 'sent' ? '' : dead.code, 'outbound.connect.refused');
});

test('an address with line breaks or a list in it reaches nobody', async (t) => {
  const server = await start(t, { hasTls: false });
  const sender = senderTo(`smtp://${MAIL_HOST}:${server.port}?tls=off`);
  for (const to of ['a@example.com\r\nRCPT TO:<b@example.com>', 'a@example.com, b@example.com']) {
    const result = await sender.send({ ...MAIL, to });
    const reached = server.mails.flatMap((mail) => mail.to);
    assert.ok(!reached.includes('b@example.com'), `${JSON.stringify(to)}: ${JSON.stringify(result)}`);
  }
  await sender.send({ ...MAIL, subject: 'One\r\nBcc: b@example.com' });
  assert.doesNotMatch(server.mails.at(-1)?.text ?? '', /^Bcc:/m);
});

test('the address of a mail server is read with its login, its port and its kind of TLS, or not at all', () => {
  const read = (url: string) => {
    const server = readMailServer(new Secret(url));
    return server === undefined
      ? undefined
      : [server.host, server.port, server.security, server.user, server.password?.reveal()];
  };
  assert.deepEqual(read('smtp://Mail.Example.com'), ['mail.example.com', 587, 'starttls', undefined, undefined]);
  assert.deepEqual(read('smtps://a%40b:c%2Fd@m.example:4465'), ['m.example', 4465, 'tls', 'a@b', 'c/d']);
  assert.deepEqual(read('smtp://relay.example:25?tls=off'), ['relay.example', 25, 'none', undefined, undefined]);
  const wrong = [
    'https://m.example',
    'smtp://',
    'smtp://m.example/path',
    'smtp://user@m.example',
    'smtp://u:p@m?tls=off',
  ];
  for (const url of [...wrong, 'smtps://m.example?tls=off', 'smtp://m.example?tls=on', 'm.example:25']) {
    assert.equal(read(url), undefined, url);
  }
});
