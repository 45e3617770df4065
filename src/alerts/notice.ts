/** What somebody has to know or to do: one notice for each cause, for as long as the cause is there. */
import type { ChannelId, NoticeId, PersonId, WorkspaceId } from '../foundation/index.ts';

export type Severity = 'info' | 'warning' | 'critical';

/** What a notice says. All of it is for people; none of it holds a secret or a payload. */
export interface NoticeWords {
  readonly kind: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  /** What to do. */
  readonly fix: string;
  /** Path in the web app. */
  readonly link: string;
}

/** A cause that was found. */
export interface NoticeDraft extends NoticeWords {
  readonly workspaceId: WorkspaceId;
  /** Names what it is about, such as `connection:<id>:needs_reconnect`; one notice a cause is open at a time. */
  readonly cause: string;
  /** Whom it is for; null: the owners of the workspace. Somebody who is no member counts as null. */
  readonly personId: PersonId | null;
  /** A channel that it does not go to: the one that it is about. */
  readonly exceptChannelId?: ChannelId;
}

export type DeliveryState = 'due' | 'sent' | 'failed';

/** One way on which a notice is told, and how that went. */
export interface Delivery {
  readonly channel: string;
  /** Null for a webhook. */
  readonly target: string | null;
  readonly state: DeliveryState;
  readonly problem: string | null;
  readonly sentAt: Date | null;
}

/** A notice as it is shown. */
export interface Notice extends NoticeWords {
  readonly id: NoticeId;
  readonly forPerson: string | null;
  readonly raisedAt: Date;
  readonly lastSeenAt: Date;
  readonly seenCount: number;
  readonly resolvedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly deliveries: readonly Delivery[];
}

/** Which notices are listed. */
export interface NoticeListing {
  readonly workspaceId: WorkspaceId;
  readonly isOpenOnly: boolean;
  readonly limit: number;
  /** The last one of the page before. */
  readonly before?: NoticeId;
}
