/**
 * A webhook: the address of a flow in the outside world and the secret its deliveries are signed with. What a delivery
 * must look like is said by the flow's live version; the trigger only keeps what no document may hold.
 */
import { createHash } from 'node:crypto';
import type { FlowId, Secret, TriggerId, WorkspaceId } from '../foundation/index.ts';
import type { TriggerSignature } from '../language/index.ts';

export interface WebhookTrigger {
  readonly workspaceId: WorkspaceId;
  readonly id: TriggerId;
  readonly flowId: FlowId;
  /** How deliveries prove themselves, as of the last publish; for people. Deliveries are judged by the live version. */
  readonly signature: TriggerSignature;
  readonly isEnabled: boolean;
  readonly hasSecret: boolean;
  /** During a rotation: until when the secret before is good. */
  readonly previousSecretUntil: Date | null;
  /** Deliveries of events that were known already, and deliveries that were turned away; about right after a crash. */
  readonly duplicateCount: number;
  readonly refusedCount: number;
  readonly createdAt: Date;
}

export interface LiveSecret {
  readonly secret: Secret<string>;
  /** Milliseconds since the Unix epoch; null: until it is replaced. */
  readonly untilMs: number | null;
}

/** A trigger as a delivery meets it, with its secrets opened. */
export interface OpenTrigger {
  readonly workspaceId: WorkspaceId;
  readonly id: TriggerId;
  readonly flowId: FlowId;
  /** Null while the flow has no published version. */
  readonly liveVersion: number | null;
  readonly isEnabled: boolean;
  /** The newest first. */
  readonly secrets: readonly LiveSecret[];
}

/** Bytes of randomness in an address; OWASP ASVS 5.0, 11.5.1 asks for 16. */
export const PATH_TOKEN_BYTES = 24;

/** What of a trigger is sealed in the vault. */
type SealedField = 'token' | 'secret' | 'previous_secret';

/** The place a sealed value of a trigger is bound to. */
export function sealPlace(trigger: { workspaceId: WorkspaceId; id: TriggerId }, field: SealedField) {
  return { workspaceId: trigger.workspaceId, ownerId: trigger.id, field: `webhook_trigger.${field}` };
}

/** The address under which the trigger is reached, from the root of the server. */
export function hookPath(token: Secret<string>): string {
  return `/hooks/${token.reveal()}`;
}

/** What an address is searched by: the hash of the whole token, so that no part of it counts alone. */
export function hashPathToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** The secrets that are good at an instant, the newest first. */
export function secretsAt(trigger: OpenTrigger, nowMs: number): readonly Secret<string>[] {
  return trigger.secrets.filter(({ untilMs }) => untilMs === null || nowMs < untilMs).map(({ secret }) => secret);
}
