/** Builds what consents and connect links need. */
import type { AuditBook } from '../access/index.ts';
import type { Database } from '../db/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import type { Vault } from '../vault/index.ts';
import { AuthorizationDesk } from './authorization-desk.ts';
import { CodeExchanger } from './code-exchanger.ts';
import { ConnectLinkBook } from './connect-link-book.ts';
import type { ConnectPlanner } from './connect-planner.ts';
import type { ConnectionSaver } from './connection-saver.ts';
import { ConsentFinisher } from './consent-finisher.ts';
import { ConsentSafe } from './consent-safe.ts';
import type { CredentialSafe } from './credential-safe.ts';
import type { DraftProver } from './draft-prover.ts';
import type { OAuthClient } from './oauth-client.ts';

export interface ConsentDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly sender: HttpSender;
  readonly oauth: OAuthClient;
  readonly credentials: CredentialSafe;
  readonly planner: ConnectPlanner;
  readonly prover: DraftProver;
  readonly saver: ConnectionSaver;
  readonly audit: AuditBook;
}

/** Consents and connect links of one process. */
export function makeConsents({ vault, sender, oauth, credentials, ...making }: ConsentDeps) {
  const common = { ...making, safe: new ConsentSafe(vault) };
  const authorizations = new AuthorizationDesk({ ...common, sender });
  const exchanger = new CodeExchanger({ oauth, safe: credentials });
  return {
    authorizations,
    consents: new ConsentFinisher({ ...common, exchanger }),
    connectLinks: new ConnectLinkBook({ ...common, authorizations }),
  };
}
