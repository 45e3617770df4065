/** What the API is built from. */
import type { Caller, TokenBook } from '../access/index.ts';
import type { ConnectionBook, ConnectionVerifier } from '../connections/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import type { Clock, Log, Secret } from '../foundation/index.ts';
import type { RunControl } from '../runs/index.ts';
import type { EventSender, HookReceiver, TriggerBook } from '../triggers/index.ts';
import type { ApiMetrics } from './api-metrics.ts';
import type { ExplainedError } from './error-page.ts';

/** What has to hold for work to be taken, by name. */
export type Readiness = Readonly<Record<string, boolean>>;

export interface ApiDeps {
  readonly flows: FlowLibrary;
  readonly connections: ConnectionBook;
  readonly verifier: ConnectionVerifier;
  readonly runs: RunControl;
  readonly triggers: TriggerBook;
  readonly hooks: HookReceiver;
  readonly events: EventSender;
  readonly tokens: TokenBook;
  /** Every error code, for the page that explains them. */
  readonly errorCatalog: readonly ExplainedError[];
  readonly authenticate: (token: string) => Promise<Caller>;
  readonly readiness: () => Promise<Readiness>;
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
  readonly maxRequestBytes: number;
}

/** What health and metrics alone need: the door of a process that only works. */
export type HealthDeps = Pick<ApiDeps, 'authenticate' | 'readiness' | 'metrics' | 'clock' | 'log'>;
