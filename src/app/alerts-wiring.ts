/** Builds what tells people: the books, and in every process the watch and the sender of notices. */
import { ChannelBook, MessageSender, NoticeBook, NoticeSender, NoticeWatch } from '../alerts/index.ts';
import type { Database } from '../db/index.ts';
import type { ConnectionUse } from '../flows/index.ts';
import { type Log, type Service, systemClock } from '../foundation/index.ts';
import { type EgressPolicy, type HttpSender, MailSender, readMailServer } from '../outbound/index.ts';
import type { ChangeBell, DatabaseClock } from '../runs/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Config } from './config.ts';

export interface AlertParts {
  readonly config: Config;
  readonly database: Database;
  readonly vault: Vault;
  readonly bell: ChangeBell;
  readonly use: ConnectionUse;
  readonly sender: HttpSender;
  readonly policy: EgressPolicy;
  readonly databaseClock: DatabaseClock;
  readonly certificates: readonly string[];
  /** Where the web app is, as far as this process knows. */
  readonly pageUrl: () => string;
  readonly log: Log;
}

export interface Alerts {
  readonly notices: NoticeBook;
  readonly channels: ChannelBook;
  readonly services: readonly Service[];
}

/** Builds the parts; starts nothing. */
export function makeAlerts(parts: AlertParts): Alerts {
  const { database, vault, bell, use, sender, databaseClock, pageUrl, log } = parts;
  const clock = systemClock;
  const mail = makeMailSender(parts);
  const messages = new MessageSender({ sender, mail, clock: databaseClock, pageUrl });
  const notices = new NoticeBook({ database, bell, hasMail: mail !== undefined });
  return {
    notices,
    channels: new ChannelBook({ database, vault, messages, clock: databaseClock }),
    services: [
      new NoticeWatch({ database, notices, use, bell, clock, log }),
      new NoticeSender({ database, vault, messages, bell, clock, log }),
    ],
  };
}

function makeMailSender({ config, policy, certificates }: AlertParts): MailSender | undefined {
  const { smtpUrl, mailFrom: from, connectTimeoutMs } = config;
  const server = smtpUrl === undefined ? undefined : readMailServer(smtpUrl);
  if (server === undefined || from === undefined) return undefined;
  return new MailSender({
    server,
    from,
    policy,
    clock: systemClock,
    connectTimeoutMs,
    extraCertificates: certificates,
  });
}
