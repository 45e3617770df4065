/**
 * The judgement over a chaos run. Three witnesses are heard: the sender (what was acknowledged), our tables (what became
 * of it), and the vendor's ledger (what was really done). Pure: the same testimony gives the same verdict.
 */
import type { ExpectedEffect } from './chaos-flows.ts';
import type { FailedAttempt, RunRecord } from './run-records.ts';
import type { SentEvent } from './sender.ts';
import type { VendorEffect } from './vendor.ts';

export interface Testimony {
  readonly events: readonly SentEvent[];
  readonly runs: readonly RunRecord[];
  readonly attempts: readonly FailedAttempt[];
  readonly effects: readonly VendorEffect[];
}

export interface Verdict {
  readonly acknowledged: number;
  /** Acknowledged events without a run; runs that claim an effect the vendor does not have. */
  readonly lost: readonly string[];
  /** Business keys with more than one effect, and events with more than one run. */
  readonly doubled: readonly string[];
  /** Runs that had not come to an end. */
  readonly stuck: readonly string[];
  /** Effects of one order key in another order than their events were acknowledged in. */
  readonly disordered: readonly string[];
  /** Runs that are unknown or set aside although nothing that was done to them explains it. */
  readonly unexplained: readonly string[];
  readonly states: Readonly<Record<string, number>>;
  /** Dead letters by cause. */
  readonly deadLetters: Readonly<Record<string, number>>;
}

/** Failures that leave a naked write open. */
const DOUBTS: ReadonlySet<string> = new Set([
  'no_answer',
  'crashed',
  'unreadable',
  'server_error',
  'unavailable',
  'request_timeout',
  'gateway_error',
  'other_server_error',
]);

/** Codes with which the injected faults may end a run, and the failures they may come from. */
const FATAL_CODES: ReadonlySet<string> = new Set(['runs.call.failed', 'runs.call.gave_up']);
const FATAL_FAILURES: ReadonlySet<string> = new Set([...DOUBTS, 'not_sent', 'throttled', 'conflict']);
/** The fewest failed look-ups in a row after which a person is asked. */
const MIN_FAILED_LOOKS = 3;
const CRASHED = 'runs.run.crashed_worker';
/** How a run says that a worker died with a keyed write in the air, and that the key may be forgotten by now. */
const FORGOTTEN_KEY = /longer ago than the key lives/;

/** Judges the testimony. */
export function judge(testimony: Testimony): Verdict {
  const { events, runs } = testimony;
  const runsByEvent = Map.groupBy(runs, (run) => run.eventId);
  const effectsByKey = Map.groupBy(testimony.effects, effectKey);
  const attemptsByRun = Map.groupBy(testimony.attempts, (attempt) => attempt.runId);
  const shortKeyFlows = new Set(events.filter(({ flow }) => flow.hasShortKeys).map(({ flow }) => flow.name));
  const deadLetters = runs.filter((run) => run.state === 'dead_lettered');
  return {
    acknowledged: events.filter(isAcknowledged).length,
    lost: events.flatMap((event) => findLoss(event, runsByEvent.get(event.id) ?? [], effectsByKey)),
    doubled: [...findDoubledEffects(effectsByKey), ...findDoubledRuns(runsByEvent)],
    stuck: runs.filter((run) => STUCK.has(run.state)).map(describe),
    disordered: findDisorder(events, effectsByKey),
    unexplained: runs.flatMap((run) =>
      findUnexplained(run, attemptsByRun.get(run.id) ?? [], shortKeyFlows.has(run.flow)),
    ),
    states: countBy(runs, (run) => run.state),
    deadLetters: countBy(deadLetters, (run) => causeOf(run, attemptsByRun.get(run.id) ?? [])),
  };
}

const STUCK: ReadonlySet<string> = new Set(['queued', 'running', 'waiting', 'held']);

function isAcknowledged(event: SentEvent): boolean {
  return event.acknowledgedAt !== undefined;
}

function effectKey({ kind, businessKey }: { kind: string; businessKey: string }): string {
  return `${kind} ${businessKey}`;
}

type EffectsByKey = ReadonlyMap<string, readonly VendorEffect[]>;

/** Success is a claim about the vendor, and so is every end that is not a dead letter, a doubt, or a filter. */
function findLoss(event: SentEvent, runs: readonly RunRecord[], effects: EffectsByKey): string[] {
  const [run] = runs;
  if (run === undefined) return isAcknowledged(event) ? [`${event.id}: acknowledged, and there is no run`] : [];
  if (run.state === 'filtered' || run.state === 'cancelled') return [`${describe(run)}: nobody asked for that`];
  if (run.state !== 'succeeded') return [];
  const missing = event.flow.effects(event.body).filter((expected) => !effects.has(effectKey(expected)));
  return missing.map((expected) => `${describe(run)}: succeeded without ${effectKey(expected)}`);
}

/**
 * An update of a customer is no second customer: that is what class I means, and why such a call may be repeated. All
 * other kinds count one by one.
 */
function findDoubledEffects(effects: EffectsByKey): string[] {
  return [...effects].flatMap(([key, found]) =>
    found.length > 1 && !key.startsWith('customer.updated ') ? [`${key}: ${found.length} effects`] : [],
  );
}

function findDoubledRuns(runsByEvent: ReadonlyMap<string, readonly RunRecord[]>): string[] {
  return [...runsByEvent].flatMap(([eventId, runs]) => (runs.length > 1 ? [`${eventId}: ${runs.length} runs`] : []));
}

/**
 * Only what came one after the other for the sender is in an order: an event acknowledged before the next of its lane was
 * first sent. Effects that never came (dead letters) have no place in it.
 */
function findDisorder(events: readonly SentEvent[], effects: EffectsByKey): string[] {
  const lanes = Map.groupBy(
    events.filter((event) => event.flow.isOrdered && isAcknowledged(event)),
    (event) => event.body.lane,
  );
  return [...lanes.values()].flatMap((lane) => disorderIn(lane, effects));
}

function disorderIn(lane: readonly SentEvent[], effects: EffectsByKey): string[] {
  const placed = lane.flatMap((event) => {
    const [expected] = event.flow.effects(event.body) as readonly [ExpectedEffect];
    const seq = effects.get(effectKey(expected))?.[0]?.seq;
    return seq === undefined ? [] : [{ event, seq }];
  });
  return placed.flatMap((later) => {
    const isOvertaken = placed.some(
      (earlier) => (earlier.event.acknowledgedAt as number) < later.event.firstSentAt && earlier.seq > later.seq,
    );
    return isOvertaken ? [`${later.event.id} came before one that was acknowledged before it was sent`] : [];
  });
}

function findUnexplained(run: RunRecord, attempts: readonly FailedAttempt[], hasShortKeys: boolean): string[] {
  const isDoubt = isDoubtful(attempts) || (hasShortKeys && hasForgottenKey(run, attempts));
  if (run.state === 'unknown') return isDoubt ? [] : [`${describe(run)}: unknown without a doubt`];
  if (run.state !== 'dead_lettered') return [];
  const code = codeOf(run);
  if (code === CRASHED) return [];
  const isFatal = FATAL_CODES.has(code) && attempts.some(({ failure }) => FATAL_FAILURES.has(failure));
  return isFatal ? [] : [`${describe(run)}: no injected fault explains it`];
}

/** A naked write of which nobody can tell, or a look-up that the vendor failed to answer several times in a row. */
function isDoubtful(attempts: readonly FailedAttempt[]): boolean {
  const naked = attempts.some(
    ({ operationClass, outcome, failure }) => operationClass === 'N' && outcome === 'unknown' && DOUBTS.has(failure),
  );
  const failedLooks = attempts.filter(({ kind, failure }) => kind === 'look_up' && DOUBTS.has(failure));
  return naked || failedLooks.length >= MIN_FAILED_LOOKS;
}

/** The key of a write in doubt is no way to tell any more. */
function hasForgottenKey({ problem }: RunRecord, attempts: readonly FailedAttempt[]): boolean {
  const isLost = attempts.some(({ operationClass, kind, failure }) => {
    return operationClass === 'K' && kind === 'call' && DOUBTS.has(failure);
  });
  return isLost || FORGOTTEN_KEY.test(problem ?? '');
}

function causeOf(run: RunRecord, attempts: readonly FailedAttempt[]): string {
  const failures = [...new Set(attempts.map((attempt) => attempt.failure))].sort().join('+');
  return failures === '' ? codeOf(run) : `${codeOf(run)} after ${failures}`;
}

function codeOf({ problem }: RunRecord): string {
  return problem === null ? 'none' : (JSON.parse(problem) as { code: string }).code;
}

function describe(run: RunRecord): string {
  return `${run.eventId} (run ${run.id}, ${run.state}${run.problem === null ? '' : `, ${run.problem}`})`;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const groups = [...Map.groupBy(items, keyOf)].sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(groups.map(([key, group]) => [key, group.length]));
}
