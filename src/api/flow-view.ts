/** How flows, their drafts and their webhooks are shown. */
import type { Consent, DraftState, FlowEntry, FlowRow, FlowVersionRow } from '../flows/index.ts';
import type { Problem, Secret, WorkspaceId } from '../foundation/index.ts';
import { placeProblems } from '../language/index.ts';
import type { SubscriptionState } from '../triggers/index.ts';
import type { ApiDeps } from './api-deps.ts';
import type { DraftShown } from './draft-shapes.ts';
import type { FlowProblem, FlowSummary, HookShown } from './flow-shapes.ts';

/** What showing a flow needs. */
export type FlowViewDeps = Pick<ApiDeps, 'directory' | 'triggers' | 'subscriptions' | 'connectionUse'> & {
  readonly publicUrl: () => string;
};

type FlowKey = Pick<FlowRow, 'workspaceId' | 'id'>;

/** The flows of a workspace. */
export async function listSummaries(
  { directory, triggers }: FlowViewDeps,
  workspaceId: WorkspaceId,
): Promise<FlowSummary[]> {
  const [entries, switches] = await Promise.all([directory.list(workspaceId), triggers.switches(workspaceId)]);
  return entries.map((entry) => flowSummary(entry, switches.get(entry.id) ?? null));
}

/** One flow; throws `flows.flow.not_found`. */
export async function findSummary(deps: FlowViewDeps, workspaceId: WorkspaceId, name: string): Promise<FlowSummary> {
  const entry = await deps.directory.entry(workspaceId, name);
  const switches = await deps.triggers.switches(workspaceId);
  return flowSummary(entry, switches.get(entry.id) ?? null);
}

/** A version without its document. */
export function versionSummary({ number, note, publishedBy, publishedAt }: FlowVersionRow, flow: FlowRow) {
  return { number, isLive: number === flow.liveVersion, note, publishedBy, publishedAt: publishedAt.toISOString() };
}

/** A draft with what stands in the way of publishing it, and of running it then. */
export function draftShown(
  draft: DraftState,
  { problems, consent }: { readonly problems: readonly Problem[]; readonly consent: readonly Consent[] },
): DraftShown {
  const { document, revision, basedOn, isChanged, editedBy, editedAt } = draft;
  const placed = problemsShown(document, problems);
  const shown = { document, revision, basedOn, isChanged, editedBy, editedAt: editedAt.toISOString() };
  return { ...shown, problems: placed, consent: consentShown(consent) };
}

/** What has to be consented to, as calls about flows give it. */
export function consentShown(consent: readonly Consent[]): DraftShown['consent'] {
  return consent.map(({ connection, missing }) => ({ connection, missing: [...missing] }));
}

/** Problems with the steps that they are in. */
export function problemsShown(document: DraftState['document'], problems: readonly Problem[]): FlowProblem[] {
  return placeProblems(document, problems).map((problem) => ({ ...problem }));
}

/** The webhook of a flow; `secret` only right after it was made. */
export async function hookShown(deps: FlowViewDeps, flow: FlowKey, secret?: Secret<string>): Promise<HookShown> {
  const [hook, subscription] = await Promise.all([
    deps.triggers.find(flow.workspaceId, flow.id),
    deps.subscriptions.find(flow.workspaceId, flow.id),
  ]);
  const { path, signature, hasSecret, isEnabled } = hook;
  return {
    path,
    url: `${deps.publicUrl()}${path}`,
    signature: signature.kind,
    hasSecret,
    isEnabled,
    ...(secret === undefined ? {} : { secret: secret.reveal() }),
    subscription: subscriptionShown(subscription),
  };
}

function subscriptionShown(subscription: SubscriptionState | undefined): HookShown['subscription'] {
  if (subscription === undefined) return null;
  const { state, connection, problem, updatedAt } = subscription;
  return { state, connection, problem, updatedAt: updatedAt.toISOString() };
}

function flowSummary(entry: FlowEntry, isEnabled: boolean | null): FlowSummary {
  const { name, title, liveVersion, createdAt, hasDraft, draftEditedAt, triggerText, connectors } = entry;
  return {
    name,
    title,
    liveVersion,
    createdAt: createdAt.toISOString(),
    hasDraft,
    draftEditedAt: draftEditedAt?.toISOString() ?? null,
    isEnabled,
    triggerText,
    connectors: [...connectors],
  };
}
