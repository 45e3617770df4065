/** The overview as the API shows it, with every problem as a sentence. */
import type { ConnectionTrouble, FlowOverview, WorkspaceOverview } from '../runs/index.ts';
import { COUNT_CAP } from '../runs/index.ts';
import type { MissingSubscription } from '../triggers/index.ts';
import type { FlowSummary } from './flow-shapes.ts';
import type { OverviewShown } from './overview-shapes.ts';

type Problem = OverviewShown['problems'][number];

/** Puts together what the runs and what the flows say; problems that only a person can settle come first. */
export function overviewShown(
  overview: WorkspaceOverview,
  flows: readonly FlowSummary[],
  missing: readonly MissingSubscription[],
): OverviewShown {
  const runsOf = new Map(overview.flows.map((flow) => [flow.name, flow]));
  return {
    problems: [
      ...missing.map(subscriptionProblem),
      ...problemsOf(overview, new Map(flows.map(({ name, title }) => [name, title]))),
    ],
    flows: flows.flatMap((flow) => {
      const runs = runsOf.get(flow.name);
      return runs === undefined ? [] : [flowShown(flow, runs)];
    }),
    counts: { ...overview.counts },
    countCap: COUNT_CAP,
  };
}

function problemsOf({ flows, connections }: WorkspaceOverview, titles: ReadonlyMap<string, string>): Problem[] {
  const titleOf = (flow: FlowOverview) => titles.get(flow.name) ?? flow.name;
  return [
    ...flows.flatMap((flow) => unknownProblem(flow, titleOf(flow))),
    ...connections.map(connectionProblem),
    ...flows.flatMap((flow) => deadLetterProblem(flow, titleOf(flow))),
  ];
}

function unknownProblem({ name, unknown, unknownSince }: FlowOverview, title: string): Problem[] {
  if (unknown === 0) return [];
  const text = `${countText(unknown, 'run')} of "${title}" may have written at the vendor: a person has to say`;
  return [{ kind: 'unknown', count: unknown, flow: name, since: unknownSince?.toISOString() ?? null, text }];
}

function deadLetterProblem({ name, dead_lettered: count, deadSince }: FlowOverview, title: string): Problem[] {
  if (count === 0) return [];
  const text = `${countText(count, 'dead letter')} of "${title}": mend the cause, then replay`;
  return [{ kind: 'dead_letters', count, flow: name, since: deadSince?.toISOString() ?? null, text }];
}

/** It looks live and hears nothing: of all problems the one that nobody notices. */
function subscriptionProblem({ flow, title, connection, since }: MissingSubscription): Problem {
  const text = `"${title}" gets no events: its webhook is not registered at the vendor of "${connection}"`;
  return { kind: 'subscription', count: 1, flow, since: since.toISOString(), text };
}

/** One problem a connection: that runs are held is a consequence. */
function connectionProblem({ name, state, heldCount, heldSince }: ConnectionTrouble): Problem {
  const since = heldSince?.toISOString() ?? null;
  if (heldCount === 0) {
    const words = state === 'revoked' ? 'is revoked' : 'has to be reconnected';
    return { kind: 'connection', count: 1, connection: name, since, text: `The connection "${name}" ${words}` };
  }
  const isOne = heldCount === 1;
  const goOn = `${isOne ? 'goes' : 'go'} on in a moment`;
  const wait = `${isOne ? 'is' : 'are'} held until the connection "${name}" is reconnected`;
  const text = `${countText(heldCount, 'run')} ${state === 'active' ? goOn : wait}`;
  return { kind: 'held', count: heldCount, connection: name, since, text };
}

function countText(count: number, noun: string): string {
  return `${count >= COUNT_CAP ? `${COUNT_CAP} or more` : count} ${noun}${count === 1 ? '' : 's'}`;
}

function flowShown(flow: FlowSummary, runs: FlowOverview): OverviewShown['flows'][number] {
  const { name, title, liveVersion, isEnabled, hasDraft } = flow;
  const hours = runs.hours.map(({ at, succeeded, failed }) => ({ at: at.toISOString(), succeeded, failed }));
  return {
    name,
    title,
    liveVersion,
    isEnabled,
    hasDraft,
    hours,
    today: { succeeded: sumOf(hours, 'succeeded'), failed: sumOf(hours, 'failed') },
    waiting: Math.min(COUNT_CAP, runs.queued + runs.waiting),
    held: runs.held,
    unknown: runs.unknown,
    deadLetters: runs.dead_lettered,
    nextDueAt: runs.nextDueAt?.toISOString() ?? null,
    lastEventAt: runs.lastEventAt?.toISOString() ?? null,
  };
}

function sumOf(hours: readonly { succeeded: number; failed: number }[], what: 'succeeded' | 'failed'): number {
  return hours.reduce((sum, hour) => sum + hour[what], 0);
}
