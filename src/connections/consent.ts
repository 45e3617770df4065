/** A consent under way: what begins it, what it begins with, and how it ends. */
import type { PersonId, Secret, WorkspaceId } from '../foundation/index.ts';
import type { FullPlan } from './connect-planner.ts';

export interface ConsentWish {
  readonly plan: FullPlan;
  /** By name, for the audit. */
  readonly actor: string;
  /** Who is told when the connection breaks; null keeps whoever was. */
  readonly ownerId: PersonId | null;
  /** Who alone may finish it; null: whoever holds the browser, which came by a connect link. */
  readonly personId: PersonId | null;
  /** The link it came by, which is used up when it ends well. */
  readonly linkId?: string;
  /** What flows need, and what the person chose, besides what connector and credential say. */
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}

export interface ConsentBegun {
  readonly id: string;
  /** The provider's page. */
  readonly url: string;
  /** For the browser alone: only who has it can finish. */
  readonly binding: Secret<string>;
  readonly expiresAt: Date;
}

export interface ConsentEnd {
  readonly id: string;
  readonly workspaceId: WorkspaceId;
  readonly connectionName: string;
  readonly connectorTitle: string;
  readonly account: string | null;
  /** In words; null: it is connected. */
  readonly problem: string | null;
}
