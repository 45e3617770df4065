/** What is to be told about a connection: a pure function from what is wrong to notices. */
import { UNREAD } from '../connections/index.ts';
import { registry } from '../connectors/index.ts';
import type { NoticeDraft, Severity } from './notice.ts';
import type { FailingChannel, TroubledConnection } from './trouble.store.ts';

/** The part of a notice that differs from cause to cause. */
interface Cause {
  readonly what: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  readonly fix: string;
}

/** First words of the causes below: what is open under them and is found no more is resolved. */
export const WATCHED_CAUSES: readonly string[] = ['connection', 'channel'];

/** Names shown in one sentence. */
const MAX_NAMES = 5;
const LAST_DAYS = 3;

/** The notices about one connection; `flows` are the titles of the live ones that use it. */
export function connectionCauses(row: TroubledConnection, flows: readonly string[]): readonly NoticeDraft[] {
  const found = [
    reconnectCause(row, flows),
    revokedCause(row, flows),
    endCause(row),
    renewalCause(row, flows),
    unansweredCause(row),
    scopesCause(row),
  ];
  // Whoever runs the app at the provider acts on its side; the owner of the account could do nothing.
  const personId = row.state === 'needs_reconnect' && row.problemSide === 'app' ? null : row.ownerId;
  return found.flatMap((cause) => (cause === undefined ? [] : [draftOf(row, cause, personId)]));
}

function draftOf(
  { workspaceId, id, name }: TroubledConnection,
  { what, ...words }: Cause,
  personId: NoticeDraft['personId'],
): NoticeDraft {
  return { workspaceId, cause: `connection:${id}:${what}`, ...words, link: `/connections/${name}`, personId };
}

function reconnectCause(row: TroubledConnection, flows: readonly string[]): Cause | undefined {
  if (row.state !== 'needs_reconnect') return undefined;
  const isApp = row.problemSide === 'app';
  const fix = isApp
    ? 'Open the connection and enter its credential anew; for an OAuth app that is the id and secret which the provider shows for it now, then reconnect. The owner of the account cannot mend this.'
    : 'Open the connection and reconnect it: sign in as the owner of the account, or enter a new credential.';
  return {
    what: 'needs_reconnect',
    kind: 'connection_needs_reconnect',
    severity: 'critical',
    title: `Reconnect ${row.name}`,
    text: sentences(`The ${nameOf(row)} is no longer accepted`, row.problem, heldText(flows)),
    fix,
  };
}

function revokedCause(row: TroubledConnection, flows: readonly string[]): Cause | undefined {
  if (row.state !== 'revoked' || flows.length === 0) return undefined;
  return {
    what: 'revoked_in_use',
    kind: 'connection_revoked_in_use',
    severity: 'critical',
    title: `${row.name} is revoked and still used`,
    text: sentences(`The ${nameOf(row)} was revoked`, heldText(flows)),
    fix: 'Reconnect it, give the flows another connection, or archive them.',
  };
}

function endCause(row: TroubledConnection): Cause | undefined {
  const { endsAt, daysLeft } = row;
  if (endsAt === null || daysLeft === null) return undefined;
  const isLast = daysLeft <= LAST_DAYS;
  const day = endsAt.toISOString().slice(0, 10);
  return {
    // Two causes, so that it is told once more shortly before the end.
    what: isLast ? 'ends_in_days' : 'ends_in_weeks',
    kind: 'connection_ends',
    severity: isLast ? 'critical' : 'warning',
    title: daysLeft <= 0 ? `${row.name} has ended` : `${row.name} ends on ${day}`,
    text: `What the ${nameOf(row)} signs in with is good until ${endsAt.toISOString()}. After that its runs are held.`,
    fix: 'Open the connection and reconnect it before then; flows stay as they are.',
  };
}

function renewalCause(row: TroubledConnection, flows: readonly string[]): Cause | undefined {
  if (row.renewalProblem === null) return undefined;
  return {
    what: 'renewal_failing',
    kind: 'connection_renewal_failing',
    severity: 'warning',
    title: `The token of ${row.name} cannot be renewed`,
    text: sentences(`The token of the ${nameOf(row)} cannot be renewed`, row.renewalProblem, waitText(flows)),
    fix: 'Look whether the provider is down, and whether it can be reached from here. Holdfast keeps trying.',
  };
}

function unansweredCause(row: TroubledConnection): Cause | undefined {
  if (row.verifyProblem === null) return undefined;
  if (row.verifyProblem.startsWith(UNREAD)) return unreadCause(row, row.verifyProblem.slice(UNREAD.length));
  return {
    what: 'unanswered',
    kind: 'connection_unverified',
    severity: 'warning',
    title: `${row.name} cannot be verified`,
    text: sentences(
      `The daily look at the ${nameOf(row)} gets no answer`,
      row.verifyProblem,
      'Whether its credential is good is not known',
    ),
    fix: 'Look whether the vendor is down, and whether its address is still the right one. Holdfast keeps asking.',
  };
}

/** Its runs wait, and nobody but whoever keeps the secrets can mend it. */
function unreadCause(row: TroubledConnection, reason: string): Cause {
  return {
    what: 'secrets_unread',
    kind: 'connection_unverified',
    severity: 'warning',
    title: `The secrets of ${row.name} cannot be read`,
    text: sentences(`The secrets of the ${nameOf(row)} cannot be read`, reason, 'Runs that need it wait'),
    fix: 'Mend what the text names where the secrets lie. Holdfast reads them again by itself, and the runs go on.',
  };
}

function scopesCause(row: TroubledConnection): Cause | undefined {
  const { heldScopes } = row;
  if (heldScopes.length === 0) return undefined;
  return {
    what: 'scopes_missing',
    kind: 'connection_scopes_missing',
    severity: 'critical',
    title: `${row.name} lacks ${heldScopes.length === 1 ? 'a scope' : 'scopes'}`,
    text: `Runs are held because the ${nameOf(row)} was not granted ${listText(heldScopes)}. Other flows that use it go on.`,
    fix: 'Open the connection and consent again with these scopes; the held runs then go on by themselves, in their order.',
  };
}

/** The notice about a channel that does not get through; it never goes to that channel. */
export function channelCause({ workspaceId, id, name, problem }: FailingChannel): NoticeDraft {
  return {
    workspaceId,
    cause: `channel:${id}:failing`,
    kind: 'channel_failing',
    severity: 'critical',
    title: `The channel ${name} does not get through`,
    text: sentences(`Notices on the channel ${name} are not delivered`, problem),
    fix: 'Mend what the sentence names, then test the channel. What is due is tried for 24 hours.',
    link: '/channels',
    personId: null,
    exceptChannelId: id,
  };
}

function nameOf({ name, connector }: TroubledConnection): string {
  return `connection ${name} (${registry.get(connector)?.title ?? connector})`;
}

function heldText(flows: readonly string[]): string {
  if (flows.length === 0) return 'No live flow uses it.';
  return `Runs of ${flowsText(flows)} are held; they go on by themselves, in their order, once it works again.`;
}

function waitText(flows: readonly string[]): string {
  return flows.length === 0 ? 'No live flow uses it.' : `Runs of ${flowsText(flows)} wait.`;
}

/** Titles have spaces in them, so that each is set apart. */
function flowsText(titles: readonly string[]): string {
  return listText(titles.map((title) => `"${title}"`));
}

function listText(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

/** Each with a capital letter and a full stop, since the words of a vendor come with neither. */
function sentences(...texts: readonly (string | null)[]): string {
  return texts.flatMap((text) => (text === null || text.trim() === '' ? [] : [sentenceOf(text.trim())])).join(' ');
}

function sentenceOf(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
