/** What tells people, on a test's own database: the books, the watch and the sender, run turn by turn. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChannelBook, MessageSender, NoticeBook, NoticeSender, NoticeWatch } from '../src/alerts/index.ts';
import type { Database } from '../src/db/index.ts';
import {
  type ConnectionId,
  makeId,
  type PersonId,
  Secret,
  silentLog,
  systemClock,
  type WorkspaceId,
} from '../src/foundation/index.ts';
import { EgressPolicy, HttpSender, MailSender, readMailServer } from '../src/outbound/index.ts';
import { MAIL_HOST, type TestMailServer } from './mail-server.ts';
import { makeTestVault } from './vault.ts';

export interface AlertingOptions {
  readonly database: Database;
  readonly mail?: TestMailServer;
  /** Loopback ports that webhooks may go to. */
  readonly ports?: readonly number[];
  /** Live flows by connection. */
  readonly flows?: Readonly<Record<string, readonly string[]>>;
}

/** Builds the parts; nothing is started. */
export function makeAlerting({ database, mail, ports = [], flows = {} }: AlertingOptions) {
  const clock = systemClock;
  const bell = { ring: () => undefined };
  const allow = ports.length === 0 ? [] : [{ host: '127.0.0.1', ports, loopback: true }];
  const sender = new HttpSender({ policy: new EgressPolicy({ allow }), clock });
  const parts = { database, vault: makeTestVault(database), bell, clock, log: silentLog };
  const messages = new MessageSender({
    sender,
    mail: mail === undefined ? undefined : mailSenderTo(mail),
    clock,
    pageUrl: () => 'https://holdfast.example',
  });
  const notices = new NoticeBook({ database, bell, hasMail: messages.hasMail });
  const users = async () =>
    new Map(
      Object.entries(flows).map(([connection, names]) => [
        connection,
        names.map((name) => ({ name, title: name, isLive: true })),
      ]),
    );
  return {
    notices,
    channels: new ChannelBook({ ...parts, messages }),
    watch: new NoticeWatch({ ...parts, notices, use: { users } }),
    deliveries: new NoticeSender({ ...parts, messages }),
    stop: () => sender.close(),
  };
}

function mailSenderTo({ port, certificate }: TestMailServer): MailSender {
  const server = readMailServer(new Secret(`smtp://holdfast:p%40ss%3Aword%2Fof%20the%20test@${MAIL_HOST}:${port}`));
  if (server === undefined) throw new Error('the address of the test mail server is wrong');
  return new MailSender({
    server,
    from: 'holdfast@example.com',
    policy: new EgressPolicy({ allow: [{ host: MAIL_HOST, ports: [port], loopback: true }] }),
    clock: systemClock,
    connectTimeoutMs: 2_000,
    extraCertificates: [certificate],
    lookup: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  });
}

/** A person who is a member. */
export async function makeMember(
  database: Database,
  workspaceId: WorkspaceId,
  { email, role }: { email: string; role: string },
): Promise<PersonId> {
  const id = makeId<PersonId>();
  await database.query('insert into person (id, name, email) values ($1, $2, $2)', [id, email]);
  const sql = 'insert into workspace_member (workspace_id, person_id, role) values ($1, $2, $3)';
  await database.query(sql, [workspaceId, id, role]);
  return id;
}

/** A connection as its row alone, in whatever state; nobody opens it. */
export async function makeConnectionRow(
  database: Database,
  workspaceId: WorkspaceId,
  columns: Readonly<Record<string, unknown>> & { readonly name: string },
): Promise<ConnectionId> {
  const id = makeId<ConnectionId>();
  const all = {
    workspace_id: workspaceId,
    id,
    connector: 'sandbox_crm',
    settings: '{}',
    auth_kind: 'bearer',
    ...columns,
  };
  const names = Object.keys(all);
  const places = names.map((_name, index) => `$${index + 1}`);
  const sql = `insert into connection (${names.join(', ')}, sealed_credential) values (${places.join(', ')}, '')`;
  await database.query(sql, Object.values(all));
  return id;
}

export interface ReceivedHook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Takes webhooks and answers them with what `statuses` says next, then with 204. */
export async function startHookReceiver(statuses: number[] = []) {
  const received: ReceivedHook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, url: `http://127.0.0.1:${port}/notices?token=abc`, received, stop };
}
