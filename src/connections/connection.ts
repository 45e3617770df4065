/** One authorisation of a workspace at a connector. */
import type { Connector } from '../connectors/index.ts';
import type { ConnectionId, JsonObject, WorkspaceId } from '../foundation/index.ts';
import type { Redactor } from '../outbound/index.ts';
import type { Attachment } from './credential.ts';

export type ConnectionState = 'active' | 'needs_reconnect' | 'revoked';

/** What may be shown of a connection: everything but the credential. */
export interface Connection {
  readonly workspaceId: WorkspaceId;
  readonly id: ConnectionId;
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly authKind: string;
  readonly state: ConnectionState;
  readonly pausedUntil: Date | null;
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly verifiedAt: Date | null;
  /** What the vendor has granted; null: the way to sign in knows no scopes. */
  readonly grantedScopes: readonly string[] | null;
}

/** Whether a connection can be used this moment. */
type Readiness =
  | { readonly kind: 'ready' }
  /** Its token is over and is being renewed, or cannot be renewed just now; nothing is wrong with the grant. */
  | { readonly kind: 'renewing'; readonly retryInMs: number; readonly reason: string };

/** A connection opened for calling. */
export interface OpenConnection extends Connection {
  readonly definition: Connector;
  readonly baseUrl: string;
  readonly origins: readonly string[];
  readonly attachment: Attachment;
  /** Masks the credential, in all its forms, in whatever is kept or shown of a call. */
  readonly redact: Redactor;
  /** As `redact`, for data that goes on to other vendors: only long secrets, which no ordinary value contains by chance. */
  readonly redactData: Redactor;
  /** Changes whenever the credential is replaced; says nothing about it. */
  readonly credentialMark: string;
  readonly readiness: Readiness;
  /** Version of the token that is attached; null where there is none to renew. */
  readonly tokenVersion: number | null;
}

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** True for 1 to 64 small letters, digits, `-` and `_`, beginning with a letter. */
export function isConnectionName(text: string): boolean {
  return NAME.test(text);
}
