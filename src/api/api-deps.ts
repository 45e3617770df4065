/** What the API is built from. */
import type {
  AuditBook,
  Caller,
  InvitationBook,
  MemberBook,
  PeopleDoor,
  SessionBook,
  SetUp,
  TokenBook,
  WorkspaceBook,
} from '../access/index.ts';
import type { ChannelBook, NoticeBook } from '../alerts/index.ts';
import type {
  AuthorizationDesk,
  ConnectionBook,
  ConnectionDesk,
  ConnectionEnding,
  ConnectionHealth,
  ConnectLinkBook,
  ConsentFinisher,
} from '../connections/index.ts';
import type { ConnectionUse, DraftBook, FlowDirectory, FlowLibrary } from '../flows/index.ts';
import type { Clock, Log, Secret } from '../foundation/index.ts';
import type { ChangeBell, Overview, RunControl } from '../runs/index.ts';
import type { SampleBook, TrialRunner } from '../trials/index.ts';
import type { EventSender, HookReceiver, SubscriptionKeeper, TriggerBook } from '../triggers/index.ts';
import type { ApiMetrics } from './api-metrics.ts';
import type { ExplainedError } from './error-page.ts';
import type { SamplePanel } from './sample.routes.ts';
import type { WebApp } from './web-page.ts';

/** What has to hold for work to be taken, by name. */
export type Readiness = Readonly<Record<string, boolean>>;

/** People and where they belong. */
export interface AccessParts {
  readonly people: PeopleDoor;
  readonly sessions: SessionBook;
  readonly setUp: SetUp;
  readonly members: MemberBook;
  readonly invitations: InvitationBook;
  readonly workspaces: WorkspaceBook;
}

export interface ApiDeps {
  readonly flows: FlowLibrary;
  readonly drafts: DraftBook;
  readonly directory: FlowDirectory;
  readonly connectionUse: ConnectionUse;
  readonly connections: ConnectionBook;
  readonly connectionDesk: ConnectionDesk;
  readonly connectionEnding: ConnectionEnding;
  readonly connectionHealth: ConnectionHealth;
  readonly authorizations: AuthorizationDesk;
  readonly consents: ConsentFinisher;
  readonly connectLinks: ConnectLinkBook;
  readonly audit: AuditBook;
  readonly samples: SampleBook;
  readonly trials: TrialRunner;
  readonly runs: RunControl;
  readonly overview: Overview;
  readonly bell: ChangeBell;
  readonly triggers: TriggerBook;
  readonly subscriptions: SubscriptionKeeper;
  readonly hooks: HookReceiver;
  readonly events: EventSender;
  readonly tokens: TokenBook;
  readonly notices: NoticeBook;
  readonly channels: ChannelBook;
  readonly access: AccessParts;
  /** Every error code, for the page that explains them. */
  readonly errorCatalog: readonly ExplainedError[];
  readonly authenticate: (token: string) => Promise<Caller>;
  readonly readiness: () => Promise<Readiness>;
  /** The stand-in vendors, where this process has them. */
  readonly sample?: SamplePanel;
  /** The built web app; undefined when it was not built. */
  readonly web?: WebApp | undefined;
  readonly metrics: ApiMetrics;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ApiConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What stands before the paths of webhooks when they are shown; undefined: host and port. */
  readonly publicUrl: string | undefined;
  readonly metricsToken: Secret<string> | undefined;
  /** Proxies in front whose word about the caller's address is believed. */
  readonly trustedProxies: number;
  readonly maxRequestBytes: number;
}

/** What health and metrics alone need: the door of a process that only works. */
export type HealthDeps = Pick<ApiDeps, 'authenticate' | 'readiness' | 'metrics' | 'clock' | 'log'>;
